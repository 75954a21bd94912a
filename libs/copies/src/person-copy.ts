import type { CopySection } from './copy-section.js';

export type CopyRow = Readonly<Record<string, unknown>>;

export interface FilledSection extends Pick<CopySection, 'code' | 'title' | 'note' | 'columns'> {
  readonly rows: readonly CopyRow[];
  /** There are more rows than a copy shows. */
  readonly isCut: boolean;
}

type Lookup = (code: string) => string | undefined;
/** Names of the catalogue; undefined: not known there. */
export type CatalogueNames = Readonly<Record<'region' | 'skill' | 'course' | 'occupation', Lookup>>;

/** What the service holds about one person, opened. Never kept. */
export interface PersonCopy {
  readonly traineeId: string;
  readonly madeAt: Date;
  /** Made by a township: what lies in other townships is not in it. */
  readonly isOfTownship: boolean;
  /** Registrations of the same person in this county that lie out of the caller's scope; their rows are not in it. */
  readonly elsewhere: number;
  readonly sections: readonly FilledSection[];
  readonly names: CatalogueNames;
}
