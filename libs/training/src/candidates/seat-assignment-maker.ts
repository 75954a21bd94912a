import { Injectable } from '@nestjs/common';
import { MatchingEngine, type Answered } from '@app/matches';
import { OutsideSolverFailed, type SeatPlan } from '@app/matching';
import type { Principal } from '@app/platform';
import { TrainingBooks } from '../training-books.js';
import { SeatAssignmentInputs, type AssignmentInputs } from './seat-assignment-inputs.js';
import { SeatAssignmentsRepository, type AssignmentFailure, type AssignmentFigures } from './seat-assignments.repository.js';

type MadePlan = NonNullable<Answered<'class-seats.assign'>>;

/** Has the engine seat people in the classes of an assignment that was asked for. */
@Injectable()
export class SeatAssignmentMaker {
  constructor(
    private readonly books: TrainingBooks,
    private readonly inputs: SeatAssignmentInputs,
    private readonly assignments: SeatAssignmentsRepository,
    private readonly engine: MatchingEngine,
  ) {}

  /** The job. One that is made or has failed stays; a solver that gives up would give up again. */
  async make(principal: Principal, id: string): Promise<void> {
    const asked = await this.books.database.inScope(principal, async (tx) => {
      const row = await this.assignments.find(tx, id);
      return row === null || row.madeAt !== null || row.failure !== null ? null : { row, given: await this.inputs.read(tx, row.county, row.wantedOrderIds, this.books.today()) };
    });
    if (asked === null) return;
    const { row, given } = asked;
    const plan = given.classes.length === 0 ? 'nothing-to-assign' : await this.#solve(row.county, given, row.townshipShare);
    if (typeof plan === 'string') return this.#fail(principal, id, plan);
    const { asOf, policyVersion: scoringVersion, pairs } = plan;
    await this.books.database.inScope(principal, async (tx) => {
      const current = await this.assignments.lock(tx, id); // somebody else may have been quicker
      if (current === null || current.madeAt !== null || current.failure !== null) return;
      await this.assignments.save(tx, id, { asOf, scoringVersion, seatPolicyVersion: given.policyVersion, orderIds: given.classes.map(({ post }) => post.id), figures: figuresOf(given, plan) }, pairs);
    });
  }

  /** The work has failed for good: whoever waits for it sees that. */
  async giveUp(principal: Principal, id: string): Promise<void> {
    await this.#fail(principal, id, 'gave-up');
  }

  async #fail(principal: Principal, id: string, failure: AssignmentFailure): Promise<void> {
    await this.books.database.inScope(principal, (tx) => this.assignments.fail(tx, id, failure));
  }

  async #solve(county: string, { classes, taken, reserves }: AssignmentInputs, townshipShare: number): Promise<MadePlan | AssignmentFailure> {
    try {
      return (await this.engine.ask(county, this.books.today(), 'class-seats.assign', { classes, taken, reserves, townshipShare })) ?? 'nothing-to-assign'; // null: a course has left the catalogue meanwhile
    } catch (error) {
      if (error instanceof OutsideSolverFailed) return 'solver-gave-up';
      throw error;
    }
  }
}

function figuresOf({ classes }: AssignmentInputs, { pairs, short, objective, bound, freeObjective, provenBy, candidates }: SeatPlan): AssignmentFigures {
  const missing = short.filter(({ name }) => name.startsWith('reserve ')).reduce((sum, { least, reached }) => sum + least - reached, 0);
  return {
    objective, bound, freeObjective, provenBy, candidates, seats: classes.reduce((sum, { seats }) => sum + seats, 0), seated: pairs.length, unfilledReserves: missing,
    shortTownships: short.flatMap(({ name, least, reached }) => (name.startsWith('township ') ? [{ township: name.slice('township '.length), least, reached }] : [])),
  };
}
