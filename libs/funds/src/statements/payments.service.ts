import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Fen } from '@app/outcomes';
import type { Principal, Transaction } from '@app/platform';
import { FundBooks } from '../fund-books.js';
import { FundInputInvalid, NothingDue, NothingPaid, StatementMoveRefused, StatementUnknown } from '../funds.errors.js';
import { LinesRepository } from './lines.repository.js';
import { planPayment, planReversal, type PaymentLine } from './plan-payment.js';
import { StatementsRepository, type StoredStatement } from './statements.repository.js';

export interface PaymentInput {
  /** From 1, in the order of the rule's parts. */
  readonly part: number;
  readonly on: CivilDate;
  /** Number of the voucher: the same once more is the same payment. */
  readonly reference: string;
  /** Left out: everybody who is not paid yet. */
  readonly traineeIds?: readonly string[] | undefined;
}

export interface ReversalInput {
  readonly part: number;
  readonly on: CivilDate;
  readonly reason: string;
  /** Left out: everybody whom the part was paid to. */
  readonly traineeIds?: readonly string[] | undefined;
}

/** How many people, how much, and the statement as it stands. */
export interface PaymentOutcome {
  readonly people: number;
  readonly fen: Fen;
  readonly statement: StoredStatement;
}

/** Records what was paid of confirmed statements, and what came back; nothing of it is ever edited. */
@Injectable()
export class PaymentsService {
  constructor(
    private readonly books: FundBooks,
    private readonly statements: StatementsRepository,
    private readonly lines: LinesRepository,
  ) {}

  /**
   * Pays one part, all or none.
   * @throws StatementUnknown, StatementMoveRefused (not confirmed), FundInputInvalid, NothingDue, FundMoveRefused (an earlier part is not paid)
   */
  async pay(principal: Principal, id: string, { part, on, reference, traineeIds }: PaymentInput): Promise<PaymentOutcome> {
    return this.books.database.inScope(principal, async (tx) => {
      const statement = await this.#getConfirmed(tx, id, part, on);
      const plan = planPayment(await this.lines.listDue(tx, id, part), reference.trim(), traineeIds?.map((each) => each.toLowerCase()));
      if ('faults' in plan) throw new NothingDue(plan.faults);
      if (plan.pay.length > 0) await this.lines.enterPart(tx, 'paid', part, plan.pay, { county: statement.county, statementId: id, occurredOn: on, recordedBy: principal.id, reference: reference.trim(), reason: null });
      return this.#outcome(tx, 'pay', statement, part, plan.pay);
    });
  }

  /**
   * Takes payments of one part back, all or none: the money is promised again, and can be paid again.
   * @throws StatementUnknown, StatementMoveRefused (not confirmed), FundInputInvalid, NothingPaid
   */
  async reverse(principal: Principal, id: string, { part, on, reason, traineeIds }: ReversalInput): Promise<PaymentOutcome> {
    return this.books.database.inScope(principal, async (tx) => {
      const statement = await this.#getConfirmed(tx, id, part, on);
      const plan = planReversal(await this.lines.listDue(tx, id, part), traineeIds?.map((each) => each.toLowerCase()));
      if ('faults' in plan) throw new NothingPaid(plan.faults);
      await this.lines.enterPart(tx, 'reversed', part, plan.reverse, { county: statement.county, statementId: id, occurredOn: on, recordedBy: principal.id, reference: null, reason });
      return this.#outcome(tx, 'reverse', statement, part, plan.reverse);
    });
  }

  async #getConfirmed(tx: Transaction, id: string, part: number, on: CivilDate): Promise<StoredStatement> {
    const statement = await this.statements.findLocked(tx, id);
    if (statement === null) throw new StatementUnknown();
    if (statement.state !== 'confirmed') throw new StatementMoveRefused('结算单未经确认，或已退回、撤销，不能付款或冲销。');
    if (part > statement.parts.length) throw new FundInputInvalid([{ path: 'part', message: `这张结算单只有 ${statement.parts.length} 期` }]);
    if (on > this.books.today()) throw new FundInputInvalid([{ path: 'on', message: '不能晚于今天' }]);
    return statement;
  }

  async #outcome(tx: Transaction, verb: 'pay' | 'reverse', { id, county }: StoredStatement, part: number, entered: readonly PaymentLine[]): Promise<PaymentOutcome> {
    const [people, fen] = [entered.length, entered.reduce((sum, line) => sum + line.fen, 0)];
    if (people > 0) await this.books.audit.record(tx, { action: `subsidy.${verb}`, subjectKind: 'subsidy-statement', subjectId: id, region: county, details: { part, people, fen } });
    return { people, fen, statement: (await this.statements.find(tx, id))! };
  }
}
