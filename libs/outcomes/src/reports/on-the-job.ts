import { dayNumber } from '@app/kernel';
import { compareCodePoints } from '../facts/code-points.js';
import type { Job, PersonHistory } from '../facts/histories.js';
import type { LedgerSlice } from '../facts/ledger.js';
import { isWithin, type Period } from '../populations/cohort.js';
import { EVIDENCE_LAG_DAYS } from '../rates/judge.js';
import { compareForNaming, isSameEmployer, touches } from '../rates/jobs.js';

/** On-the-job training of one programme, in the table of its own; each completion counts (人次). */
export interface OnTheJobRow {
  readonly programme: string;
  readonly completed: number;
  readonly certified: number;
  /** Completions of half a year ago and more. */
  readonly mature: number;
  /** Of these, with a proven job on the day of completion; and of those, with that employer again on day 180. */
  readonly atWork: number;
  readonly retained: number;
  /** Of the retained, those whose pay is known on both days: yuan a month, summed, before and after. */
  readonly pay: { readonly known: number; readonly before: number; readonly after: number };
}

const RETAINED_AFTER_DAYS = 180;
/** From this level on a job is proven. */
const PROVEN = 2;

/**
 * What on-the-job training led to: certified, retained, pay change. These people had work before; a placement rate of
 * theirs would say nothing, so they are in none. Where several jobs are held, the one that a rate would name.
 * @throws RangeError when the slice has faults
 */
export function onTheJobTable(slice: LedgerSlice, period: Period | null = null): OnTheJobRow[] {
  if (slice.faults.length > 0) throw new RangeError(`the ledger has ${slice.faults.length} faults`);
  const asOf = dayNumber(slice.asOf);
  const rows = new Map<string, RowInBuilding>();
  for (const person of slice.persons.values()) {
    for (const { class: { programme, table }, completedOn, isCertified } of person.attendances) {
      if (table !== 'on-the-job' || completedOn === null || (period !== null && !isWithin(completedOn, period))) continue;
      const row = rows.get(programme) ?? { programme, completed: 0, certified: 0, mature: 0, atWork: 0, retained: 0, pay: { known: 0, before: 0, after: 0 } };
      rows.set(programme, row);
      row.completed += 1;
      if (isCertified) row.certified += 1;
      if (asOf >= completedOn + RETAINED_AFTER_DAYS + EVIDENCE_LAG_DAYS) countRetention(row, person, completedOn);
    }
  }
  return [...rows.values()].sort((a, b) => compareCodePoints(a.programme, b.programme));
}

interface RowInBuilding extends OnTheJobRow {
  completed: number;
  certified: number;
  mature: number;
  atWork: number;
  retained: number;
  readonly pay: { known: number; before: number; after: number };
}

function countRetention(row: RowInBuilding, person: PersonHistory, start: number): void {
  row.mature += 1;
  const [before] = provenOn(person, start);
  if (before === undefined) return;
  row.atWork += 1;
  const after = provenOn(person, start + RETAINED_AFTER_DAYS).find((job) => isSameEmployer(job, before));
  if (after === undefined) return;
  row.retained += 1;
  if (before.pay === null || after.pay === null) return;
  row.pay.known += 1;
  row.pay.before += before.pay;
  row.pay.after += after.pay;
}

/** Proven wage and self-employment of a day, the one to be named first. */
function provenOn(person: PersonHistory, day: number): Job[] {
  const isHeadline = ({ type }: Job): boolean => type === 'wage' || type === 'self-employment';
  return person.jobs.filter((job) => isHeadline(job) && job.level >= PROVEN && touches(job, { first: day, last: day })).sort(compareForNaming);
}
