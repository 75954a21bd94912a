import type { Transaction } from '@app/platform';
import type { EvidenceInput } from '../employments/evidence.js';
import type { ClassArrangement } from '../classes/class-arrangement.js';
import type { TrainingClass } from '../classes/classes.repository.js';
import { asRefusal } from '../ledger/ledger.repository.js';
import type { NewExclusion, NewFact, Subject } from '../ledger/ledger-row.js';
import { upsertClassRecords, type ClassRecord } from '../people/registrations.repository.js';
import type { NewStep } from '../referrals/referrals.repository.js';

/** A row of history with the instant at which it was recorded. */
export type Recorded<T> = T & { readonly recordedAt: Date };

/**
 * The history of one county, written at once: a demonstration, or the take-over of another system's books. Facts and steps
 * stand in the order in which they happened; every rule of the tables holds for them too.
 */
export interface LedgerHistory {
  readonly recordedBy: string;
  /** Held as the table's defaults say. */
  readonly classes: readonly Omit<TrainingClass, keyof ClassArrangement | 'state' | 'moves'>[];
  readonly courseRecords: readonly ClassRecord[];
  readonly facts: readonly Recorded<NewFact>[];
  /** What facts of evidence rest on, by their ids. */
  readonly evidence: readonly (EvidenceInput & { readonly factId: string; readonly ownerRegion: string })[];
  readonly exclusions: readonly Recorded<NewExclusion>[];
  readonly referrals: readonly (Subject & { readonly id: string; readonly vacancyId: string })[];
  readonly steps: readonly Recorded<NewStep & { readonly officeId: string | null }>[];
}

const SNAKE = /[A-Z]/g;
/** Camel-case records as JSON with column names; the county goes with the owner region. */
function rows(records: readonly object[], more: object = {}): string {
  return JSON.stringify(records.map((record) => {
    const columns: Record<string, unknown> = { ...more };
    for (const [name, value] of Object.entries(record)) columns[name.replace(SNAKE, (letter) => `_${letter.toLowerCase()}`)] = value;
    if (typeof columns['owner_region'] === 'string') columns['county'] = columns['owner_region'].slice(0, 6);
    return columns;
  }));
}

/** Inserts JSON records into these columns of a table, in their order. */
async function insert(tx: Transaction, table: string, columns: readonly string[], json: string): Promise<void> {
  const list = columns.join(', ');
  const source = columns.map((column) => (column === 'payload' || column === 'months' ? `coalesce(${column}, '{}') as ${column}` : column)).join(', ');
  try {
    await tx.query(`insert into ${table} (${list}) select ${source} from (select r.*, n from jsonb_array_elements($1::jsonb) with ordinality as e (value, n), jsonb_populate_record(null::${table}, e.value) as r) as given order by n`, [json]);
  } catch (error) {
    throw asRefusal(error);
  }
}

/**
 * Writes a county's history in a handful of statements, and its follow-up calendar. Only the owner of the database can: the application has no right to
 * say when something was recorded. Seats of vacancies are the caller's to count.
 * @throws LedgerMoveRefused, ReferralMoveRefused when the history contradicts itself
 */
export async function seedLedger(tx: Transaction, history: LedgerHistory): Promise<void> {
  const by = { recorded_by: history.recordedBy };
  await insert(tx, 'training_classes', ['id', 'county', 'owner_region', 'name', 'course_id', 'programme', 'provider_id', 'region', 'starts_on', 'ends_on', 'seats', 'on_the_job', 'outreach', 'created_by'], rows(history.classes, { created_by: history.recordedBy }));
  await upsertClassRecords(tx, history.courseRecords);
  await insert(tx, 'referrals', ['id', 'county', 'owner_region', 'vacancy_id', 'registration_id', 'person_id', 'created_by'], rows(history.referrals, { created_by: history.recordedBy }));
  await insert(tx, 'ledger_facts', ['id', 'county', 'owner_region', 'kind', 'effective_on', 'recorded_at', 'registration_id', 'person_id', 'class_id', 'employment_id', 'employer_id', 'level', 'retracts_fact_id', 'payload', 'recorded_by', 'reason'], rows(history.facts, by));
  await insert(tx, 'evidence_details', ['fact_id', 'county', 'owner_region', 'form', 'milestone', 'contract_number', 'signed_on', 'contract_months', 'confirmed_by', 'confirmed_on', 'reference', 'months', 'note'], rows(history.evidence));
  await refreshFollowUps(tx, history.facts);
  await insert(tx, 'exclusion_facts', ['id', 'county', 'owner_region', 'kind', 'effective_on', 'recorded_at', 'registration_id', 'person_id', 'reason_code', 'proof_reference', 'retracts_fact_id', 'recorded_by', 'reason'], rows(history.exclusions, by));
  await forgetKeptHistories(tx, [...history.facts, ...history.exclusions]);
  await insert(tx, 'referral_events', ['referral_id', 'county', 'owner_region', 'number', 'kind', 'effective_on', 'recorded_at', 'reason_code', 'reason', 'employment_id', 'office_id', 'recorded_by'], rows(history.steps, by));
}

/** Facts of the past are put in behind what is kept as of today: it is no longer whole. */
async function forgetKeptHistories(tx: Transaction, facts: readonly Pick<NewFact, 'ownerRegion'>[]): Promise<void> {
  const counties = [...new Set(facts.map(({ ownerRegion }) => ownerRegion.slice(0, 6)))];
  await tx.query('select forget_kept_histories(county) from unnest($1::text[]) as county', [counties]);
}

/** The calendar of looks after the employments of the history: it stands with the history, not from the next night on. */
async function refreshFollowUps(tx: Transaction, facts: readonly NewFact[]): Promise<void> {
  const ofCounty = new Map<string, Set<string>>();
  for (const { employmentId, ownerRegion } of facts) {
    if (employmentId === undefined || employmentId === null) continue;
    const county = ownerRegion.slice(0, 6);
    ofCounty.set(county, (ofCounty.get(county) ?? new Set<string>()).add(employmentId));
  }
  for (const [county, employments] of ofCounty) await tx.query('select refresh_follow_ups($1, $2::uuid[])', [county, [...employments]]);
}
