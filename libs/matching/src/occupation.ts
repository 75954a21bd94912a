/** An occupation code cut into comparable numbers: its first two, three and four parts; -1 where the code ends earlier. */
export interface OccupationCode {
  readonly two: number;
  readonly three: number;
  readonly four: number;
}

const FORM = /^\d(-\d\d){0,3}$/;

/** Whether the text has the form of an occupation code: 大, 大-中, 大-中-小 or 大-中-小-细. */
export function isOccupationCode(text: unknown): text is string {
  return typeof text === 'string' && FORM.test(text);
}

/** Cuts a code that {@link isOccupationCode} accepts. */
export function parseOccupation(code: string): OccupationCode {
  const digits = code.replaceAll('-', '');
  const cut = (end: number): number => (digits.length >= end ? Number(digits.slice(0, end)) : -1);
  return { two: cut(3), three: cut(5), four: cut(7) };
}

/** How close two occupations are, by the parts shared from the left: four 1, three 0.6, two 0.3, else 0; unknown (null) 0. */
export function occupationAffinity(a: OccupationCode | null, b: OccupationCode | null): number {
  if (a === null || b === null || a.two < 0 || a.two !== b.two) return 0;
  if (a.three < 0 || a.three !== b.three) return 0.3;
  return a.four >= 0 && a.four === b.four ? 1 : 0.6;
}
