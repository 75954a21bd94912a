import { Injectable } from '@nestjs/common';
import { padRegion } from '@app/kernel';
import { MatchingEngine, ShownRowsRepository, type Answered, type SeatQuestion, type ShownTrainee } from '@app/matches';
import { OutsideSolverFailed, type SeatPlan } from '@app/matching';
import type { Principal } from '@app/platform';
import { TrainingBooks } from '../training-books.js';
import { AssignmentNotProven, AssignmentUnknown, NothingToAssign } from '../seats.errors.js';
import { SeatAssignmentInputs, type AssignmentInputs } from './seat-assignment-inputs.js';
import { SeatAssignmentsRepository, type AssignmentFigures, type AssignmentPairRow, type AssignmentRow } from './seat-assignments.repository.js';

/** Newest assignments that a list shows. */
const LISTED = 50;

export interface ShownAssignment extends AssignmentRow {
  /** Of the caller's own people. */
  readonly pairs: readonly (AssignmentPairRow & { readonly trainee: ShownTrainee })[];
}

/** Seats of the county's recruiting orders as the engine would give them, all together: advice that stays as it was made. */
@Injectable()
export class SeatAssignments {
  constructor(
    private readonly books: TrainingBooks,
    private readonly inputs: SeatAssignmentInputs,
    private readonly assignments: SeatAssignmentsRepository,
    private readonly engine: MatchingEngine,
    private readonly shown: ShownRowsRepository,
  ) {}

  /**
   * @param orderIds null: every recruiting order of the county
   * @param townshipShare 0 … 1, see `SeatRules`
   * @throws NothingToAssign, AssignmentNotProven, EngineBusy
   */
  async make(principal: Principal, { orderIds, townshipShare }: { readonly orderIds: readonly string[] | null; readonly townshipShare: number }): Promise<ShownAssignment> {
    const county = padRegion(principal.region).slice(0, 6);
    const given = await this.books.database.inScope(principal, (tx) => this.inputs.read(tx, county, orderIds, this.books.today()));
    if (given.classes.length === 0) throw new NothingToAssign();
    const plan = await this.#solve(county, { classes: given.classes, taken: given.taken, reserves: given.reserves, townshipShare });
    const orders = given.classes.map(({ post }) => post.id);
    const id = await this.books.database.inScope(principal, async (tx) => {
      const row = await this.assignments.add(tx, { county, asOf: plan.asOf, scoringVersion: plan.policyVersion, seatPolicyVersion: given.policyVersion, orderIds: orders, figures: figuresOf(given, plan, townshipShare), madeBy: principal.id, pairs: plan.pairs });
      await this.books.audit.record(tx, { action: 'seat-assignment.make', subjectKind: 'seat-assignment', subjectId: row.id, region: county, details: { orders: orders.length, seated: plan.pairs.length } });
      return row.id;
    });
    return this.get(principal, id);
  }

  /** @throws AssignmentUnknown */
  async get(principal: Principal, id: string): Promise<ShownAssignment> {
    return this.books.database.inScope(principal, async (tx) => {
      const row = await this.assignments.find(tx, id);
      if (row === null) throw new AssignmentUnknown();
      const pairs = await this.assignments.listPairs(tx, id);
      const trainees = await this.shown.trainees(tx, pairs.map(({ registrationId }) => registrationId));
      return { ...row, pairs: pairs.flatMap((pair) => (trainees.has(pair.registrationId) ? [{ ...pair, trainee: trainees.get(pair.registrationId)! }] : [])) };
    });
  }

  /** The newest first. */
  async list(principal: Principal): Promise<AssignmentRow[]> {
    return this.books.database.inScope(principal, (tx) => this.assignments.list(tx, padRegion(principal.region).slice(0, 6), LISTED));
  }

  async #solve(county: string, question: SeatQuestion): Promise<NonNullable<Answered<'class-seats.assign'>>> {
    try {
      const plan = await this.engine.ask(county, this.books.today(), 'class-seats.assign', question);
      if (plan === null) throw new NothingToAssign(); // a course has left the catalogue meanwhile
      return plan;
    } catch (error) {
      throw error instanceof OutsideSolverFailed ? new AssignmentNotProven() : error;
    }
  }
}

function figuresOf({ classes }: AssignmentInputs, { pairs, short, objective, bound, freeObjective, provenBy, candidates }: SeatPlan, townshipShare: number): AssignmentFigures {
  const missing = short.filter(({ name }) => name.startsWith('reserve ')).reduce((sum, { least, reached }) => sum + least - reached, 0);
  return {
    objective, bound, freeObjective, provenBy, candidates, townshipShare, seats: classes.reduce((sum, { seats }) => sum + seats, 0), seated: pairs.length, unfilledReserves: missing,
    shortTownships: short.flatMap(({ name, least, reached }) => (name.startsWith('township ') ? [{ township: name.slice('township '.length), least, reached }] : [])),
  };
}
