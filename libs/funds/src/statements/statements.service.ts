import { Injectable } from '@nestjs/common';
import { decodeCursor, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import { FundBooks } from '../fund-books.js';
import { SecondOfficerForStatement, StatementMoveRefused, StatementOutdated, StatementUnknown, TraineeNotSeen } from '../funds.errors.js';
import { LinesRepository, type ShownLine } from './lines.repository.js';
import { mayMove, type StatementState } from './statement-moves.js';
import { StatementMaker } from './statement-maker.js';
import { SupplementMaker } from './supplement-maker.js';
import { StatementsRepository, type StatementFilter, type StoredStatement } from './statements.repository.js';

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * Statements of classes: made once when the class is mature, decided by a second officer, promised when confirmed. What a
 * statement says does not change any more; another one takes the place of one that is refused or revoked, and what has
 * changed since one was confirmed is settled by a supplement that names it.
 */
@Injectable()
export class StatementsService {
  constructor(
    private readonly books: FundBooks,
    private readonly maker: StatementMaker,
    private readonly supplements: SupplementMaker,
    private readonly statements: StatementsRepository,
    private readonly lines: LinesRepository,
  ) {}

  /**
   * Makes what is not made yet, all or none, and answers all statements of the class in life: asked for again, the same.
   * @param fundYear the year of the funds, where it is not that of the class's last day
   * @throws ClassUnknown, ClassNotSettled, NoRuleForClass, ClassNotMature, FundMissing, PersonCourseClaimed
   */
  async make(principal: Principal, classId: string, fundYear?: number): Promise<StoredStatement[]> {
    return this.books.database.inScope(principal, async (tx) => {
      const made = new Set(await this.maker.make(tx, principal, classId, this.books.today(), fundYear));
      const live = await this.statements.listLive(tx, classId);
      for (const statement of live.filter(({ id }) => made.has(id))) {
        const { ruleId, ruleVersion, people, totalFen, opened, employed } = statement;
        await this.#record(tx, 'make', statement, { classId, ruleId, ruleVersion, people, totalFen, opened, employed });
      }
      return live;
    });
  }

  /**
   * Settles the differences between a confirmed statement (its confirmed supplements with it) and what the ledger says now, by
   * the rule that the statement keeps. While a supplement waits for a second officer, asked for again it is that one.
   * @param reason what changed, for the record
   * @throws StatementUnknown, StatementMoveRefused (not confirmed, or a supplement itself), NothingToSupplement, ClassNotMature, PersonCourseClaimed
   */
  async supplement(principal: Principal, firstId: string, reason: string): Promise<StoredStatement> {
    return this.books.database.inScope(principal, async (tx) => {
      await this.supplements.lock(tx, principal.region.slice(0, 6));
      const first = known(await this.statements.findLocked(tx, firstId));
      if (first.supplementsId !== null) throw new StatementMoveRefused('这是补充结算单，请对它所补充的首张结算单再作补充。');
      if (first.state !== 'confirmed') throw new StatementMoveRefused('只有已确认的结算单可以补充结算；尚未确认的请退回重开。');
      const open = await this.statements.findOpenSupplement(tx, firstId);
      if (open !== null) return open;
      const made = known(await this.statements.find(tx, await this.supplements.make(tx, principal, first, reason, this.books.today())));
      const { classId, supplementNumber, people, totalFen, opened, employed } = made;
      await this.#record(tx, 'supplement', made, { classId, supplements: firstId, number: supplementNumber, people, totalFen, opened, employed });
      return made;
    });
  }

  /**
   * Promises the money. The ledger must say what it said when the statement was made. The same once more is the same.
   * @throws StatementUnknown, StatementMoveRefused, SecondOfficerForStatement, StatementOutdated, FundExhausted
   */
  async confirm(principal: Principal, id: string): Promise<StoredStatement> {
    return this.#decide(principal, id, 'confirmed', async (tx, statement) => {
      if (await (statement.supplementsId === null ? this.maker : this.supplements).isOutdated(tx, statement)) throw new StatementOutdated();
      await this.statements.decide(tx, id, principal.id, 'confirmed', null);
      await this.lines.enterWhole(tx, 'committed', { county: statement.county, statementId: id, occurredOn: this.books.today(), recordedBy: principal.id, reference: null, reason: null });
      await this.#record(tx, 'confirm', statement, { totalFen: statement.totalFen, madeBy: statement.madeBy });
    });
  }

  /** Its people have no claim by it any more. @throws StatementUnknown, StatementMoveRefused, SecondOfficerForStatement */
  async refuse(principal: Principal, id: string, reason: string): Promise<StoredStatement> {
    return this.#decide(principal, id, 'refused', async (tx, statement) => {
      await this.statements.decide(tx, id, principal.id, 'refused', reason);
      await this.#record(tx, 'refuse', statement, { madeBy: statement.madeBy });
    });
  }

  /** Takes the promise back, while nothing of it is paid. @throws StatementUnknown, StatementMoveRefused */
  async revoke(principal: Principal, id: string, reason: string): Promise<StoredStatement> {
    return this.books.database.inScope(principal, async (tx) => {
      const statement = known(await this.statements.findLocked(tx, id));
      if (!mayMove(statement.state, 'revoked')) throw new StatementMoveRefused();
      if (await this.statements.hasLaterSupplement(tx, statement)) throw new StatementMoveRefused('之后还有补充结算单，不能撤销，差额请再开补充结算单。');
      if (await this.lines.hasReturns(tx, id)) throw new StatementMoveRefused('补充结算单列有应退的人，确认后不能撤销，差额请再开补充结算单。');
      if (statement.parts.some(({ paidPeople }) => paidPeople > 0)) throw new StatementMoveRefused('已经付过款，须先冲销全部付款，才能撤销结算单。');
      await this.lines.enterWhole(tx, 'released', { county: statement.county, statementId: id, occurredOn: this.books.today(), recordedBy: principal.id, reference: null, reason });
      await this.statements.revoke(tx, id, principal.id, reason);
      await this.#record(tx, 'revoke', statement, { totalFen: statement.totalFen });
      return known(await this.statements.find(tx, id));
    });
  }

  /** @throws StatementUnknown */
  async get(principal: Principal, id: string): Promise<StoredStatement> {
    return this.books.database.inScope(principal, async (tx) => known(await this.statements.find(tx, id)));
  }

  /** The newest first. @throws CursorInvalid */
  async list(principal: Principal, filter: StatementFilter & PageQuery): Promise<Page<StoredStatement>> {
    const after = decodeCursor(filter.cursor, ['instant', 'uuid']);
    const rows = await this.books.database.inScope(principal, (tx) => this.statements.list(tx, filter, after, filter.limit + 1));
    return pageOf(rows, filter.limit, (row) => [row.madeAt, row.id], (row) => row);
  }

  /** The people of a statement in the caller's scope. @throws StatementUnknown, CursorInvalid */
  async listLines(principal: Principal, id: string, query: PageQuery): Promise<Page<ShownLine>> {
    const after = decodeCursor(query.cursor, ['uuid']);
    return this.books.database.inScope(principal, async (tx) => {
      known(await this.statements.find(tx, id));
      return pageOf(await this.lines.listOfStatement(tx, id, after, query.limit + 1), query.limit, (row) => [row.traineeId], (row) => row);
    });
  }

  /** What funds have promised and paid for one person, the newest class first; refused and revoked statements among them. @throws TraineeNotSeen */
  async listOfTrainee(principal: Principal, traineeId: string): Promise<ShownLine[]> {
    return this.books.database.inScope(principal, async (tx) => {
      if (!(await this.lines.isSeen(tx, traineeId))) throw new TraineeNotSeen();
      return this.lines.listOfTrainee(tx, traineeId);
    });
  }

  async #decide(principal: Principal, id: string, to: Exclude<StatementState, 'made' | 'revoked'>, work: (tx: Transaction, statement: StoredStatement) => Promise<void>): Promise<StoredStatement> {
    return this.books.database.inScope(principal, async (tx) => {
      const statement = known(await this.statements.findLocked(tx, id));
      if (statement.state === to && statement.decidedBy === principal.id) return statement;
      if (!mayMove(statement.state, to)) throw new StatementMoveRefused();
      if (statement.madeBy === principal.id) throw new SecondOfficerForStatement();
      await work(tx, statement);
      return known(await this.statements.find(tx, id));
    });
  }

  async #record(tx: Transaction, verb: 'make' | 'supplement' | 'confirm' | 'refuse' | 'revoke', { id, county }: StoredStatement, details: Readonly<Record<string, string | number>>): Promise<void> {
    await this.books.audit.record(tx, { action: `subsidy-statement.${verb}`, subjectKind: 'subsidy-statement', subjectId: id, region: county, details });
  }
}

function known(found: StoredStatement | null): StoredStatement {
  if (found === null) throw new StatementUnknown();
  return found;
}
