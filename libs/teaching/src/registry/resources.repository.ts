import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { refusing } from '../teaching.errors.js';
import type { Resource, ResourceKind, ResourceWords } from './resource.js';

/** A row with what people call its parts. */
export type ShownResource<Kind extends ResourceKind> = Resource<Kind> & { readonly providerName: string | null; readonly companyName?: string | null; readonly cooperativeName?: string | null };

export interface ResourceFilter {
  readonly providerId?: string | undefined;
  /** Those who know it, or a group that it stands in. */
  readonly occupation?: string | undefined;
  /** A region code; those in it. */
  readonly region?: string | undefined;
}

interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, string>>;
  /** What else is shown, and where from. `$1`: the caller may read people. */
  readonly shown: string;
  readonly joins: string;
  /** The column of the place. */
  readonly place: string;
}

const TABLES: Readonly<Record<ResourceKind, Table>> = {
  instructor: {
    name: 'instructors',
    columns: { name: 'name', registrationId: 'registration_id', kind: 'kind', occupations: 'occupations', homeRegion: 'home_region', reach: 'reach', qualification: 'qualification', origin: 'origin' },
    shown: 'coalesce(t.name, p.name) as name',
    joins: 'left join registrations p on $1::boolean and p.id = t.registration_id',
    place: 'home_region',
  },
  room: { name: 'teaching_rooms', columns: { name: 'name', kind: 'kind', region: 'region', seats: 'seats' }, shown: '$1::boolean as "isShown"', joins: '', place: 'region' },
  base: {
    name: 'practice_bases',
    columns: { name: 'name', region: 'region', seats: 'seats', occupations: 'occupations', companyId: 'company_id', cooperativeId: 'cooperative_id', households: 'households' },
    shown: 'c.name as "companyName", k.name as "cooperativeName", $1::boolean as "isShown"',
    joins: 'left join organizations c on c.id = t.company_id left join organizations k on k.id = t.cooperative_id',
    place: 'region',
  },
};

const CLOSED_OUT = `(select coalesce(jsonb_agg(jsonb_build_object('from', lower(d)::text, 'to', (upper(d) - 1)::text) order by d), '[]') from unnest(t.closed_days) as d) as "closedDays"`;
const closedIn = (parameter: string): string => `(select coalesce(range_agg(daterange(p."from", p."to", '[]')), '{}') from jsonb_to_recordset(${parameter}::jsonb) as p ("from" date, "to" date))`;

/** The three registers, by one set of statements. */
@Injectable()
export class ResourcesRepository {
  /** @throws ResourceExists */
  async insert<Kind extends ResourceKind>(tx: Transaction, kind: Kind, county: string, providerId: string | null, words: ResourceWords[Kind]): Promise<string> {
    const { name, columns } = TABLES[kind];
    const [names, values] = columnsOf(columns, words);
    const [row] = await refusing(tx.query<{ id: string }[]>(
      `insert into ${name} (id, county, provider_id, closed_days${names.map((column) => `, ${column}`).join('')}) values (gen_random_uuid(), $1, $2, ${closedIn('$3')}${names.map((_, i) => `, $${i + 4}`).join('')}) returning id`,
      [county, providerId, JSON.stringify(words.closedDays), ...values],
    ));
    return row!.id;
  }

  async find<Kind extends ResourceKind>(tx: Transaction, kind: Kind, id: string, mayReadPeople: boolean): Promise<ShownResource<Kind> | null> {
    const [row] = await tx.query<ShownResource<Kind>[]>(`${selectOf(kind)} where t.id = $2`, [mayReadPeople, id]);
    return row ?? null;
  }

  /** Those of these ids that the caller sees, withdrawn ones too. */
  async listByIds<Kind extends ResourceKind>(tx: Transaction, kind: Kind, ids: readonly string[]): Promise<ShownResource<Kind>[]> {
    return ids.length === 0 ? [] : tx.query<ShownResource<Kind>[]>(`${selectOf(kind)} where t.id = any ($2::uuid[])`, [false, ids]);
  }

  /** All that is not withdrawn in the caller's county. */
  async listOpen<Kind extends ResourceKind>(tx: Transaction, kind: Kind, county: string): Promise<ShownResource<Kind>[]> {
    return tx.query<ShownResource<Kind>[]>(`${selectOf(kind)} where t.county = $2 and t.withdrawn_at is null order by t.id`, [false, county]);
  }

  /** By place, without those withdrawn. */
  async list<Kind extends ResourceKind>(tx: Transaction, kind: Kind, { providerId, occupation, region }: ResourceFilter, page: { readonly after: readonly (string | number)[] | null; readonly limit: number; readonly mayReadPeople: boolean }): Promise<ShownResource<Kind>[]> {
    const { place } = TABLES[kind];
    const knows = 'occupations' in TABLES[kind].columns ? `exists (select from unnest(t.occupations) o where $4 = o or starts_with($4, o || '-'))` : '$4::text is null';
    return tx.query<ShownResource<Kind>[]>(
      `${selectOf(kind)} where t.withdrawn_at is null and ($2::uuid is null or t.provider_id = $2) and ($3::text is null or starts_with(t.${place}, $3)) and ($4::text is null or ${knows})
         and ($5::text is null or (t.${place}, t.id) > ($5::text, $6::uuid)) order by t.${place}, t.id limit $7`,
      [page.mayReadPeople, providerId ?? null, region ?? null, occupation ?? null, ...(page.after ?? [null, null]), page.limit],
    );
  }

  /** Held until the end of the transaction, as it then is; its version, or null. */
  async lock(tx: Transaction, kind: ResourceKind, id: string): Promise<number | null> {
    const [row] = await tx.query<{ version: number }[]>(`select version from ${TABLES[kind].name} where id = $1 for update`, [id]);
    return row?.version ?? null;
  }

  /** @throws ResourceExists, ResourceChangeRefused */
  async change<Kind extends ResourceKind>(tx: Transaction, kind: Kind, id: string, words: ResourceWords[Kind]): Promise<void> {
    const { name, columns } = TABLES[kind];
    const [names, values] = columnsOf(columns, words);
    await refusing(tx.query(`update ${name} set closed_days = ${closedIn('$2')}${names.map((column, i) => `, ${column} = $${i + 3}`).join('')} where id = $1`, [id, JSON.stringify(words.closedDays), ...values]));
  }

  /** @throws ResourceChangeRefused */
  async withdraw(tx: Transaction, kind: ResourceKind, id: string, by: string): Promise<void> {
    await refusing(tx.query(`update ${TABLES[kind].name} set withdrawn_by = $2, withdrawn_at = now() where id = $1`, [id, by]));
  }

  /** Whether this registration is of the county and in the caller's scope. */
  async hasRegistration(tx: Transaction, county: string, registrationId: string): Promise<boolean> {
    return (await tx.query<unknown[]>('select 1 from registrations where id = $1 and starts_with(owner_region, $2)', [registrationId, county])).length > 0;
  }
}

function selectOf(kind: ResourceKind): string {
  const { name, columns, shown, joins } = TABLES[kind];
  const own = Object.entries(columns).filter(([property]) => !shown.endsWith(` as ${property}`)).map(([property, column]) => `t.${column} as "${property}"`);
  return `select t.id, t.county, t.provider_id as "providerId", g.name as "providerName", t.withdrawn_at as "withdrawnAt", t.created_at as "createdAt", t.version, ${CLOSED_OUT}, ${own.join(', ')}, ${shown}
    from ${name} t left join organizations g on g.id = t.provider_id ${joins}`;
}

function columnsOf(columns: Readonly<Record<string, string>>, words: object): [string[], unknown[]] {
  const given = words as Readonly<Record<string, unknown>>;
  return [Object.values(columns), Object.keys(columns).map((property) => given[property] ?? null)];
}
