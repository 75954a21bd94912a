import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import { Database, type Principal } from '@app/platform';
import { CountyBooks } from '../../county-books.js';
import type { ShownPerson } from '../../people/registrations.repository.js';
import { SeatsExhausted } from '../../placements.errors.js';
import { ClassBooks } from '../class-books.js';
import { NotWaiting, OthersWait } from '../classes.errors.js';
import type { JumpReason, LeavingListReason } from './waiting.js';
import { WaitingListsRepository, type Waiting } from './waiting-lists.repository.js';

/** A waiting list as an officer sees it: own people, and the counts of the whole county. */
export interface WaitingListView {
  readonly freeSeats: number;
  readonly waiting: number;
  /** Who is offered the next free seat; null: nobody waits, or somebody outside the caller's scope. */
  readonly next: string | null;
  readonly people: readonly (Waiting & { readonly person: ShownPerson | null })[];
}

export interface SeatInput {
  /** Whom the officer was shown as the next: if it is another one by now, nothing happens. */
  readonly traineeId: string;
  /** Why this one before those who wait longer. */
  readonly jumpReason?: JumpReason | undefined;
  readonly on?: CivilDate | undefined;
}

/** People who wait for a seat in a class, in the order in which they came. */
@Injectable()
export class WaitingLists {
  constructor(
    private readonly database: Database,
    private readonly lists: WaitingListsRepository,
    private readonly classes: ClassBooks,
    private readonly books: CountyBooks,
  ) {}

  /** @throws ClassUnknown */
  async view(principal: Principal, classId: string): Promise<WaitingListView> {
    return this.database.inScope(principal, async (tx) => {
      const { seats } = await this.classes.rows.get(tx, classId);
      const own = await this.lists.list(tx, classId);
      const shown = await this.books.people.findShown(tx, own.map(({ registrationId }) => registrationId));
      const { waiting, firstNumber } = await this.lists.count(tx, classId);
      return {
        freeSeats: Math.max(0, seats - (await this.books.ledger.countSeated(tx, classId))), waiting, next: own.find(({ number }) => number === firstNumber)?.registrationId ?? null,
        people: own.map((each) => ({ ...each, person: shown.get(each.registrationId) ?? null })),
      };
    });
  }

  /**
   * Gives a free seat to the first who waits, or, for a coded reason, to another one. Who sits there already stays as recorded.
   * @throws ClassUnknown, NotWaiting, SeatsExhausted, OthersWait, ClassTakesNobody
   */
  async seat(principal: Principal, classId: string, { traineeId, jumpReason, on }: SeatInput): Promise<'recorded' | 'already'> {
    return this.database.inScope(principal, async (tx) => {
      await this.classes.rows.lock(tx, classId);
      const found = await this.classes.rows.get(tx, classId);
      const subject = await this.books.people.getSubject(tx, traineeId);
      if ((await this.classes.factsOf(tx, classId, [traineeId])).has(traineeId)) return 'already';
      const place = (await this.lists.list(tx, classId)).find(({ registrationId }) => registrationId === traineeId);
      if (place === undefined) throw new NotWaiting();
      if (found.seats <= (await this.books.ledger.countSeated(tx, classId))) throw new SeatsExhausted(0);
      const isFirst = (await this.lists.count(tx, classId)).firstNumber === place.number;
      if (!isFirst && jumpReason === undefined) throw new OthersWait();
      await this.lists.end(tx, place.id, 'seated', isFirst ? null : jumpReason!);
      await this.books.audit.record(tx, { action: 'class-waiting.seat', subjectKind: 'class', subjectId: classId, region: found.county, details: { number: place.number, ...(isFirst ? {} : { reason: jumpReason! }) } });
      await this.classes.roll.write(tx, principal, found, 'enrolled', [{ subject, on: on ?? this.books.today() }]);
      return 'recorded';
    });
  }

  /** Takes somebody off the list; whoever has left it already stays away. @throws ClassUnknown, NotWaiting */
  async leave(principal: Principal, classId: string, traineeId: string, reason: LeavingListReason): Promise<void> {
    await this.database.inScope(principal, async (tx) => {
      await this.classes.rows.lock(tx, classId);
      const { county } = await this.classes.rows.get(tx, classId);
      const place = (await this.lists.list(tx, classId)).find(({ registrationId }) => registrationId === traineeId);
      if (place === undefined) throw new NotWaiting();
      await this.lists.end(tx, place.id, 'left', reason);
      await this.books.audit.record(tx, { action: 'class-waiting.leave', subjectKind: 'class', subjectId: classId, region: county, details: { number: place.number, reason } });
    });
  }
}
