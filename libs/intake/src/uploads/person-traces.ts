/** What a person is known by in rows that offices sent. */
export interface PersonTraces {
  /** Registrations that rows name as their subject. */
  readonly subjectIds: readonly string[];
  /** Names, ID numbers and telephones. */
  readonly words: readonly string[];
}

/** As written by whatever hand: full width, small letters, blanks and hyphens make no difference. */
const plain = (text: string): string => text.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '');

/**
 * Whether a row may be about the person: its subject, or anything written in it that holds a name, an ID number or a telephone
 * of theirs. A namesake's row is taken for one too: what is lost with it is an office's raw row, never a fact.
 * @param contents what is kept of the row, opened, as text
 */
export function tellsOf(traces: PersonTraces, subjectId: string | null, contents: readonly string[]): boolean {
  if (subjectId !== null && traces.subjectIds.includes(subjectId)) return true;
  const words = traces.words.map(plain).filter((word) => word !== '');
  return contents.some((content) => words.some((word) => plain(content).includes(word)));
}
