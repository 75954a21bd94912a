import type { OccupationTerm } from '@app/catalogue';

export interface LabelledTitle {
  readonly wording: string;
  readonly codes: readonly string[];
  readonly noTrade: boolean;
  readonly isRevised: boolean;
}

export function titleList(file: string, occupations: Iterable<OccupationTerm>): LabelledTitle[];
export function spread(wording: string): number;
