import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/platform';
import { NotificationBooks } from '../notification-books.js';
import { AddresseeUnknown, CallsNotStopped } from '../notifications.errors.js';
import type { CallsAsked } from './call-rules.js';
import { CallStopsRepository, type CallStopStanding } from './call-stops.repository.js';

/**
 * "No more calls" taken back. It is a person's word, tapped in by whoever called; when the person asks to be called again, an
 * officer lifts it. A reply T is another matter: messages of a purpose to a telephone end for good, and nothing lifts that
 * (domain page, SMS).
 */
@Injectable()
export class CallStops {
  constructor(
    private readonly books: NotificationBooks,
    private readonly stops: CallStopsRepository,
  ) {}

  /** @throws AddresseeUnknown */
  async of(principal: Principal, traineeId: string): Promise<CallStopStanding> {
    const standing = await this.books.database.inScope(principal, (tx) => this.stops.of(tx, traineeId));
    if (standing === null) throw new AddresseeUnknown();
    return standing;
  }

  /**
   * Lifts every stop of the person, wherever and under whatever name it was said. The calls that it ended stay ended; later
   * waves may list the person again. The person may say stop again.
   * @param how how the person asked for it
   * @returns false: it had been lifted before
   * @throws AddresseeUnknown, CallsNotStopped (there never was a stop)
   */
  async lift(principal: Principal, traineeId: string, how: CallsAsked): Promise<boolean> {
    return this.books.database.inScope(principal, async (tx) => {
      const done = await this.stops.lift(tx, traineeId, how, this.books.now());
      if (done === null) throw new AddresseeUnknown();
      if (done.verdict === 'none') throw new CallsNotStopped();
      if (done.verdict === 'again') return false;
      await this.books.audit.record(tx, { action: 'call-stop.lift', subjectKind: 'trainee', subjectId: traineeId, region: done.ownerRegion, details: { how } });
      return true;
    });
  }
}
