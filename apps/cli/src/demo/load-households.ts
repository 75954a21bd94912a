import { padRegion } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { DataSource } from 'typeorm';
import { COUNTY, COUNTY_REGION } from './county.js';
import type { DemoPlan } from './demo-plan.js';
import { knownIds, markDone } from './demo-store.js';
import { planHouseholds } from './household-history.js';
import { COUNTY_OFFICER, townshipLogin } from './load-offices.js';

/** Writes what is known of households by the owner's connection: only the owner may say when it was recorded. */
export async function loadHouseholds(owner: DataSource, plan: DemoPlan): Promise<void> {
  await owner.transaction(async (tx) => {
    const { households, lines, priorPays } = planHouseholds(plan);
    const officers = await knownIds(tx, 'officer');
    const by = (township: string | null): string => officers.get(township === null ? COUNTY_OFFICER : townshipLogin(township))!;
    const recordedAt = (on: string): string => `${on}T17:00:00+08:00`;
    await insertOf(tx, 'household_incomes', 'year int, per_head_yuan int, source text, source_reference text, effective_on date', households.flatMap(({ number, township, incomes }) =>
      incomes.map(({ year, perHeadYuan, source, on }) => ({ number, year, per_head_yuan: perHeadYuan, source, source_reference: source === 'visit' || source === 'self-report' ? null : '演示台账', effective_on: on, recorded_at: recordedAt(on), recorded_by: by(township) }))));
    await insertOf(tx, 'support_categories', 'category text, from_on date, to_on date', households.flatMap(({ number, township, categories }) =>
      categories.map(({ category, fromOn, toOn }) => ({ number, category, from_on: fromOn, to_on: toOn, recorded_at: recordedAt(toOn ?? fromOn), recorded_by: by(township) }))));
    await tx.query(
      `insert into poverty_lines (county, owner_region, region, per_head_yuan, effective_on, source_document, recorded_at, recorded_by)
       select $1, $2, region, per_head_yuan, effective_on, source_document, recorded_at, $4 from jsonb_to_recordset($3) as g (region text, per_head_yuan int, effective_on date, source_document text, recorded_at timestamptz)`,
      [COUNTY, COUNTY_REGION, JSON.stringify(lines.map((line) => ({ region: padRegion(line.of === 'province' ? COUNTY.slice(0, 2) : COUNTY), per_head_yuan: line.perHeadYuan, effective_on: line.fromOn, source_document: line.sourceDocument, recorded_at: recordedAt(line.fromOn) }))), by(null)]);
    await tx.query(
      `insert into prior_pays (county, owner_region, registration_id, person_id, pay_yuan, effective_on, recorded_at, recorded_by)
       select r.county, r.owner_region, r.id, r.person_id, g.pay_yuan, g.on_day, g.recorded_at, g.recorded_by
       from jsonb_to_recordset($1) as g (number text, pay_yuan int, on_day date, recorded_at timestamptz, recorded_by text) join demo.ids i on i.kind = 'person' and i.name = g.number join registrations r on r.id = i.id`,
      [JSON.stringify(priorPays.map(({ person, payYuan, on }) => ({ number: String(person), pay_yuan: payYuan, on_day: on, recorded_at: recordedAt(on), recorded_by: by(null) })))]);
    await markDone(tx, 'households', plan.today);
  });
}

/** Rows about households, which go by their numbers. */
async function insertOf(tx: Transaction, table: string, columns: string, rows: readonly object[]): Promise<void> {
  const names = columns.split(',').map((column) => column.trim().split(' ')[0]!).join(', ');
  await tx.query(
    `insert into ${table} (county, owner_region, household_id, ${names}, recorded_at, recorded_by) select h.county, h.owner_region, h.id, ${names.split(', ').map((name) => `g.${name}`).join(', ')}, g.recorded_at, g.recorded_by
     from jsonb_to_recordset($1) as g (number text, ${columns}, recorded_at timestamptz, recorded_by text) join households h on h.county = $2 and h.number = g.number`, [JSON.stringify(rows), COUNTY]);
}
