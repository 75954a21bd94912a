import { Injectable } from '@nestjs/common';
import type { ClosureBooks, IncomeRecord, Instant, LineRecord, MembershipRecord, PriorPayRecord, SupportRecord } from '@app/outcomes';
import { Database, systemPrincipal, type Transaction } from '@app/platform';

/** A household of a county. */
export interface HouseholdRow {
  readonly id: string;
  readonly number: string;
  readonly ownerRegion: string;
}

/** Everything recorded about a county's households and pay by an instant. */
export interface CountyBooksOfClosure extends Omit<ClosureBooks, 'paidOn'> {
  readonly priorPays: readonly PriorPayRecord[];
}

const MICROS_OF = (instant: string): string => `(extract(epoch from ${instant}) * 1000000)::bigint::float8`;
const MICROS = `${MICROS_OF('recorded_at')} as "recordedAt"`;
const KNOWN_BY = `('epoch'::timestamptz + $2::bigint * interval '1 microsecond')`;
const HEAD = `id, effective_on as "effectiveOn", ${MICROS}, retracts_id as retracts`;
/** Several ids found to be one person stand under one. */
const ofPersons = (columns: string, table: string): string => `with alias as (select person_id, same_as from person_aliases_known(null)) select ${columns}, coalesce(a.same_as, b.person_id) as person from ${table} b left join alias a on a.person_id = b.person_id`;

/** Reads the books that the four steps are judged from, a county at a time. Incomes and categories come through the restricted functions. */
@Injectable()
export class ClosureBooksRepository {
  constructor(private readonly database: Database) {}

  /** How far a county's books go, at most to an instant (null: to the last record), and who is found to be the same person, as a digest. */
  async standOf(county: string, knownBy: Instant | null): Promise<{ readonly knownBy: Instant | null; readonly merges: string }> {
    return this.database.inScope(systemPrincipal('closure', county), async (tx) => {
      const [stand] = await tx.query<{ knownBy: number | null; merges: string }[]>(
        `select ${MICROS_OF(`case when ledger_head($1) is not null then least(ledger_head($1), ${KNOWN_BY}) end`)} as "knownBy", (select md5(coalesce(string_agg(person_id || ' ' || same_as, ',' order by person_id), '')) from person_aliases_known(null)) as merges`, [county, knownBy]);
      return stand!;
    });
  }

  /** Everything that was recorded at or before an instant; nothing can appear there any more. */
  async load(county: string, knownBy: Instant): Promise<CountyBooksOfClosure> {
    return this.database.inScope(systemPrincipal('closure', county), (tx) => this.#read(tx, [county, knownBy]));
  }

  async #read(tx: Transaction, at: readonly [county: string, knownBy: Instant]): Promise<CountyBooksOfClosure> {
    return {
      incomes: await tx.query<IncomeRecord[]>(`select ${HEAD}, household_id as household, year, per_head_yuan as "perHeadYuan", source from household_incomes_known($1, ${KNOWN_BY})`, [...at]),
      supports: await tx.query<SupportRecord[]>(`select household_id as household, category, from_on as "fromOn", to_on as "toOn", withdrawn, ${MICROS} from support_categories_known($1, ${KNOWN_BY})`, [...at]),
      lines: await tx.query<LineRecord[]>(`select ${HEAD}, region, per_head_yuan as "perHeadYuan" from poverty_lines where county = $1 and recorded_at <= ${KNOWN_BY}`, [...at]),
      priorPays: await tx.query<PriorPayRecord[]>(`${ofPersons(`${HEAD}, pay_yuan as "payYuan"`, 'prior_pays')} where county = $1 and recorded_at <= ${KNOWN_BY}`, [...at]),
      memberships: await tx.query<MembershipRecord[]>(`${ofPersons(`household_id as household, effective_on as "effectiveOn", ${MICROS}`, 'household_memberships')} where county = $1 and recorded_at <= ${KNOWN_BY}`, [...at]),
    };
  }

  /** Households of a county by id. */
  async loadHouseholds(county: string, ids: readonly string[]): Promise<Map<string, HouseholdRow>> {
    return this.database.inScope(systemPrincipal('closure', county), (tx) => this.findHouseholds(tx, ids));
  }

  /** Where the people of a place (the prefix of its code) are registered now, by registration. */
  async loadRegions(county: string, prefix: string): Promise<Map<string, string>> {
    return this.database.inScope(systemPrincipal('closure', county), async (tx) => {
      const rows = await tx.query<{ id: string; region: string }[]>('select id, owner_region as region from registrations where county = $1 and starts_with(owner_region, $2)', [county, prefix]);
      return new Map(rows.map(({ id, region }) => [id, region]));
    });
  }

  /** Households by id, those in the caller's scope. */
  async findHouseholds(tx: Transaction, ids: readonly string[]): Promise<Map<string, HouseholdRow>> {
    const rows = await tx.query<HouseholdRow[]>('select id, number, owner_region as "ownerRegion" from households where id = any ($1::uuid[])', [ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Households of a county by number, those in the caller's scope. */
  async findHouseholdsByNumber(tx: Transaction, county: string, numbers: readonly string[]): Promise<Map<string, HouseholdRow>> {
    const rows = await tx.query<HouseholdRow[]>('select id, number, owner_region as "ownerRegion" from households where county = $1 and number = any ($2)', [county, numbers]);
    return new Map(rows.map((row) => [row.number, row]));
  }

  /** The households in which people are registered now, by registration; both in the caller's scope. */
  async findHouseholdsOf(tx: Transaction, registrations: readonly string[]): Promise<Map<string, HouseholdRow>> {
    const rows = await tx.query<(HouseholdRow & { registrationId: string })[]>(
      'select r.id as "registrationId", h.id, h.number, h.owner_region as "ownerRegion" from registrations r join households h on h.id = r.household_id where r.id = any ($1::uuid[])', [registrations]);
    return new Map(rows.map(({ registrationId, ...row }) => [registrationId, row]));
  }

  /** Registrations behind persons who are in no fact of the ledger: members of a household. */
  async registrationsOfMembers(tx: Transaction, households: readonly string[]): Promise<Map<string, string[]>> {
    const rows = await tx.query<{ person: string; id: string }[]>(`${ofPersons('distinct registration_id as id', 'household_memberships')} where household_id = any ($1::uuid[])`, [households]);
    const byPerson = new Map<string, string[]>();
    for (const { person, id } of rows) byPerson.set(person, [...(byPerson.get(person) ?? []), id]);
    return byPerson;
  }
}
