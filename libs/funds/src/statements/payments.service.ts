import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Fen } from '@app/outcomes';
import type { Principal, Transaction } from '@app/platform';
import { FundBooks } from '../fund-books.js';
import { FundInputInvalid, NothingDue, NothingPaid, NothingReturned, NothingToReturn, StatementMoveRefused, StatementUnknown } from '../funds.errors.js';
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

/** Money that comes back by a supplement. */
export type ReturnInput = Omit<PaymentInput, 'part'>;
export type ReturnReversalInput = Omit<ReversalInput, 'part'>;

type Entry = 'paid' | 'returned';
/** What undoes an entry, what is recorded of it, and what is said when there is none. */
const WAYS = {
  paid: { undoneBy: 'reversed', verb: 'pay', undoing: 'reverse', nothing: NothingDue, notThere: NothingPaid },
  returned: { undoneBy: 'return-reversed', verb: 'take-in', undoing: 'reverse-return', nothing: NothingToReturn, notThere: NothingReturned },
} as const;
/** A supplement has one part. */
const DIFFERENCE_PART = 1;

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
  async pay(principal: Principal, id: string, input: PaymentInput): Promise<PaymentOutcome> {
    return this.#enter(principal, id, 'paid', input);
  }

  /**
   * Takes payments of one part back, all or none: the money is promised again, and can be paid again.
   * @throws StatementUnknown, StatementMoveRefused (not confirmed), FundInputInvalid, NothingPaid, FundMoveRefused (part of it came back already)
   */
  async reverse(principal: Principal, id: string, input: ReversalInput): Promise<PaymentOutcome> {
    return this.#undo(principal, id, 'paid', input);
  }

  /**
   * Records that money which a supplement asks back has come in, all or none: it is the fund's again.
   * @throws StatementUnknown, StatementMoveRefused (not confirmed), FundInputInvalid, NothingToReturn, FundMoveRefused (it was never paid)
   */
  async takeIn(principal: Principal, id: string, input: ReturnInput): Promise<PaymentOutcome> {
    return this.#enter(principal, id, 'returned', { ...input, part: DIFFERENCE_PART });
  }

  /**
   * Takes such records back, all or none: the money is to come back again.
   * @throws StatementUnknown, StatementMoveRefused (not confirmed), FundInputInvalid, NothingReturned, FundExhausted
   */
  async reverseReturn(principal: Principal, id: string, input: ReturnReversalInput): Promise<PaymentOutcome> {
    return this.#undo(principal, id, 'returned', { ...input, part: DIFFERENCE_PART });
  }

  async #enter(principal: Principal, id: string, kind: Entry, { part, on, reference, traineeIds }: PaymentInput): Promise<PaymentOutcome> {
    return this.books.database.inScope(principal, async (tx) => {
      const statement = await this.#getConfirmed(tx, id, part, on);
      const plan = planPayment(await this.lines.listDue(tx, id, part, kind), reference.trim(), traineeIds?.map((each) => each.toLowerCase()));
      if ('faults' in plan) throw new WAYS[kind].nothing(plan.faults);
      if (plan.pay.length > 0) await this.lines.enterPart(tx, kind, part, plan.pay, { county: statement.county, statementId: id, occurredOn: on, recordedBy: principal.id, reference: reference.trim(), reason: null });
      return this.#outcome(tx, WAYS[kind].verb, statement, part, plan.pay);
    });
  }

  async #undo(principal: Principal, id: string, kind: Entry, { part, on, reason, traineeIds }: ReversalInput): Promise<PaymentOutcome> {
    return this.books.database.inScope(principal, async (tx) => {
      const statement = await this.#getConfirmed(tx, id, part, on);
      const plan = planReversal(await this.lines.listDue(tx, id, part, kind), traineeIds?.map((each) => each.toLowerCase()));
      if ('faults' in plan) throw new WAYS[kind].notThere(plan.faults);
      await this.lines.enterPart(tx, WAYS[kind].undoneBy, part, plan.reverse, { county: statement.county, statementId: id, occurredOn: on, recordedBy: principal.id, reference: null, reason });
      return this.#outcome(tx, WAYS[kind].undoing, statement, part, plan.reverse);
    });
  }

  async #getConfirmed(tx: Transaction, id: string, part: number, on: CivilDate): Promise<StoredStatement> {
    const statement = await this.statements.findLocked(tx, id);
    if (statement === null) throw new StatementUnknown();
    if (statement.state !== 'confirmed') throw new StatementMoveRefused('结算单未经确认，或已退回、撤销，不能付款、退回或冲销。');
    if (part > statement.parts.length) throw new FundInputInvalid([{ path: 'part', message: `这张结算单只有 ${statement.parts.length} 期` }]);
    if (on > this.books.today()) throw new FundInputInvalid([{ path: 'on', message: '不能晚于今天' }]);
    return statement;
  }

  async #outcome(tx: Transaction, verb: string, { id, county }: StoredStatement, part: number, entered: readonly PaymentLine[]): Promise<PaymentOutcome> {
    const [people, fen] = [entered.length, entered.reduce((sum, line) => sum + line.fen, 0)];
    if (people > 0) await this.books.audit.record(tx, { action: `subsidy.${verb}`, subjectKind: 'subsidy-statement', subjectId: id, region: county, details: { part, people, fen } });
    return { people, fen, statement: (await this.statements.find(tx, id))! };
  }
}
