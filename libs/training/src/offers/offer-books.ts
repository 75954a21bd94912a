import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import { ShownRowsRepository } from '@app/matches';
import type { Transaction } from '@app/platform';
import { SeatAssignmentsRepository } from '../candidates/seat-assignments.repository.js';
import { LotteriesRepository } from '../lotteries/lotteries.repository.js';
import { ApplicantUnknown, AssignmentNotMade } from '../seats.errors.js';
import { ProviderSlotsRepository } from '../slots/provider-slots.repository.js';
import { ClassOffersRepository, type NewOffer } from './class-offers.repository.js';

/** What offers are made from, and where they are written. */
@Injectable()
export class OfferBooks {
  constructor(
    private readonly offers: ClassOffersRepository,
    private readonly assignments: SeatAssignmentsRepository,
    private readonly lotteries: LotteriesRepository,
    private readonly slots: ProviderSlotsRepository,
    private readonly shown: ShownRowsRepository,
  ) {}

  /** The first day on which the order's provider can begin. */
  async slotFrom(tx: Transaction, slotId: string): Promise<CivilDate> {
    return (await this.slots.find(tx, slotId))!.fromOn;
  }

  /** These people, where all of them are in the caller's scope. @throws ApplicantUnknown */
  async known(tx: Transaction, ids: readonly string[]): Promise<string[]> {
    const trainees = await this.shown.trainees(tx, ids);
    if (trainees.size < ids.length) throw new ApplicantUnknown();
    return [...ids];
  }

  /** Whom an order's draw has called and nobody has offered the seat. */
  async called(tx: Transaction, orderId: string): Promise<string[]> {
    return this.lotteries.listCalledWithoutOffer(tx, orderId);
  }

  /** Whom an assignment seats in an order's class; null: there is no such assignment in scope. @throws AssignmentNotMade */
  async assigned(tx: Transaction, assignmentId: string, orderId: string): Promise<string[] | null> {
    const assignment = await this.assignments.find(tx, assignmentId);
    if (assignment === null) return null;
    if (assignment.madeAt === null) throw new AssignmentNotMade();
    return (await this.assignments.listPairs(tx, assignmentId, orderId)).map(({ registrationId }) => registrationId);
  }

  /** @returns ids of the new offers @throws as `ClassOffersRepository.add` */
  async offer(tx: Transaction, offers: readonly NewOffer[]): Promise<string[]> {
    return this.offers.add(tx, offers);
  }
}
