import { systemPrincipal, type Database } from '@app/platform';
import { FactLedger, type Fact, type Instant } from '@app/outcomes';
import { MICROS, factAsJson } from '../rates/fact-json.js';

/** A county's ledger as the library has it. */
export interface WholeLedger {
  readonly ledger: FactLedger;
  /** Where a person lived at the first enrolment (12 digits); others have no home here. */
  readonly homeOf: ReadonlyMap<string, string>;
  /** The county's registrations behind a person: one, or several found to be the same. */
  readonly registrationsOf: ReadonlyMap<string, readonly string[]>;
  /** The instant of the last committed record: nothing can appear at or before it any more. Null: an empty ledger. */
  readonly head: Instant | null;
}

interface Row {
  readonly fact: Fact;
  readonly registrationId: string | null;
  readonly home: string | null;
}

/**
 * Facts as the contract's ledger has them, each as one JSON object; persons who are found to be one person stand under one
 * id. The instant is exact to the microsecond.
 */
const FACTS = `
  with alias as (select person_id, same_as from person_aliases_known(null))
  select ${factAsJson('coalesce(a.same_as, f.person_id)')} as fact,
    f.registration_id as "registrationId", case when f.kind = 'enrolled' then f.owner_region end as home
  from ledger_facts f left join training_classes c on f.kind = 'class' and c.id = f.class_id left join alias a on a.person_id = f.person_id
  where f.county = $1 and f.recorded_at <= $2::timestamptz
  order by f.effective_on, f.recorded_at, f.owner_region, f.id`;

const EXCLUSIONS = `
  with alias as (select person_id, same_as from person_aliases_known(null))
  select jsonb_build_object('id', e.id, 'kind', e.kind, 'effectiveOn', e.effective_on, 'recordedAt', ${MICROS('e.recorded_at')})
    || case e.kind when 'excluded' then jsonb_build_object('person', coalesce(a.same_as, e.person_id), 'reason', e.reason_code) else jsonb_build_object('fact', e.retracts_fact_id) end as fact,
    e.registration_id as "registrationId", null as home
  from exclusions_known($1, $2::timestamptz) e left join alias a on a.person_id = e.person_id
  order by e.effective_on, e.recorded_at, e.id`;

/** Pledges of orders and the hires from them, which stand beside the ledger in its time. */
const PLEDGES = 'select p.fact, p.registration_id as "registrationId", null as home from pledge_facts_known($1, $2::timestamptz) p';

/** The county's whole ledger up to an instant (null: to the end), in memory at once: what readings page by page are held against. */
export async function loadWholeLedger(database: Database, county: string, knownBy: Instant | null): Promise<WholeLedger> {
  return database.inScope(systemPrincipal('rates', county), async (tx) => {
    const [clock] = await tx.query<{ head: string | null; micros: number | null }[]>(`select h.head::text as head, ${MICROS('h.head')} as micros from (select least(ledger_head($1), 'epoch'::timestamptz + $2::bigint * interval '1 microsecond') as head where ledger_head($1) is not null) h`, [county, knownBy]);
    if (clock?.head == null) return { ledger: new FactLedger(), homeOf: new Map(), registrationsOf: new Map(), head: null };
    const rows = [...(await tx.query<Row[]>(FACTS, [county, clock.head])), ...(await tx.query<Row[]>(EXCLUSIONS, [county, clock.head])), ...(await tx.query<Row[]>(PLEDGES, [county, clock.head]))];
    const ledger = new FactLedger();
    for (const { fact } of rows) ledger.add(fact);
    return { ledger, ...indexPersons(rows), head: clock.micros };
  });
}

function indexPersons(rows: readonly Row[]): Pick<WholeLedger, 'homeOf' | 'registrationsOf'> {
  const homeOf = new Map<string, string>();
  const registrationsOf = new Map<string, string[]>();
  for (const { fact, registrationId, home } of rows) {
    if (!('person' in fact)) continue;
    if (home !== null && !homeOf.has(fact.person)) homeOf.set(fact.person, home);
    if (registrationId === null) continue;
    const known = registrationsOf.get(fact.person);
    if (known === undefined) registrationsOf.set(fact.person, [registrationId]);
    else if (!known.includes(registrationId)) known.push(registrationId);
  }
  return { homeOf, registrationsOf };
}
