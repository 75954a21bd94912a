import type { DecisionRow, StoredBoard } from './specialities.repository.js';
import type { SpecialityLine } from './speciality-board.js';
import type { SpecialityState } from './speciality.js';

/** A course of the catalogue as it stands in the county on the day. */
export interface SpecialityView extends SpecialityLine {
  readonly occupationName: string | null;
  readonly state: SpecialityState;
  /** What made it so; null: nobody ever decided anything. */
  readonly decision: DecisionRow | null;
}

export interface SpecialityCatalogue extends Omit<StoredBoard, 'lines'> {
  readonly lines: readonly SpecialityView[];
}
