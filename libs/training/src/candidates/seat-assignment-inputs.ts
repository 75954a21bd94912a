import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { SeatQuestion } from '@app/matches';
import type { Transaction } from '@app/platform';
import { TrainingOrdersRepository } from '../orders/training-orders.repository.js';
import { CandidateFactsRepository } from './candidate-facts.repository.js';
import { ClassPosts } from './class-posts.js';
import { SeatAssignmentsRepository } from './seat-assignments.repository.js';
import { SeatPoliciesRepository } from './seat-policies.repository.js';

/** Orders that are filled together at the most. */
export const ORDERS_TOGETHER_MAX = 200;

export interface AssignmentInputs extends Pick<SeatQuestion, 'classes' | 'taken' | 'reserves'> {
  /** Of the seats. */
  readonly policyVersion: string;
}

/** Reads what an assignment of seats is made from. */
@Injectable()
export class SeatAssignmentInputs {
  constructor(
    private readonly orders: TrainingOrdersRepository,
    private readonly posts: ClassPosts,
    private readonly facts: CandidateFactsRepository,
    private readonly assignments: SeatAssignmentsRepository,
    private readonly policies: SeatPoliciesRepository,
  ) {}

  /** Recruiting orders with free seats, a course and no draw. @param orderIds null: all of the county */
  async readClasses(tx: Transaction, county: string, orderIds: readonly string[] | null): Promise<Omit<SeatQuestion['classes'][number], 'applicants'>[]> {
    const orders = await this.orders.listRecruiting(tx, county, orderIds, ORDERS_TOGETHER_MAX);
    const standing = new Map((await this.assignments.standing(tx, orders.map(({ id }) => id))).map((each) => [each.orderId, each]));
    return (await this.posts.of(tx, orders)).flatMap(({ order, given }) => {
      const { isDrawn, taken } = standing.get(order.id)!;
      return isDrawn || taken >= order.seats ? [] : [{ ...given, seats: order.seats - taken }];
    });
  }

  /** The same with everything else that seats are shared out by. Who belongs to a reserve goes to the engine and nowhere else. */
  async read(tx: Transaction, county: string, orderIds: readonly string[] | null, day: CivilDate): Promise<AssignmentInputs> {
    const open = await this.readClasses(tx, county, orderIds);
    const applicants = await this.facts.applicants(tx, open.map(({ post }) => post.id));
    const policy = await this.policies.inForce(tx, county, day);
    const members = await this.facts.reserveMembers(tx, county, policy.reserves, day);
    return {
      classes: open.map((each) => ({ ...each, applicants: applicants.flatMap(({ orderId, registrationId }) => (orderId === each.post.id ? [registrationId] : [])) })),
      taken: await this.facts.takenIn(tx, county), reserves: policy.reserves.map(({ group, shareBp }) => ({ group, shareBp, members: members.get(group) ?? [] })), policyVersion: policy.version,
    };
  }
}
