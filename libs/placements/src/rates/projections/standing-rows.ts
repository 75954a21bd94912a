import { fromDayNumber, type CivilDate } from '@app/kernel';
import { standingsOf, type PersonHistory, type StandingUnit } from '@app/outcomes';
import { COMPLETION_RULES, ROLL_RULES } from './projected-rules.js';
import type { HistoriesPage } from './read-county.js';

/** A row of `rate_standings` with short names: a county is a million of them. */
export interface StandingRow {
  /** Person, class, programme, home. */
  readonly p: string;
  readonly c: string;
  readonly g: string;
  readonly h: string | null;
  /** Of the completion: start, month, month before, profile. */
  d?: CivilDate;
  m?: number;
  b?: number;
  o?: string;
  /** Of the roll. */
  rd?: CivilDate;
  rm?: number;
  rb?: number;
  ro?: string;
}

/** The rows of a page of people: one for each class that counts them by completion, by the roll, or both. */
export function standingRows({ people }: HistoriesPage): StandingRow[] {
  const rows: StandingRow[] = [];
  for (const { history, home } of people) rows.push(...rowsOf(history, home));
  return rows;
}

function rowsOf(person: PersonHistory, home: string | null): Iterable<StandingRow> {
  const rows = new Map<string, StandingRow>();
  const rowOf = ({ class: { id, programme } }: StandingUnit): StandingRow => {
    const row: StandingRow = rows.get(id) ?? { p: person.id, c: id, g: programme, h: home };
    rows.set(id, row);
    return row;
  };
  for (const unit of standingsOf(person, COMPLETION_RULES)) Object.assign(rowOf(unit), { d: fromDayNumber(unit.start), m: unit.month, b: unit.monthBefore, o: unit.profile });
  for (const unit of standingsOf(person, ROLL_RULES)) Object.assign(rowOf(unit), { rd: fromDayNumber(unit.start), rm: unit.month, rb: unit.monthBefore, ro: unit.profile });
  return rows.values();
}
