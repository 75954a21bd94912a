import { addDays, dayNumber, fromDayNumber, type CivilDate } from '@app/kernel';
import type { TrainingClass } from '../facts/histories.js';
import type { LedgerSlice } from '../facts/ledger.js';
import { compareCodePoints } from '../facts/code-points.js';
import { cohortOf } from '../populations/cohort.js';
import { EVIDENCE_LAG_DAYS, judge } from '../rates/judge.js';
import { NAMED_RATES, type PlacementRule } from '../rates/rule.js';
import type { ClassHead, ClassRoll } from './settle.js';

const SETTLEMENT_RATE = NAMED_RATES.find((rule) => rule.id === 'R5') as PlacementRule;
const SETTLEMENT_DAYS = SETTLEMENT_RATE.horizon.kind === 'within' ? SETTLEMENT_RATE.horizon.days + EVIDENCE_LAG_DAYS : 0;

interface RollInBuilding {
  readonly class: TrainingClass;
  readonly heads: ClassHead[];
  opened: number;
  employed: number;
  possible: number;
  immature: number;
}

/**
 * The rolls of all classes with their settlement rate as it stands: person-courses, each class its own (a person of two
 * classes counts in both). Somebody whose half-year is not over counts as what the ledger shows so far, and as immature.
 * On-the-job classes and outreach have no settlement rate and no roll.
 * @param hoursOf hours attended; a ledger of facts has none
 * @throws RangeError when the slice has faults
 */
export function classRolls(slice: LedgerSlice, hoursOf: (personId: string, classId: string) => number = () => 0): ClassRoll[] {
  if (slice.faults.length > 0) throw new RangeError(`the ledger has ${slice.faults.length} faults`);
  const rolls = new Map<TrainingClass, RollInBuilding>();
  const rollOf = (trainingClass: TrainingClass): RollInBuilding => {
    const roll = rolls.get(trainingClass) ?? { class: trainingClass, heads: [], opened: 0, employed: 0, possible: 0, immature: 0 };
    rolls.set(trainingClass, roll);
    return roll;
  };
  for (const person of slice.persons.values()) {
    for (const { class: trainingClass, completedOn, droppedOn, isCertified } of person.attendances) {
      if (!trainingClass.isCounted || (droppedOn !== null && completedOn === null)) continue;
      rollOf(trainingClass).heads.push({ personId: person.id, isCompleted: completedOn !== null, isCertified, hours: hoursOf(person.id, trainingClass.id) });
    }
  }
  const asOf = dayNumber(slice.asOf);
  for (const unit of cohortOf(slice, SETTLEMENT_RATE.population, null)) {
    const roll = rollOf(unit.class);
    const soFar = judge(unit, SETTLEMENT_RATE, Number.POSITIVE_INFINITY).standing;
    const isImmature = judge(unit, SETTLEMENT_RATE, asOf).standing === 'immature';
    roll.opened += 1;
    if (isImmature) roll.immature += 1;
    if (soFar === 'employed') roll.employed += 1;
    else if (soFar === 'unknown' || isImmature) roll.possible += 1;
  }
  return [...rolls.values()]
    .map(({ class: { id, programme, endsOn }, ...counts }) => ({ classId: id, programme, endsOn: fromDayNumber(endsOn), ...counts }))
    .sort((a, b) => compareCodePoints(a.classId, b.classId));
}

/**
 * Whether a class can be settled: it is over and nobody of its rate is immature. Where the rate counts nobody (everybody
 * came after the opening) it is settled when somebody of its last day would be mature.
 */
export function isMatureClass({ endsOn, opened, immature }: Pick<ClassRoll, 'endsOn' | 'opened' | 'immature'>, asOf: CivilDate): boolean {
  return immature === 0 && asOf > (opened > 0 ? endsOn : addDays(endsOn, SETTLEMENT_DAYS - 1));
}
