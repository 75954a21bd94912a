import { randomUUID } from 'node:crypto';
import { bundledOccupations, cleanTitle } from '@app/catalogue';
import { padRegion } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { DataSource } from 'typeorm';
import { COUNTY, COUNTY_REGION } from './county.js';
import type { DemoPlan } from './demo-plan.js';
import { knownIds, markDone } from './demo-store.js';
import { HistoryRows, type Names } from './history-rows.js';

const CHUNK = 2_000;
type At = (done: number) => void;

const FACT_COLUMNS = `id uuid, county text, owner_region text, kind text, effective_on date, recorded_at timestamptz, registration_id uuid, person_id uuid, class_id uuid, employment_id uuid, employer_id uuid,
  level int, retracts_fact_id uuid, payload jsonb, recorded_by text, reason text`;
const DETAIL_COLUMNS = 'fact_id uuid, county text, owner_region text, form text, contract_number text, signed_on date, contract_months int, confirmed_by text, confirmed_on date, reference text, months text[]';
const EXCLUSION_COLUMNS = 'id uuid, county text, owner_region text, kind text, effective_on date, recorded_at timestamptz, registration_id uuid, person_id uuid, reason_code text, proof_reference text, recorded_by text';
const RECORD_COLUMNS = 'registration_id uuid, owner_region text, course_id text, class_id uuid, state text, hours_done int, ended_on date, planned_end date';
const REFERRAL_COLUMNS = 'id uuid, county text, owner_region text, vacancy_id uuid, registration_id uuid, person_id uuid, created_by text, created_at timestamptz';
const STEP_COLUMNS = 'id uuid, referral_id uuid, county text, owner_region text, number int, kind text, effective_on date, recorded_at timestamptz, reason_code text, employment_id uuid, office_id uuid, recorded_by text';
const CLASS_COLUMNS = `id uuid, county text, owner_region text, name text, course_id text, programme text, provider_id uuid, region text, starts_on date, ends_on date, seats int, on_the_job boolean, outreach boolean,
  created_by text, created_at timestamptz`;
const VACANCY_COLUMNS = `id uuid, owner_region text, employer_id uuid, source text, title text, cleaned_title text, occupation text, occupation_by text, region text, min_education text, pay_from int, pay_to int, pay_text text,
  pay_months int, pay_basis text, source_openings int, openings int, hired int, kind text, published_on date, valid_through date, status text, closing_reason text, created_at timestamptz`;
const PERIOD_COLUMNS = 'vacancy_id uuid, number int, opened_at timestamptz, closed_at timestamptz, closing_reason text';

/**
 * Writes fourteen months of history by the owner's connection: only the owner may say when a fact was recorded. The
 * database's own checks of every move hold here as well.
 */
export async function loadHistory(owner: DataSource, plan: DemoPlan, at: At): Promise<void> {
  await owner.transaction(async (tx) => {
    const rows = new HistoryRows(plan, await namesOf(tx, plan));
    await insert(tx, 'training_classes', CLASS_COLUMNS, rows.classes());
    await insert(tx, 'vacancies', VACANCY_COLUMNS, pastVacancies(plan, rows));
    await insert(tx, 'vacancy_periods', PERIOD_COLUMNS, plan.pastVacancies.map((post) => ({ vacancy_id: rows.idOf(post.id), number: 1, opened_at: instantOf(post.publishedOn), closed_at: instantOf(post.validThrough), closing_reason: closingOf(post) })));
    const facts = rows.facts();
    for (let done = 0; done < facts.length; done += CHUNK) {
      at(done);
      await insert(tx, 'ledger_facts', FACT_COLUMNS, facts.slice(done, done + CHUNK));
      // The checks' plans were made for an empty table: statistics make them anew.
      if (done === 0 || done === CHUNK * 4) await tx.query('analyze ledger_facts');
    }
    await insert(tx, 'evidence_details', DETAIL_COLUMNS, rows.evidenceDetails());
    await tx.query(`select refresh_follow_ups($1, employments) from (select array_agg(distinct employment_id) as employments from ledger_facts where county = $1 and employment_id is not null) f where employments is not null`, [COUNTY]);
    await insert(tx, 'exclusion_facts', EXCLUSION_COLUMNS, rows.exclusions());
    await insert(tx, 'course_records', RECORD_COLUMNS, rows.courseRecords());
    await insert(tx, 'referrals', REFERRAL_COLUMNS, rows.referrals());
    await insert(tx, 'referral_events', STEP_COLUMNS, rows.referralSteps());
    await markDone(tx, 'history', plan.today);
    at(facts.length);
  });
}

/** One statement; the rows in the order given. */
async function insert(tx: Transaction, table: string, columns: string, rows: readonly object[]): Promise<void> {
  const names = columns.split(',').map((column) => column.trim().split(' ')[0]!).join(', ');
  await tx.query(`insert into ${table} (${names}) select ${names} from rows from (jsonb_to_recordset($1) as (${columns})) with ordinality as given order by ordinality`, [JSON.stringify(rows)]);
}

async function namesOf(tx: Transaction, { people, facts, referrals, pastVacancies: posts, classes }: DemoPlan): Promise<Names> {
  const registrations = await tx.query<{ number: string; id: string; personId: string; ownerRegion: string }[]>(
    `select i.name as number, r.id, r.person_id as "personId", r.owner_region as "ownerRegion" from demo.ids i join registrations r on r.id = i.id where i.kind = 'person'`);
  if (registrations.length !== people.length) throw new Error('the people of the demo are not all there');
  const employments = facts.flatMap(({ fact }) => (fact.kind === 'employment-started' ? [fact.employment] : []));
  const ownNames = [...classes.map(({ id }) => id), ...posts.map(({ id }) => id), ...referrals.map(({ id }) => id), ...employments, ...facts.map(({ fact }) => fact.id)];
  return {
    people: new Map(registrations.map(({ number, ...subject }) => [Number(number), subject])),
    organizations: await knownIds(tx, 'organization'),
    officers: await knownIds(tx, 'officer'),
    employers: await knownIds(tx, 'employer'),
    own: new Map(ownNames.map((name) => [name, randomUUID()])),
  };
}

function pastVacancies({ pastVacancies: posts }: DemoPlan, rows: HistoryRows): object[] {
  const nameOf = new Map(bundledOccupations().map(({ code, name }) => [code, name]));
  return posts.map((post) => {
    const title = nameOf.get(post.occupation)!;
    const closing = closingOf(post);
    return {
      id: rows.idOf(post.id), owner_region: COUNTY_REGION, employer_id: rows.employerId(post.employer.name), source: 'employer', title, cleaned_title: cleanTitle(title), occupation: post.occupation, occupation_by: 'exact',
      region: padRegion(post.employer.county), min_education: 'none', pay_from: post.pay, pay_to: post.pay, pay_text: `${post.pay}元/月`, pay_months: 12, pay_basis: 'month', source_openings: post.openings, openings: post.openings, hired: post.hired,
      kind: 'full-time', published_on: post.publishedOn, valid_through: post.validThrough, status: closing, closing_reason: closing, created_at: instantOf(post.publishedOn),
    };
  });
}

function closingOf(post: { readonly openings: number; readonly hired: number }): 'filled' | 'expired' {
  return post.openings === post.hired ? 'filled' : 'expired';
}

function instantOf(day: string): string {
  return `${day}T09:00:00+08:00`;
}
