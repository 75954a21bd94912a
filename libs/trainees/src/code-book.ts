import { Injectable } from '@nestjs/common';
import { CatalogueService, type Catalogue, type RegionDirectory } from '@app/catalogue';

/** The codes that a registration may name. Retired courses and regions are known: records of them stay true. */
export interface CodeBook {
  readonly regions: RegionDirectory;
  hasOccupation(code: string): boolean;
  hasSkill(id: string): boolean;
  hasCourse(id: string): boolean;
}

export function codeBookOf({ regions, occupations, skillNames, courseNames }: Pick<Catalogue, 'regions' | 'occupations' | 'skillNames' | 'courseNames'>): CodeBook {
  return { regions, hasOccupation: (code) => occupations.has(code), hasSkill: (id) => skillNames.has(id), hasCourse: (id) => courseNames.has(id) };
}

/** The catalogue's codes as they are now. */
@Injectable()
export class CodeBooks {
  constructor(private readonly catalogue: CatalogueService) {}

  async current(): Promise<CodeBook> {
    return codeBookOf(await this.catalogue.current());
  }
}
