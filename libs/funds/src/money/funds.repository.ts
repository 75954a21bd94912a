import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Department } from '@app/accounts';
import type { Fen } from '@app/outcomes';
import type { Transaction } from '@app/platform';
import { refusing } from '../funds.errors.js';
import type { EntryKind } from './fund-entry.entity.js';
import type { FundEntity } from './fund.entity.js';
import type { FundCell } from './fund-totals.js';

export type Fund = Omit<FundEntity, 'ownerRegion'>;

export interface NewFundRow {
  readonly county: string;
  readonly name: string;
  readonly source: string;
  readonly department: Department;
  readonly year: number;
  readonly createdBy: string;
}

export interface FundFilter {
  readonly year?: number | undefined;
  readonly department?: Department | undefined;
  readonly source?: string | undefined;
}

/** An entry as it is shown, with the class and the person that it is for. */
export interface ShownEntry {
  readonly id: string;
  readonly kind: EntryKind;
  readonly fen: Fen;
  readonly statementId: string | null;
  readonly classId: string | null;
  readonly traineeId: string | null;
  readonly name: string | null;
  readonly idNumberMasked: string | null;
  readonly part: number;
  readonly occurredOn: CivilDate;
  readonly reference: string | null;
  readonly reason: string | null;
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

/** An entry of a fund as a whole. */
export interface NewFundEntry {
  readonly fundId: string;
  readonly kind: 'appropriated' | 'withdrawn';
  readonly fen: Fen;
  readonly occurredOn: CivilDate;
  readonly reference: string;
  readonly reason: string | null;
  readonly recordedBy: string;
}

const FUND = `id, county, name, source, department, year, appropriated_fen as "appropriatedFen", committed_fen as "committedFen", paid_fen as "paidFen", created_by as "createdBy", created_at as "createdAt"`;
const FILTER = '($1::int is null or year = $1) and ($2::text is null or department = $2) and ($3::text is null or source = $3)';
const filterOf = ({ year, department, source }: FundFilter): unknown[] => [year ?? null, department ?? null, source ?? null];

@Injectable()
export class FundsRepository {
  /** Null: the name is taken in that year. */
  async insert(tx: Transaction, { county, name, source, department, year, createdBy }: NewFundRow): Promise<Fund | null> {
    const [row] = await tx.query<Fund[]>(
      `insert into funds (county, owner_region, name, source, department, year, created_by) values ($1, rpad($1, 12, '0'), $2, $3, $4, $5, $6) on conflict on constraint one_fund_per_name_and_year do nothing returning ${FUND}`,
      [county, name, source, department, year, createdBy],
    );
    return row ?? null;
  }

  async find(tx: Transaction, id: string): Promise<Fund | null> {
    const [row] = await tx.query<Fund[]>(`select ${FUND} from funds where id = $1`, [id]);
    return row ?? null;
  }

  async listByNames(tx: Transaction, county: string, year: number, names: readonly string[]): Promise<Fund[]> {
    return tx.query<Fund[]>(`select ${FUND} from funds where county = $1 and year = $2 and name = any ($3)`, [county, year, names]);
  }

  /** By year, newest first, then name. */
  async list(tx: Transaction, filter: FundFilter, after: readonly (string | number)[] | null, limit: number): Promise<Fund[]> {
    return tx.query<Fund[]>(
      `select ${FUND} from funds where ${FILTER} and ($4::int is null or (-year, name, id) > (-$4::int, $5::text, $6::uuid)) order by -year, name, id limit $7`,
      [...filterOf(filter), ...(after ?? [null, null, null]), limit],
    );
  }

  /** By year, newest first, then source and department. */
  async totals(tx: Transaction, filter: FundFilter): Promise<FundCell[]> {
    return tx.query<FundCell[]>(
      `select source, department, year, count(*)::int as funds, sum(appropriated_fen)::bigint as "appropriatedFen", sum(committed_fen)::bigint as "committedFen", sum(paid_fen)::bigint as "paidFen"
       from funds where ${FILTER} group by source, department, year order by year desc, source, department`,
      filterOf(filter),
    );
  }

  /** False: the document is on record already. @throws FundExhausted */
  async addEntry(tx: Transaction, county: string, { fundId, kind, fen, occurredOn, reference, reason, recordedBy }: NewFundEntry): Promise<boolean> {
    const rows = await refusing(tx.query<unknown[]>(
      `insert into fund_entries (county, owner_region, fund_id, kind, fen, occurred_on, reference, reason, recorded_by) values ($1, rpad($1, 12, '0'), $2, $3, $4, $5, $6, $7, $8)
       on conflict (fund_id, kind, reference) where line_id is null do nothing returning id`,
      [county, fundId, kind, fen, occurredOn, reference, reason, recordedBy],
    ));
    return rows.length > 0;
  }

  /** Whether the document stands with just this amount and day. */
  async hasEntry(tx: Transaction, { fundId, kind, fen, occurredOn, reference }: NewFundEntry): Promise<boolean> {
    const [row] = await tx.query<{ found: boolean }[]>(
      'select exists (select from fund_entries where fund_id = $1 and kind = $2 and reference = $3 and line_id is null and fen = $4 and occurred_on = $5) as found',
      [fundId, kind, reference, fen, occurredOn],
    );
    return row!.found;
  }

  /** The entries in the caller's scope, the newest first: of people, those of the caller's own region. */
  async listEntries(tx: Transaction, fundId: string, after: readonly (string | number)[] | null, limit: number): Promise<ShownEntry[]> {
    return tx.query<ShownEntry[]>(
      `select e.id, e.kind, e.fen, e.statement_id as "statementId", l.class_id as "classId", l.registration_id as "traineeId", r.name, r.id_number_masked as "idNumberMasked", e.part, e.occurred_on as "occurredOn",
              e.reference, e.reason, e.recorded_by as "recordedBy", e.recorded_at as "recordedAt"
       from fund_entries e left join subsidy_lines l on l.id = e.line_id left join registrations r on r.id = l.registration_id
       where e.fund_id = $1 and ($2::timestamptz is null or (date_trunc('milliseconds', e.recorded_at), e.id) < ($2::timestamptz, $3::uuid))
       order by date_trunc('milliseconds', e.recorded_at) desc, e.id desc limit $4`,
      [fundId, ...(after ?? [null, null]), limit],
    );
  }
}
