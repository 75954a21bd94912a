import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { ClassPosts } from '../candidates/class-posts.js';
import { ClassOffersRepository } from '../offers/class-offers.repository.js';
import type { OfferTerms } from '../offers/offer-terms.js';
import { ClassTermsInvalid } from '../seats.errors.js';
import { ProviderSlotsRepository } from '../slots/provider-slots.repository.js';
import { TrainingBooks } from '../training-books.js';

/** Reads what a class is opened from. */
@Injectable()
export class OpeningInputs {
  constructor(
    readonly books: TrainingBooks,
    private readonly offers: ClassOffersRepository,
    private readonly slots: ProviderSlotsRepository,
    private readonly posts: ClassPosts,
  ) {}

  /** Those who accepted, and what they all were told; null: nobody has. */
  async accepted(tx: Transaction, orderId: string): Promise<{ readonly traineeIds: string[]; readonly terms: OfferTerms } | null> {
    const open = (await this.offers.listOpen(tx, orderId, null)).filter(({ state }) => state === 'accepted');
    const [first] = open;
    return first === undefined ? null : { traineeIds: open.map(({ registrationId }) => registrationId), terms: first.terms };
  }

  async providerOf(tx: Transaction, slotId: string): Promise<string> {
    return (await this.slots.find(tx, slotId))!.providerId;
  }

  /** The programme that the catalogue names for a course. @throws ClassTermsInvalid: the course has left the catalogue */
  async programmeOf(courseId: string): Promise<string> {
    const course = (await this.posts.catalogue()).courses.find(({ id }) => id === courseId);
    if (course === undefined) throw new ClassTermsInvalid([{ path: 'courseId', message: '开设课程：专业目录中已没有这门课程' }]);
    return course.programme;
  }
}
