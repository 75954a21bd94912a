import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { addDays, type CivilDate } from '@app/kernel';
import { Database, type Principal, type Transaction } from '@app/platform';
import { CountyBooks } from '../../county-books.js';
import { PlacementInvalid } from '../../placements.errors.js';
import { ClassCodes } from '../class-codes.js';
import { ClassMoveRefused } from '../classes.errors.js';
import type { TrainingClass } from '../classes.repository.js';
import { ClassBooks } from '../class-books.js';
import { abortedOn, CLASS_ABORTED, moveFault, type ClassReason, type ClassState } from './class-moves.js';
import { ClassLifeRepository, type ClassMove } from './class-life.repository.js';

export interface ClassMoveInput {
  readonly to: ClassState;
  readonly reasonCode?: ClassReason | null | undefined;
  /** For officers; names nobody. */
  readonly note?: string | null | undefined;
  /** The day of an abort; left out: today. */
  readonly on?: CivilDate | undefined;
}

/** The life of a class from its plan to its end, and what may be changed on the way. */
@Injectable()
export class ClassLife {
  constructor(
    private readonly database: Database,
    private readonly life: ClassLifeRepository,
    private readonly classes: ClassBooks,
    private readonly codes: ClassCodes,
    private readonly books: CountyBooks,
  ) {}

  /**
   * Moves a class. One that stands there already stays as it is. Aborting ends the waiting list, and whoever has neither finished
   * nor left leaves the roll by a fact of the ledger with the code `class-aborted`.
   * @throws ClassUnknown, ClassMoveRefused, PlacementInvalid (a day to come)
   */
  async move(principal: Principal, classId: string, { to, reasonCode = null, note = null, on }: ClassMoveInput): Promise<TrainingClass> {
    return this.database.inScope(principal, async (tx) => {
      await this.classes.rows.lock(tx, classId);
      const found = await this.classes.rows.get(tx, classId);
      if (found.state === to) return found;
      const day = on ?? this.books.today();
      if (day > this.books.today()) throw new PlacementInvalid([{ path: 'on', message: '不能晚于今天' }]);
      const { state, providerId, minSeats } = found;
      const fault = moveFault({ state, hasProvider: providerId !== null, seated: await this.books.ledger.countSeated(tx, classId), minSeats }, to, reasonCode);
      if (fault !== null) throw new ClassMoveRefused(fault);
      await this.life.move(tx, { classId, from: state, to, reasonCode, note });
      await this.books.audit.record(tx, { action: 'class.move', subjectKind: 'class', subjectId: classId, region: found.county, details: { state: to, ...(reasonCode === null ? {} : { reason: reasonCode }) } });
      await this.books.tellOfClass(tx, found);
      // A planned class is no class of the rates: the ledger knows it from its opening on.
      if (state === 'planned' && to === 'open') await this.books.ledger.append(tx, principal.id, [{ id: randomUUID(), kind: 'class', effectiveOn: found.startsOn, ownerRegion: found.ownerRegion, classId }]);
      if (to === 'aborted') await this.#empty(tx, principal, found, day);
      return this.classes.rows.get(tx, classId);
    });
  }

  /** @throws ClassUnknown */
  async listMoves(principal: Principal, classId: string): Promise<ClassMove[]> {
    return this.database.inScope(principal, async (tx) => {
      await this.classes.rows.get(tx, classId);
      return this.life.list(tx, classId);
    });
  }

  /** @throws ClassUnknown, SeatsHeld (fewer than people sit there, or than its minimum), RoomsTooSmall */
  async setSeats(principal: Principal, classId: string, seats: number): Promise<TrainingClass> {
    return this.#change(principal, classId, 'class.set-seats', (tx) => this.life.setSeats(tx, classId, seats));
  }

  /** @throws ClassUnknown, ProviderHeld (not planned any more), PlacementInvalid (no such provider) */
  async setProvider(principal: Principal, classId: string, providerId: string): Promise<TrainingClass> {
    return this.#change(principal, classId, 'class.set-provider', async (tx) => {
      if (!(await this.codes.hasProvider(tx, providerId))) throw new PlacementInvalid([{ path: 'providerId', message: '没有这个培训机构，或不在您的管辖范围内' }]);
      await this.life.setProvider(tx, classId, providerId);
    });
  }

  async #change(principal: Principal, classId: string, action: string, write: (tx: Transaction) => Promise<void>): Promise<TrainingClass> {
    return this.database.inScope(principal, async (tx) => {
      await this.classes.rows.lock(tx, classId);
      const { county } = await this.classes.rows.get(tx, classId);
      await write(tx);
      await this.books.audit.record(tx, { action, subjectKind: 'class', subjectId: classId, region: county });
      return this.classes.rows.get(tx, classId);
    });
  }

  /** Whoever still sits in the class leaves it. Appends to the ledger. */
  async #empty(tx: Transaction, principal: Principal, found: TrainingClass, on: CivilDate): Promise<void> {
    const learning = [...(await this.classes.enrolments(tx, found.id))].filter(([, { state }]) => state === 'enrolled');
    const subjects = await this.books.people.getSubjects(tx, learning.map(([id]) => id));
    const dayBefore = addDays(found.startsOn, -1);
    const steps = learning.map(([, { enrolledOn }], i) => ({ subject: subjects[i]!, on: abortedOn(found.state === 'teaching', on, dayBefore, enrolledOn), payload: { dropCode: CLASS_ABORTED } }));
    if (steps.length > 0) await this.classes.roll.write(tx, principal, found, 'dropped', steps);
  }
}
