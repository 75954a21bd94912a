import { Injectable } from '@nestjs/common';
import { Database, systemPrincipal, type Transaction } from '@app/platform';
import type { Fact, Instant } from '@app/outcomes';

/** A fact as the database tells it, the person it is about, and of an enrolment where the person lived. */
export interface FactRow {
  readonly fact: Fact;
  readonly personId: string | null;
  readonly home: string | null;
}

/** An instant as the database writes it, and the same in microseconds: facts recorded later do not count. */
export interface KnownBy {
  readonly text: string;
  readonly micros: Instant;
}

/** A county as it was known by an instant. */
export interface CountyKnownBy {
  readonly county: string;
  readonly knownBy: KnownBy;
}

/** What is known of a county before its people are read. */
export interface CountyScene extends CountyKnownBy {
  /** Which ids stand for which person. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Classes, retractions and exclusions. */
  readonly rarities: readonly { readonly fact: Fact; readonly personId: string | null }[];
}

/** People beyond one id and up to another. */
export interface IdRange {
  readonly after: string;
  readonly upto: string;
}

const REGISTRATIONS = `
  with alias as materialized (select person_id, same_as from person_aliases_known(null)),
  asked as materialized (select unnest($3::uuid[]) as id union select person_id from alias where same_as = any ($3)),
  known as (
    select person_id, registration_id, effective_on, recorded_at from ledger_facts where county = $1 and recorded_at <= $2::timestamptz and ($3 is null or person_id = any (array(select id from asked)))
    union all
    select person_id, registration_id, 'infinity', recorded_at from exclusions_known($1, $2::timestamptz) where $3 is null or person_id = any (array(select id from asked))
  ), behind as (
    select coalesce(a.same_as, k.person_id) as person, k.registration_id as id, min(k.effective_on) as first_on, min(k.recorded_at) as first_at
    from known k left join alias a on a.person_id = k.person_id where k.person_id is not null and k.registration_id is not null group by 1, 2
  )
  select person, array_agg(id order by first_on, first_at, id) as registrations from behind group by person`;

/** Reads whole histories of people for the computation of rates, a county at a time, many people or a few. What is kept of them: `KeptHistoriesRepository`. */
@Injectable()
export class CountyHistoriesRepository {
  constructor(private readonly database: Database) {}

  async scene({ county, knownBy }: CountyKnownBy): Promise<CountyScene> {
    return this.database.inScope(systemPrincipal('rates', county), async (tx) => {
      const rarities = await tx.query<CountyScene['rarities'][number][]>('select fact, person_id as "personId" from rate_rarities($1, $2::timestamptz)', [county, knownBy.text]);
      return { county, knownBy, aliases: await this.aliases(tx, county), rarities };
    });
  }

  async aliases(tx: Transaction, county: string): Promise<Map<string, string>> {
    const rows = await tx.query<{ personId: string; sameAs: string }[]>('select person_id as "personId", same_as as "sameAs" from rate_aliases($1)', [county]);
    return new Map(rows.map(({ personId, sameAs }) => [personId, sameAs]));
  }

  /** The ids after which a reading of people ends: about so many people each. */
  async bounds({ county }: CountyKnownBy, people: number): Promise<string[]> {
    return this.database.inScope(systemPrincipal('rates', county), async (tx) => (await tx.query<{ upto: string }[]>('select upto from rate_history_bounds($1, $2)', [county, people])).map(({ upto }) => upto));
  }

  /**
   * These people's facts recorded after one instant and up to another, as texts of so many people each (`HistoryTextFolder`).
   * @param since null: from the beginning
   */
  async texts({ county, knownBy }: CountyKnownBy, since: string | null, { after, upto }: IdRange, people: number): Promise<string[]> {
    return this.database.inScope(systemPrincipal('rates', county), async (tx) => {
      const rows = await tx.query<{ histories: string }[]>(`select histories from rate_history_texts($1, coalesce($2::timestamptz, '-infinity'), $3, $4, $5, $6)`, [county, since, knownBy.text, after, upto, people]);
      return rows.map(({ histories }) => histories);
    });
  }

  /** Orders that pledge seats and the hires from them, as known by an instant. */
  async pledges(tx: Transaction, county: string, knownBy: Instant): Promise<Fact[]> {
    return (await tx.query<{ fact: Fact }[]>(`select fact from pledge_facts_known($1, 'epoch'::timestamptz + $2::bigint * interval '1 microsecond')`, [county, knownBy])).map(({ fact }) => fact);
  }

  /** Every fact about these people and their classes, whenever recorded, retracted ones too. */
  async factsOf(tx: Transaction, county: string, personIds: readonly string[]): Promise<FactRow[]> {
    return tx.query('select fact, person_id as "personId", home from rate_facts_of($1, $2)', [county, personIds]);
  }

  async factsOutside({ county }: CountyScene, personIds: readonly string[]): Promise<FactRow[]> {
    return this.database.inScope(systemPrincipal('rates', county), (tx) => this.factsOf(tx, county, personIds));
  }

  /** The last committed instant of the county's ledger, or the one asked for when it is earlier; null: an empty ledger. */
  async knownBy(county: string, micros: number | null): Promise<KnownBy | null> {
    return this.database.inScope(systemPrincipal('rates', county), async (tx) => {
      const [row] = await tx.query<{ text: string | null; micros: number }[]>(
        `select k.at::text as text, (extract(epoch from k.at) * 1000000)::bigint as micros
         from (select least(ledger_head($1), 'epoch'::timestamptz + $2::bigint * interval '1 microsecond') as at where ledger_head($1) is not null) k`,
        [county, micros],
      );
      return row?.text == null ? null : { text: row.text, micros: Number(row.micros) };
    });
  }

  /**
   * The county's registrations behind people, as known by an instant: one, or several found to be the same person, the first
   * in the ledger first. @param persons null: everybody
   */
  async registrationsOf(county: string, knownBy: KnownBy, persons: readonly string[] | null): Promise<Map<string, readonly string[]>> {
    return this.database.inScope(systemPrincipal('rates', county), async (tx) => {
      const rows = await tx.query<{ person: string; registrations: string[] }[]>(REGISTRATIONS, [county, knownBy.text, persons]);
      return new Map(rows.map(({ person, registrations }) => [person, registrations]));
    });
  }

  /** About how many people a county's ledger is about: what a progress is measured by. */
  async countPersons(county: string): Promise<number> {
    return this.database.inScope(systemPrincipal('rates', county), async (tx) => {
      const [row] = await tx.query<{ persons: number }[]>('select count(*)::int as persons from registrations where county = $1', [county]);
      return row!.persons;
    });
  }
}
