import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Fen } from '@app/outcomes';
import type { Transaction } from '@app/platform';
import { refusing } from '../funds.errors.js';
import type { StatementState } from './statement-moves.js';
import type { SubsidyStatementEntity } from './statement.entity.js';

/** A payment of a statement as a whole. */
export interface StatementPart {
  /** From 1. */
  readonly part: number;
  readonly name: string;
  readonly fen: Fen;
  readonly paidFen: Fen;
  readonly paidPeople: number;
}

/** A statement with the rule version that it keeps, and what has been paid of it. */
export interface StoredStatement extends Omit<SubsidyStatementEntity, 'ownerRegion' | 'knownBy' | 'partNames' | 'partsFen' | 'capFen' | 'capOfAllFen'> {
  readonly ruleVersion: number;
  /** To the microsecond: give it again to a rate report and get the same figures. */
  readonly knownBy: string;
  readonly parts: readonly StatementPart[];
}

export interface NewStatement {
  readonly county: string;
  readonly classId: string;
  readonly programme: string;
  readonly endsOn: CivilDate;
  readonly ruleVersionId: string;
  readonly ruleId: string;
  readonly fundId: string;
  readonly fundName: string;
  readonly capFen: Fen | null;
  readonly capOfAllFen: Fen | null;
  readonly asOfOn: CivilDate;
  /** As the database writes it. */
  readonly knownBy: string;
  readonly opened: number;
  readonly employed: number;
  readonly payPercent: number;
  readonly totalFen: Fen;
  readonly partNames: readonly string[];
  readonly partsFen: readonly Fen[];
  readonly madeBy: string;
  readonly lines: readonly NewLine[];
  /** Left out: it is the first statement. */
  readonly supplement?: { readonly firstId: string; readonly reason: string };
}

export interface NewLine {
  readonly ownerRegion: string;
  readonly registrationId: string;
  readonly personId: string;
  readonly hours: number;
  readonly baseFen: Fen;
  readonly earnedFen: Fen;
  readonly payableFen: Fen;
  readonly partsFen: readonly Fen[];
  /** The claim that this is a difference to; left out: it is a claim. */
  readonly supplementsLineId?: string | null;
}

export interface StatementFilter {
  readonly classId?: string | undefined;
  readonly fundId?: string | undefined;
  /** The first statement whose supplements are asked for. */
  readonly supplementsId?: string | undefined;
  readonly state?: StatementState | undefined;
}

const STATEMENT = `s.id, s.county, s.class_id as "classId", s.programme, s.ends_on as "endsOn", s.year, s.rule_version_id as "ruleVersionId", v.version as "ruleVersion", s.rule_id as "ruleId", s.fund_id as "fundId", s.fund_name as "fundName",
  s.as_of_on as "asOfOn", to_char(s.known_by at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "knownBy", s.opened, s.employed, s.pay_percent as "payPercent", s.people, s.total_fen as "totalFen", s.supplements_id as "supplementsId", s.supplement_number as "supplementNumber", s.supplement_reason as "supplementReason", s.state, s.made_by as "madeBy", s.made_at as "madeAt",
  s.decided_by as "decidedBy", s.decided_at as "decidedAt", s.refusal_reason as "refusalReason", s.revoked_by as "revokedBy", s.revoked_at as "revokedAt", s.revocation_reason as "revocationReason",
  (select jsonb_agg(jsonb_build_object('part', p.part, 'name', p.name, 'fen', s.parts_fen[p.part], 'paidFen', coalesce(d.paid_fen, 0), 'paidPeople', coalesce(d.people, 0)) order by p.part)
   from unnest(s.part_names) with ordinality as p (name, part) left join subsidy_paid(array[s.id]) d on d.part = p.part) as parts`;
const FROM = 'from subsidy_statements s join subsidy_rule_versions v on v.id = s.rule_version_id';

@Injectable()
export class StatementsRepository {
  /** Stores a statement with its lines. @throws PersonCourseClaimed */
  async insert(tx: Transaction, statement: NewStatement): Promise<string> {
    const { county, classId, programme, endsOn, ruleVersionId, ruleId, fundId, fundName, capFen, capOfAllFen, asOfOn, knownBy, opened, employed, payPercent, totalFen, partNames, partsFen, madeBy, lines, supplement } = statement;
    const [row] = await refusing(tx.query<{ id: string }[]>(
      `insert into subsidy_statements (county, owner_region, class_id, programme, ends_on, year, rule_version_id, rule_id, fund_id, fund_name, cap_fen, cap_of_all_fen, as_of_on, known_by, opened, employed, pay_percent, people, total_fen, part_names, parts_fen, made_by, supplements_id, supplement_number, supplement_reason)
       values ($1, rpad($1, 12, '0'), $2, $3, $4, extract(year from $4::date)::int, $5, $6, $7, $8, $9, $10, $11, $12::timestamptz, $13, $14, $15, $16, $17, $18, $19, $20, $21, case when $21::uuid is null then 0 else (select count(*) + 1 from subsidy_statements o where o.supplements_id = $21) end, $22) returning id`,
      [county, classId, programme, endsOn, ruleVersionId, ruleId, fundId, fundName, capFen, capOfAllFen, asOfOn, knownBy, opened, employed, payPercent, lines.length, totalFen, partNames, partsFen, madeBy, supplement?.firstId ?? null, supplement?.reason ?? null],
    ));
    await refusing(tx.query(
      `insert into subsidy_lines (statement_id, county, owner_region, class_id, registration_id, person_id, hours, base_fen, earned_fen, payable_fen, parts_fen, supplements_line_id)
       select $2, $3, "ownerRegion", $4, "registrationId", "personId", hours, "baseFen", "earnedFen", "payableFen", "partsFen", "supplementsLineId"
       from jsonb_to_recordset($1::jsonb) as g ("ownerRegion" text, "registrationId" uuid, "personId" uuid, hours numeric, "baseFen" bigint, "earnedFen" bigint, "payableFen" bigint, "partsFen" bigint[], "supplementsLineId" uuid) order by "registrationId"`,
      [JSON.stringify(lines), row!.id, county, classId],
    ));
    return row!.id;
  }

  async find(tx: Transaction, id: string): Promise<StoredStatement | null> {
    const [row] = await tx.query<StoredStatement[]>(`select ${STATEMENT} ${FROM} where s.id = $1`, [id]);
    return row ?? null;
  }

  /** The same, and nobody else moves it until the end of the transaction. */
  async findLocked(tx: Transaction, id: string): Promise<StoredStatement | null> {
    await tx.query('select from subsidy_statements where id = $1 for update', [id]);
    return this.find(tx, id);
  }

  /** The first statements of a class that are neither refused nor revoked, in the order in which they were made. */
  async listLive(tx: Transaction, classId: string): Promise<StoredStatement[]> {
    return tx.query<StoredStatement[]>(`select ${STATEMENT} ${FROM} where s.class_id = $1 and s.supplements_id is null and s.state in ('made', 'confirmed') order by s.made_at, s.rule_id`, [classId]);
  }

  /** The supplement that waits for a second officer; null: none does. */
  async findOpenSupplement(tx: Transaction, firstId: string): Promise<StoredStatement | null> {
    const [row] = await tx.query<StoredStatement[]>(`select ${STATEMENT} ${FROM} where s.supplements_id = $1 and s.state = 'made'`, [firstId]);
    return row ?? null;
  }

  /** Whether something in life settles differences to it, or to its first statement after it. */
  async hasLaterSupplement(tx: Transaction, { id, supplementsId, supplementNumber }: Pick<StoredStatement, 'id' | 'supplementsId' | 'supplementNumber'>): Promise<boolean> {
    const rows = await tx.query<unknown[]>(`select from subsidy_statements where supplements_id = $1 and state in ('made', 'confirmed') and supplement_number > $2 limit 1`, [supplementsId ?? id, supplementNumber]);
    return rows.length > 0;
  }

  /** The newest first. */
  async list(tx: Transaction, { classId, fundId, state, supplementsId }: StatementFilter, after: readonly (string | number)[] | null, limit: number): Promise<StoredStatement[]> {
    return tx.query<StoredStatement[]>(
      `select ${STATEMENT} ${FROM} where ($1::uuid is null or s.class_id = $1) and ($2::uuid is null or s.fund_id = $2) and ($3::text is null or s.state = $3)
         and ($4::timestamptz is null or (date_trunc('milliseconds', s.made_at), s.id) < ($4::timestamptz, $5::uuid)) and ($7::uuid is null or s.supplements_id = $7)
       order by date_trunc('milliseconds', s.made_at) desc, s.id desc limit $6`,
      [classId ?? null, fundId ?? null, state ?? null, ...(after ?? [null, null]), limit, supplementsId ?? null],
    );
  }

  /** @throws StatementMoveRefused */
  async decide(tx: Transaction, id: string, decidedBy: string, state: 'confirmed' | 'refused', refusalReason: string | null): Promise<void> {
    await refusing(tx.query(`update subsidy_statements set state = $2, decided_by = $3, decided_at = now(), refusal_reason = $4 where id = $1`, [id, state, decidedBy, refusalReason]));
  }

  /** @throws StatementMoveRefused while anything of it is paid */
  async revoke(tx: Transaction, id: string, revokedBy: string, reason: string): Promise<void> {
    await refusing(tx.query(`update subsidy_statements set state = 'revoked', revoked_by = $2, revoked_at = now(), revocation_reason = $3 where id = $1`, [id, revokedBy, reason]));
  }
}
