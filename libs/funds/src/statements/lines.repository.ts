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
  /** Null: not paid, or taken back. */
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
  readonly payableFen: Fen;
  readonly parts: readonly LinePart[];
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

/** A payment that stands: not taken back. */
const STANDING = `e.kind = 'paid' and not exists (select from fund_entries r where r.line_id = e.line_id and r.kind = 'reversed' and r.part = e.part and r.attempt = e.attempt)`;
const LINE = `l.id, l.statement_id as "statementId", l.class_id as "classId", s.fund_name as "fundName", s.year, s.state, l.registration_id as "traineeId", l.person_id as "personId", r.name, r.id_number_masked as "idNumberMasked", l.hours::float8 as hours,
  l.base_fen as "baseFen", l.earned_fen as "earnedFen", l.payable_fen as "payableFen",
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

  /** Whether the trainee is in the caller's scope. */
  async isSeen(tx: Transaction, registrationId: string): Promise<boolean> {
    return (await tx.query<unknown[]>('select from registrations where id = $1', [registrationId])).length > 0;
  }

  /** The newest class first. */
  async listOfTrainee(tx: Transaction, registrationId: string): Promise<ShownLine[]> {
    return tx.query<ShownLine[]>(`select ${LINE} ${FROM} where l.registration_id = $1 order by s.ends_on desc, s.made_at desc, l.id`, [registrationId]);
  }

  /** Which funds have claims to person-courses of these people, in any class; claims that were released do not count. */
  async listClaims(tx: Transaction, county: string, personIds: readonly string[], except: { readonly statementId?: string; readonly classId?: string } = {}): Promise<PaidClaim[]> {
    return tx.query<PaidClaim[]>(
      `select l.person_id as "personId", l.class_id as "classId", s.fund_name as fund, s.year::text as year, l.payable_fen as fen
       from subsidy_lines l join subsidy_statements s on s.id = l.statement_id
       where l.county = $1 and l.person_id = any ($2::uuid[]) and l.released_at is null and ($3::uuid is null or l.statement_id <> $3) and ($4::uuid is null or l.class_id <> $4)`,
      [county, personIds, except.statementId ?? null, except.classId ?? null],
    );
  }

  /** What is due of one part, and how it stands. */
  async listDue(tx: Transaction, statementId: string, part: number): Promise<DueLine[]> {
    return tx.query<DueLine[]>(
      `select l.id as "lineId", l.registration_id as "traineeId", l.parts_fen[$2] as fen, (select count(*)::int from fund_entries a where a.line_id = l.id and a.kind = 'paid' and a.part = $2) as attempts, e.reference as "paidBy"
       from subsidy_lines l left join fund_entries e on e.line_id = l.id and e.part = $2 and ${STANDING}
       where l.statement_id = $1 and l.released_at is null and l.parts_fen[$2] > 0 order by l.registration_id`,
      [statementId, part],
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

  /** Pays a part of some lines, or takes such payments back. @throws FundMoveRefused */
  async enterPart(tx: Transaction, kind: 'paid' | 'reversed', part: number, lines: readonly { readonly lineId: string; readonly attempt: number }[], entries: LineEntries): Promise<void> {
    const { county, statementId, occurredOn, recordedBy, reference, reason } = entries;
    await refusing(tx.query(
      `insert into fund_entries (county, owner_region, fund_id, kind, fen, statement_id, line_id, part, attempt, occurred_on, reference, reason, recorded_by)
       select $1, l.owner_region, s.fund_id, $2, l.parts_fen[$4], s.id, l.id, $4, g.attempt, $6, $7, $8, $9
       from jsonb_to_recordset($5::jsonb) as g ("lineId" uuid, attempt int) join subsidy_lines l on l.id = g."lineId" join subsidy_statements s on s.id = l.statement_id where s.id = $3 order by l.id`,
      [county, kind, statementId, part, JSON.stringify(lines), occurredOn, reference, reason, recordedBy],
    ));
  }
}
