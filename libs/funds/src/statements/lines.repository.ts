import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Fen, PaidClaim } from '@app/outcomes';
import type { Transaction } from '@app/platform';
import { refusing } from '../funds.errors.js';
import type { DueLine } from './plan-payment.js';
import type { StatementState } from './statement-moves.js';

/** A payment of one person's line, and how it stands. */
export interface LinePart {
  readonly part: number;
  readonly name: string;
  readonly fen: Fen;
  /** Null: not paid (of what comes back: not returned), or taken back. */
  readonly paidOn: CivilDate | null;
  readonly reference: string | null;
}

export interface ShownLine {
  readonly id: string;
  readonly statementId: string;
  readonly classId: string;
  readonly fundName: string;
  readonly year: number;
  readonly state: StatementState;
  readonly traineeId: string;
  readonly personId: string;
  readonly name: string | null;
  readonly idNumberMasked: string | null;
  readonly hours: number;
  readonly baseFen: Fen;
  readonly earnedFen: Fen;
  /** Of a difference below nothing: what comes back. */
  readonly payableFen: Fen;
  /** The claim that this is a difference to; null: it is a claim. */
  readonly supplementsLineId: string | null;
  readonly parts: readonly LinePart[];
}

/** A claim with what the first statement and its confirmed supplements say of it together. */
export interface SettledClaim {
  readonly lineId: string;
  readonly registrationId: string;
  readonly personId: string;
  readonly ownerRegion: string;
  readonly fen: Fen;
}

/** Money of some lines that is entered together. */
export interface LineEntries {
  readonly county: string;
  readonly statementId: string;
  readonly occurredOn: CivilDate;
  readonly recordedBy: string;
  readonly reference: string | null;
  readonly reason: string | null;
}

/** Money one way or the other: a line is paid or returned, never both. */
const TAKEN_BACK_BY = { paid: 'reversed', returned: 'return-reversed' } as const;
/** A payment or return that stands: not taken back. */
const STANDING = `e.kind in ('paid', 'returned') and not exists (select from fund_entries r where r.line_id = e.line_id and r.kind = case e.kind when 'paid' then '${TAKEN_BACK_BY.paid}' else '${TAKEN_BACK_BY.returned}' end and r.part = e.part and r.attempt = e.attempt)`;
const LINE = `l.id, l.statement_id as "statementId", l.class_id as "classId", s.fund_name as "fundName", s.year, s.state, l.registration_id as "traineeId", l.person_id as "personId", r.name, r.id_number_masked as "idNumberMasked", l.hours::float8 as hours,
  l.base_fen as "baseFen", l.earned_fen as "earnedFen", l.payable_fen as "payableFen", l.supplements_line_id as "supplementsLineId",
  (select jsonb_agg(jsonb_build_object('part', p.part, 'name', s.part_names[p.part], 'fen', p.fen, 'paidOn', e.occurred_on, 'reference', e.reference) order by p.part)
   from unnest(l.parts_fen) with ordinality as p (fen, part) left join fund_entries e on e.line_id = l.id and e.part = p.part and ${STANDING}) as parts`;
const FROM = 'from subsidy_lines l join subsidy_statements s on s.id = l.statement_id left join registrations r on r.id = l.registration_id';

/** What single people are worth to a fund, and the money that moved for them; rows of the caller's own region. */
@Injectable()
export class LinesRepository {
  /** By registration. */
  async listOfStatement(tx: Transaction, statementId: string, after: readonly (string | number)[] | null, limit: number): Promise<ShownLine[]> {
    return tx.query<ShownLine[]>(`select ${LINE} ${FROM} where l.statement_id = $1 and ($2::uuid is null or l.registration_id > $2) order by l.registration_id limit $3`, [statementId, after?.[0] ?? null, limit]);
  }

  /** Whether anybody of the statement is to give something back. */
  async hasReturns(tx: Transaction, statementId: string): Promise<boolean> {
    return (await tx.query<unknown[]>('select from subsidy_lines where statement_id = $1 and payable_fen < 0 limit 1', [statementId])).length > 0;
  }

  /** Whether the trainee is in the caller's scope. */
  async isSeen(tx: Transaction, registrationId: string): Promise<boolean> {
    return (await tx.query<unknown[]>('select from registrations where id = $1', [registrationId])).length > 0;
  }

  /** The newest class first. */
  async listOfTrainee(tx: Transaction, registrationId: string): Promise<ShownLine[]> {
    return tx.query<ShownLine[]>(`select ${LINE} ${FROM} where l.registration_id = $1 order by s.ends_on desc, s.made_at desc, l.id`, [registrationId]);
  }

  /**
   * Which funds have claims to person-courses of these people, in any class, and the differences to them; what was released
   * does not count, nor what is to come back before a second officer has said so.
   * @param except a statement with its supplements, or a class
   */
  async listClaims(tx: Transaction, county: string, personIds: readonly string[], except: { readonly statementId?: string; readonly classId?: string } = {}): Promise<PaidClaim[]> {
    return tx.query<PaidClaim[]>(
      `select l.person_id as "personId", l.class_id as "classId", s.fund_name as fund, s.year::text as year, l.payable_fen as fen
       from subsidy_lines l join subsidy_statements s on s.id = l.statement_id
       where l.county = $1 and l.person_id = any ($2::uuid[]) and l.released_at is null and (l.payable_fen >= 0 or s.state = 'confirmed') and ($3::uuid is null or (l.statement_id <> $3 and s.supplements_id is distinct from $3)) and ($4::uuid is null or l.class_id <> $4)`,
      [county, personIds, except.statementId ?? null, except.classId ?? null],
    );
  }

  /** What is due of one part, to be paid or to be returned, and how it stands. */
  async listDue(tx: Transaction, statementId: string, part: number, kind: keyof typeof TAKEN_BACK_BY): Promise<DueLine[]> {
    return tx.query<DueLine[]>(
      `select l.id as "lineId", l.registration_id as "traineeId", abs(l.parts_fen[$2]) as fen, (select count(*)::int from fund_entries a where a.line_id = l.id and a.kind = $3 and a.part = $2) as attempts, e.reference as "paidBy"
       from subsidy_lines l left join fund_entries e on e.line_id = l.id and e.part = $2 and ${STANDING}
       where l.statement_id = $1 and l.released_at is null and case $3 when 'paid' then l.parts_fen[$2] > 0 else l.parts_fen[$2] < 0 end order by l.registration_id`,
      [statementId, part, kind],
    );
  }

  /** The claims of a first statement and of its confirmed supplements, by registration. */
  async listClaimsOfChain(tx: Transaction, firstId: string): Promise<SettledClaim[]> {
    return tx.query<SettledClaim[]>(
      `select c.id as "lineId", c.registration_id as "registrationId", c.person_id as "personId", c.owner_region as "ownerRegion", (c.payable_fen + coalesce(d.fen, 0))::bigint as fen
       from subsidy_lines c join subsidy_statements s on s.id = c.statement_id and (s.id = $1 or s.supplements_id = $1) and s.state = 'confirmed'
       left join lateral (select sum(l.payable_fen) as fen from subsidy_lines l join subsidy_statements o on o.id = l.statement_id and o.state = 'confirmed' where l.supplements_line_id = c.id and l.released_at is null) d on true
       where c.released_at is null and c.supplements_line_id is null order by c.registration_id, c.id`,
      [firstId],
    );
  }

  /** Promises the whole of every line, or takes the promise back. @throws FundExhausted, FundMoveRefused */
  async enterWhole(tx: Transaction, kind: 'committed' | 'released', { county, statementId, occurredOn, recordedBy, reason }: LineEntries): Promise<void> {
    await refusing(tx.query(
      `insert into fund_entries (county, owner_region, fund_id, kind, fen, statement_id, line_id, occurred_on, reason, recorded_by)
       select $1, l.owner_region, s.fund_id, $2, l.payable_fen, s.id, l.id, $4, $5, $6
       from subsidy_lines l join subsidy_statements s on s.id = l.statement_id where s.id = $3 and l.released_at is null and l.payable_fen > 0 order by l.id`,
      [county, kind, statementId, occurredOn, reason, recordedBy],
    ));
  }

  /** Pays or takes in a part of some lines, or takes such entries back. @throws FundMoveRefused */
  async enterPart(tx: Transaction, kind: 'paid' | 'reversed' | 'returned' | 'return-reversed', part: number, lines: readonly { readonly lineId: string; readonly attempt: number }[], entries: LineEntries): Promise<void> {
    const { county, statementId, occurredOn, recordedBy, reference, reason } = entries;
    await refusing(tx.query(
      `insert into fund_entries (county, owner_region, fund_id, kind, fen, statement_id, line_id, part, attempt, occurred_on, reference, reason, recorded_by)
       select $1, l.owner_region, s.fund_id, $2, abs(l.parts_fen[$4]), s.id, l.id, $4, g.attempt, $6, $7, $8, $9
       from jsonb_to_recordset($5::jsonb) as g ("lineId" uuid, attempt int) join subsidy_lines l on l.id = g."lineId" join subsidy_statements s on s.id = l.statement_id where s.id = $3 order by l.id`,
      [county, kind, statementId, part, JSON.stringify(lines), occurredOn, reference, reason, recordedBy],
    ));
  }
}
