import { isOccupationCode, parseOccupation, type OccupationCode } from '../occupation.js';
import { refuse } from '../errors.js';

/** Everything that columns name by number and that is neither a skill nor a course: plain lists, so that a thread can take it over. */
export interface VocabularyLists {
  readonly occupations: readonly string[];
  /** Certificates, refused vacancies and refused employers. */
  readonly texts: readonly string[];
}

/** Numbers for occupation codes and for texts that are compared only whole. Numbers are never given twice nor taken back. */
export class Vocabulary {
  readonly #occupations = new Map<string, number>();
  readonly #parsed: OccupationCode[] = [];
  readonly #texts = new Map<string, number>();

  constructor(known: VocabularyLists = { occupations: [], texts: [] }) {
    for (const code of known.occupations) this.occupation(code);
    for (const text of known.texts) this.text(text);
  }

  /** @throws MatchingInputInvalid when it is no occupation code */
  occupation(code: string): number {
    const known = this.#occupations.get(code);
    if (known !== undefined) return known;
    if (!isOccupationCode(code)) refuse('occupations', `not an occupation code: ${String(code)}`);
    this.#parsed.push(parseOccupation(code));
    this.#occupations.set(code, this.#parsed.length - 1);
    return this.#parsed.length - 1;
  }

  /** Occupations by their numbers. */
  get occupations(): readonly OccupationCode[] {
    return this.#parsed;
  }

  text(text: string): number {
    const known = this.#texts.get(text) ?? this.#texts.size;
    this.#texts.set(text, known);
    return known;
  }

  /** The number of a text, −1 where no column names it. */
  findText(text: string): number {
    return this.#texts.get(text) ?? -1;
  }

  lists(): VocabularyLists {
    return { occupations: [...this.#occupations.keys()], texts: [...this.#texts.keys()] };
  }
}
