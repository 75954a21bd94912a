import { Injectable } from '@nestjs/common';
import type { Principal, Transaction } from '@app/platform';
import { EmployersService } from '@app/vacancies';
import { ClassPosts, type OrderClass } from '../candidates/class-posts.js';
import { hoursOf } from '../candidates/order-post.js';
import { AssignmentUnknown, ClassTermsInvalid, OrderNotRecruiting } from '../seats.errors.js';
import { TrainingBooks } from '../training-books.js';
import type { OfferSource } from './class-offer.entity.js';
import { OfferBooks } from './offer-books.js';
import { OfferNews } from './offer-news.js';
import { classDaysFaults, wordingOf, type ClassDays, type OfferTerms } from './offer-terms.js';

/** Whom an officer offers a seat: named people, or whom an assignment or the draw has given one. */
export interface Confirmation extends ClassDays {
  readonly source: OfferSource;
  /** From an officer: to whom. From an assignment: only these of its people; null: all. From a draw: null. */
  readonly traineeIds: readonly string[] | null;
  readonly assignmentId: string | null;
  /** Null: the course that serves the order best. */
  readonly courseId: string | null;
}

export interface Confirmed {
  readonly terms: OfferTerms;
  readonly wording: string;
  /** New offers. */
  readonly offerIds: readonly string[];
  /** People who had an open offer of this order already. */
  readonly already: number;
}

/** An officer confirms who is offered a seat; what they will be told is written down with it. */
@Injectable()
export class OfferDesk {
  constructor(
    private readonly books: TrainingBooks,
    private readonly posts: ClassPosts,
    private readonly offers: OfferBooks,
    private readonly employers: EmployersService,
    private readonly news: OfferNews,
  ) {}

  /**
   * Offers seats in one transaction; whoever has an open offer stays as they are, so that it can be asked for again.
   * @throws OrderUnknown, OrderNotRecruiting, ClassTermsInvalid naming every rule, ApplicantUnknown, AssignmentUnknown, AssignmentNotMade, OfferMoveRefused (another wording; the draw), SitsElsewhere
   */
  async confirm(principal: Principal, orderId: string, confirmation: Confirmation): Promise<Confirmed> {
    return this.books.database.inScope(principal, async (tx) => {
      const found = await this.posts.find(tx, orderId, confirmation.courseId);
      if (found.order.state !== 'recruiting') throw new OrderNotRecruiting();
      const slotFrom = await this.offers.slotFrom(tx, found.order.slotId!);
      const faults = classDaysFaults(confirmation, { windowFrom: found.order.windowFrom, windowTo: found.order.windowTo, slotFrom, today: this.books.today() });
      if (faults.length > 0) throw new ClassTermsInvalid(faults);
      const people = await this.#people(tx, orderId, confirmation);
      if (people.length === 0) throw new ClassTermsInvalid([{ path: 'traineeIds', message: '录取名单：没有可以通知的人' }]);
      const terms = await this.#terms(principal, found, confirmation);
      const wording = wordingOf(terms, confirmation.answerDays);
      const offerIds = await this.offers.offer(tx, people.map((registrationId) => ({ orderId, registrationId, source: confirmation.source, terms, wording, answerDays: confirmation.answerDays })));
      await this.news.confirmed(tx, found.order.county, offerIds);
      if (offerIds.length > 0) await this.books.audit.record(tx, { action: 'class-offer.confirm', subjectKind: 'training-order', subjectId: orderId, region: found.order.county, details: { offers: offerIds.length, source: confirmation.source } });
      return { terms, wording, offerIds, already: people.length - offerIds.length };
    });
  }

  async #people(tx: Transaction, orderId: string, { source, traineeIds, assignmentId }: Confirmation): Promise<string[]> {
    if (source === 'officer') return this.offers.known(tx, [...new Set(traineeIds ?? [])]);
    if (source === 'draw') return this.offers.called(tx, orderId);
    const assigned = assignmentId === null ? null : await this.offers.assigned(tx, assignmentId, orderId);
    if (assigned === null) throw new AssignmentUnknown();
    const wanted = traineeIds === null ? null : new Set(traineeIds);
    return wanted === null ? assigned : assigned.filter((id) => wanted.has(id));
  }

  async #terms(principal: Principal, { order, course }: OrderClass, { startsOn, endsOn }: ClassDays): Promise<OfferTerms> {
    const { regions, occupations } = await this.posts.catalogue();
    const nameOf = (code: string): string => regions.fullNameOf(code) ?? code;
    return {
      orderNumber: order.number, occupation: order.occupation, occupationName: occupations.get(order.occupation)?.name ?? order.occupation, employerName: order.employerId === null ? null : (await this.employers.get(principal, order.employerId)).name,
      payYuan: order.payYuan, workplace: order.workplace, workplaceName: nameOf(order.workplace), contractKind: order.contractKind, contractMonths: order.contractMonths,
      courseId: course.id, courseName: course.name, hours: hoursOf(course), startsOn, endsOn, siteKind: order.siteKind, siteRegion: order.siteRegion, siteName: nameOf(order.siteRegion),
    };
  }
}
