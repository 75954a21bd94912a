import { FactLedger } from '../facts/ledger.js';

let made = 0;

/** A record of a fact with the fields that matter; id, day and instant are filled in. */
export function aFact(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  made += 1;
  return { id: `made-${made}`, effectiveOn: '2024-02-01', recordedAt: '2024-05-01T00:00:00Z', ...fields };
}

/** A ledger of records. */
export function ledgerOf(records: Iterable<object>): FactLedger {
  const ledger = new FactLedger();
  for (const record of records) ledger.addRecord(record);
  return ledger;
}

/** A class that opens 30 days before it ends. */
export function aClass(id: string, endsOn: string, opensOn: string, more: object = {}): Record<string, unknown> {
  return aFact({ id: `class-${id}`, kind: 'class', class: id, course: `course-${id}`, programme: 'phoenix', provider: 'school', region: '420626', effectiveOn: opensOn, endsOn, ...more });
}

/** A completion, and with `job` a wage employment from the day given, proven at the level. */
export function aGraduate(person: string, classId: string, on: string, job?: { readonly from: string; readonly level: number; readonly more?: object }): Record<string, unknown>[] {
  const completion = aFact({ kind: 'completed', person, class: classId, effectiveOn: on });
  if (job === undefined) return [completion];
  const start = aFact({ kind: 'employment-started', employment: `job-${person}`, person, type: 'wage', employer: 'works', permanent: false, effectiveOn: job.from, ...job.more });
  return [completion, start, aFact({ kind: 'evidence', employment: `job-${person}`, level: job.level, effectiveOn: job.from })];
}
