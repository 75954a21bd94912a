import type { RegionDirectory } from '@app/catalogue';

/** The codes that a registration may name. Retired courses and regions are known: records of them stay true. */
export interface CodeBook {
  readonly regions: RegionDirectory;
  hasOccupation(code: string): boolean;
  hasSkill(id: string): boolean;
  hasCourse(id: string): boolean;
}

/** Gives the catalogue as it is now; filled by the application from the catalogue. */
export interface CodeBookSource {
  codeBook(): Promise<CodeBook>;
}

export const CODE_BOOK_SOURCE = Symbol('CODE_BOOK_SOURCE');
