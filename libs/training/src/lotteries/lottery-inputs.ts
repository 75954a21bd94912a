import { Injectable } from '@nestjs/common';
import { civilDateOf } from '@app/kernel';
import type { Transaction } from '@app/platform';
import { CandidateFactsRepository } from '../candidates/candidate-facts.repository.js';
import { SeatPoliciesRepository } from '../candidates/seat-policies.repository.js';
import type { SeatPolicy } from '../candidates/seat-policy.js';
import { TrainingOrdersRepository } from '../orders/training-orders.repository.js';
import { OrderUnknown } from '../training.errors.js';
import { TrainingBooks } from '../training-books.js';
import { LotteriesRepository, type LotteryRow } from './lotteries.repository.js';

/** Reads what a lottery is announced and its list is made from. */
@Injectable()
export class LotteryInputs {
  constructor(
    private readonly books: TrainingBooks,
    private readonly orders: TrainingOrdersRepository,
    private readonly policies: SeatPoliciesRepository,
    private readonly facts: CandidateFactsRepository,
    private readonly lotteries: LotteriesRepository,
  ) {}

  /** Free seats and the policy in force. The order is locked: no seat is offered meanwhile. @throws OrderUnknown */
  async ofOrder(tx: Transaction, orderId: string): Promise<{ readonly county: string; readonly free: number; readonly policy: SeatPolicy }> {
    const order = await this.orders.lock(tx, orderId);
    if (order === null) throw new OrderUnknown();
    const taken = await this.facts.seatsOffered(tx, orderId);
    return { county: order.county, free: order.seats - taken, policy: await this.policies.inForce(tx, order.county, this.books.today()) };
  }

  /** Who applied before the closing, the draws that each has lost, and the reserves of the published policy that each belongs to on the day of the announcement. */
  async ofList(tx: Transaction, lottery: LotteryRow): Promise<{ readonly applicants: readonly { readonly registrationId: string; readonly ownerRegion: string }[]; readonly lossesOf: (id: string) => number; readonly groupsOf: (id: string) => string[] }> {
    const applicants = await this.lotteries.listApplied(tx, lottery.orderId, lottery.closesAt);
    const ids = applicants.map(({ registrationId }) => registrationId);
    const order = (await this.orders.find(tx, lottery.orderId))!;
    const losses = await this.facts.losses(tx, ids, order.occupation);
    const announcedOn = civilDateOf(lottery.announcedAt);
    const policy = await this.policies.inForce(tx, lottery.county, announcedOn);
    const members = [...(await this.facts.reserveMembers(tx, lottery.county, policy.reserves, announcedOn, ids))].map(([group, own]) => ({ group, own: new Set(own) }));
    return { applicants, lossesOf: (id) => losses.get(id) ?? 0, groupsOf: (id) => members.flatMap(({ group, own }) => (own.has(id) ? [group] : [])) };
  }
}
