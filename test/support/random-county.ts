import { createHash } from 'node:crypto';
import type pg from 'pg';

/** A record of a fact as a ledger's file has it. */
export type RawFact = Readonly<Record<string, unknown>> & { readonly id: string; readonly kind: string; readonly effectiveOn: string; readonly recordedAt: string };

/** A random ledger as a county of its own in the real tables. */
export interface RandomCounty {
  readonly county: string;
  readonly facts: readonly RawFact[];
}

const TOWNSHIPS = ['101', '102'];
/** 000: the registration names no village. */
const WORKPLACES = ['420626106000', '420600', '440300', null];
const VILLAGES = ['001', '002', '000'];

/** An id of the database for one of the ledger's, the same every time. Their order is the order of the ledger's ids. */
export function idOf(county: string, name: string): string {
  const rank = createHash('sha256').update(county).digest('hex').slice(0, 12);
  const order = [...name].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('').padEnd(20, '0').slice(0, 20);
  const hex = (rank + order).padEnd(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const renamedOf = new WeakMap<RandomCounty, readonly RawFact[]>();

/** The ledger's facts that the database can hold (it knows no orders), with ids of the database. A county is looked at many times. */
export function asStored(county: RandomCounty): readonly RawFact[] {
  const facts = renamedOf.get(county) ?? renamedFacts(county);
  renamedOf.set(county, facts);
  return facts;
}

function renamedFacts({ county, facts }: RandomCounty): RawFact[] {
  const kept = new Set(facts.filter((fact) => fact.kind !== 'order' && fact.kind !== 'hired-from-order').map((fact) => fact.id));
  for (let size = -1; size !== kept.size;) {
    size = kept.size;
    for (const fact of facts) if (fact.kind === 'retracted' && !kept.has(fact['fact'] as string)) kept.delete(fact.id);
  }
  const renamed = (fact: RawFact, field: string): object => (fact[field] === undefined || fact[field] === null ? {} : { [field]: idOf(county, `${fact[field] as string}`) });
  return facts.filter((fact) => kept.has(fact.id)).map((fact) => ({ ...fact, ...(fact.kind === 'employment-started' ? { workplace: workplaceOf(fact.id) } : {}), ...['id', 'person', 'class', 'employment', 'fact', 'employer', 'provider'].reduce((all, field) => ({ ...all, ...renamed(fact, field) }), {}) }));
}

/** Where a job is done; of some nobody said. */
function workplaceOf(factId: string): string | null {
  return WORKPLACES[createHash('sha256').update(factId).digest()[0]! % WORKPLACES.length]!;
}

/** Where the person of an enrolment lives: it differs from one enrolment to the next, so that the first one matters. */
export function homeOfEnrolment(county: string, factId: string): string {
  const [township, village] = [...createHash('sha256').update(factId).digest()];
  return `${county}${TOWNSHIPS[township! % TOWNSHIPS.length]!}${VILLAGES[village! % VILLAGES.length]!}`;
}

/** Writes counties past every check and trigger: random ledgers make moves that no officer could. */
export async function insertCounties(owner: pg.Pool, counties: readonly RandomCounty[]): Promise<void> {
  const client = await owner.connect();
  const add = async (table: string, rows: readonly object[]): Promise<void> => {
    if (rows.length === 0) return;
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].join(', ');
    await client.query(`insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`, [JSON.stringify(rows)]);
  };
  try {
    await client.query('set session_replication_role = replica');
    await add('training_classes', counties.flatMap(classRows));
    const facts = counties.map((each) => factRows(each));
    await add('ledger_facts', facts.flatMap((each) => each.ledger));
    await add('exclusion_facts', facts.flatMap((each) => each.exclusions));
    await add('ledger_clocks', counties.map(({ county }) => ({ county, last_recorded_at: '2025-06-01T00:00:00Z', last_xid: '1' })));
    await client.query('insert into rate_changes (county, person_id) select county, person_id from ledger_facts where person_id is not null union select county, person_id from exclusion_facts');
    await client.query('set session_replication_role = origin; analyze');
  } finally {
    client.release();
  }
}

function classRows(given: RandomCounty): object[] {
  const { county } = given;
  return asStored(given).filter((fact) => fact.kind === 'class').map((fact) => ({
    id: fact['class'], county, owner_region: `${county}000000`, name: fact['class'], course_id: fact['course'], programme: fact['programme'], provider_id: fact['provider'], region: `${fact['region'] as string}`.padEnd(12, '0'),
    starts_on: fact.effectiveOn, ends_on: fact['endsOn'], seats: 10, on_the_job: fact['onTheJob'] ?? false, outreach: fact['outreach'] ?? false, created_by: 'test', created_at: '2025-01-01',
  }));
}

function factRows(given: RandomCounty): { ledger: object[]; exclusions: object[] } {
  const { county } = given;
  const stored = asStored(given);
  const byId = new Map(stored.map((fact) => [fact.id, fact]));
  const personOfJob = new Map(stored.filter((fact) => fact.kind === 'employment-started').map((fact) => [fact['employment'], fact['person']]));
  const rootOf = (fact: RawFact): RawFact => (fact.kind === 'retracted' ? rootOf(byId.get(fact['fact'] as string)!) : fact);
  const personOf = (fact: RawFact): unknown => fact['person'] ?? personOfJob.get(fact['employment']) ?? null;
  const [ledger, exclusions] = [[] as object[], [] as object[]];
  for (const fact of stored) {
    const root = rootOf(fact);
    const person = personOf(root);
    const head = { id: fact.id, county, owner_region: fact.kind === 'enrolled' ? homeOfEnrolment(county, fact.id) : `${county}000000`, kind: fact.kind, effective_on: fact.effectiveOn, recorded_at: fact['recordedAt'], registration_id: person, person_id: person, recorded_by: 'test' };
    const retracts = { retracts_fact_id: fact['fact'] ?? null, reason: fact.kind === 'retracted' ? '测试' : null };
    if (root.kind === 'excluded') exclusions.push({ ...head, ...retracts, reason_code: fact['reason'] ?? null, proof_reference: fact.kind === 'excluded' ? '测试' : null });
    else {
      const payload = fact.kind === 'employment-started' ? { type: fact['type'], permanent: fact['permanent'], ...(fact['pay'] == null ? {} : { pay: fact['pay'] }), ...(fact['contractMonths'] == null ? {} : { contractMonths: fact['contractMonths'] }), ...(fact['workplace'] == null ? {} : { workplace: fact['workplace'] }) } : {};
      ledger.push({ ...head, ...retracts, class_id: fact['class'] ?? null, employment_id: fact['employment'] ?? null, employer_id: fact['employer'] ?? null, level: fact['level'] ?? null, payload });
    }
  }
  return { ledger, exclusions };
}
