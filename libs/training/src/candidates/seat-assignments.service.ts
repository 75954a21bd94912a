import { Injectable } from '@nestjs/common';
import { padRegion } from '@app/kernel';
import { ShownRowsRepository, type ShownTrainee } from '@app/matches';
import type { Principal } from '@app/platform';
import { TrainingBooks } from '../training-books.js';
import type { TrainingJobs } from '../training-jobs.js';
import { AssignmentUnknown, NothingToAssign } from '../seats.errors.js';
import { SeatAssignmentInputs } from './seat-assignment-inputs.js';
import { SeatAssignmentsRepository, type AssignmentPairRow, type AssignmentRow } from './seat-assignments.repository.js';

/** Newest assignments that a list shows. */
const LISTED = 50;

export interface ShownAssignment extends AssignmentRow {
  /** Of the caller's own people. */
  readonly pairs: readonly (AssignmentPairRow & { readonly trainee: ShownTrainee })[];
}

/** Seats of the county's recruiting orders, all together: asked for here, made by the worker (`SeatAssignmentMaker`), looked at here. Advice: nobody is told anything. */
@Injectable()
export class SeatAssignments {
  constructor(
    private readonly books: TrainingBooks,
    private readonly inputs: SeatAssignmentInputs,
    private readonly assignments: SeatAssignmentsRepository,
    private readonly shown: ShownRowsRepository,
  ) {}

  /**
   * Has the worker make an assignment.
   * @param orderIds null: every recruiting order of the county
   * @param townshipShare 0 … 1, see `SeatRules`
   * @throws NothingToAssign: no order has a seat that could be given
   */
  async request(principal: Principal, { orderIds, townshipShare }: { readonly orderIds: readonly string[] | null; readonly townshipShare: number }): Promise<ShownAssignment> {
    const county = padRegion(principal.region).slice(0, 6);
    return this.books.database.inScope(principal, async (tx) => {
      if ((await this.inputs.readClasses(tx, county, orderIds)).length === 0) throw new NothingToAssign();
      const row = await this.assignments.add(tx, { county, wantedOrderIds: orderIds, townshipShare, askedBy: principal.id });
      await this.books.outbox.add<TrainingJobs, 'seat-assignment.make'>(tx, 'seat-assignment.make', { assignmentId: row.id }, { queue: 'counties', region: county });
      await this.books.audit.record(tx, { action: 'seat-assignment.make', subjectKind: 'seat-assignment', subjectId: row.id, region: county, details: { orders: orderIds?.length ?? 'all', townshipShare } });
      return { ...row, pairs: [] };
    });
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
}
