import { Injectable } from '@nestjs/common';
import { civilDateOf } from '@app/kernel';
import { decodeCursor, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import { countyOf, NotificationBooks } from '../notification-books.js';
import { NumberBlockUnknown } from '../notifications.errors.js';
import type { NotificationPurpose } from '../pipeline/notification-life.js';
import type { BlockReason } from './limits.entity.js';
import { LimitsRepository, type NumberBlock } from './limits.repository.js';

/** Parts a civil day where a county has set no budget. The claim holds the same number. */
export const DEFAULT_PARTS_PER_DAY = 2_000;

/** The telephone that something is written down about, and where. */
export interface OfTelephone {
  /** Blind index of the telephone (`phone`). */
  readonly phoneIndex: string;
  readonly ownerRegion: string;
}

export interface Budget {
  readonly county: string;
  readonly day: string;
  readonly partsPerDay: number;
  readonly spent: number;
}

/** What messages are held to beside the clock: opt-outs, blocked numbers, a county's budget. The claim asks for all of it. */
@Injectable()
export class MessageLimits {
  constructor(
    private readonly books: NotificationBooks,
    private readonly limits: LimitsRepository,
  ) {}

  /** This telephone wants no more messages of the purpose, for good. False: that was known. In the caller's transaction. */
  async optOut(tx: Transaction, of: OfTelephone, purpose: NotificationPurpose, by: { readonly traineeId: string | null; readonly replyId: string | null; readonly principal: Principal }): Promise<boolean> {
    const isNew = await this.limits.optOut(tx, { ...of, purpose, traineeId: by.traineeId, replyId: by.replyId, by: by.principal.id, at: this.books.now() });
    if (isNew) await this.books.audit.record(tx, { action: 'message.opt-out', subjectKind: by.traineeId === null ? 'sms-reply' : 'trainee', subjectId: by.traineeId ?? by.replyId ?? of.phoneIndex.slice(0, 12), region: of.ownerRegion, details: { purpose } });
    return isNew;
  }

  /** Nothing is sent to this telephone until an officer has verified it. False: it is blocked already. In the caller's transaction. */
  async block(tx: Transaction, of: OfTelephone, reason: BlockReason, notificationId: string | null, principal: Principal): Promise<boolean> {
    const isNew = await this.limits.block(tx, { ...of, reason, notificationId, by: principal.id, at: this.books.now() });
    if (isNew) await this.books.audit.record(tx, { action: 'number.block', subjectKind: 'notification', subjectId: notificationId ?? 'none', region: of.ownerRegion, details: { reason } });
    return isNew;
  }

  /** An officer has verified whose number it is. @throws NumberBlockUnknown */
  async lift(principal: Principal, id: string): Promise<NumberBlock> {
    return this.books.database.inScope(principal, async (tx) => {
      const lifted = await this.limits.lift(tx, id, principal.id, this.books.now());
      if (lifted === null) throw new NumberBlockUnknown();
      await this.books.audit.record(tx, { action: 'number.unblock', subjectKind: 'number-block', subjectId: id, region: lifted.ownerRegion, details: { reason: lifted.reason } });
      return lifted;
    });
  }

  /** Blocked numbers, newest first. @throws CursorInvalid */
  async listBlocks(principal: Principal, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<NumberBlock>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    const rows = await this.books.database.inScope(principal, (tx) => this.limits.listBlocks(tx, after, query.limit + 1));
    return pageOf(rows, query.limit, (row) => [row.at, row.id], (row) => row);
  }

  async setBudget(principal: Principal, partsPerDay: number): Promise<Budget> {
    return this.books.database.inScope(principal, async (tx) => {
      const region = countyOf(principal.region);
      await this.limits.setBudget(tx, { county: region.slice(0, 6), partsPerDay, setBy: principal.id, setAt: this.books.now() });
      await this.books.audit.record(tx, { action: 'sms-budget.set', subjectKind: 'county', subjectId: region.slice(0, 6), region, details: { partsPerDay } });
      return this.#budget(tx, region.slice(0, 6));
    });
  }

  /** Today's. */
  async budget(principal: Principal): Promise<Budget> {
    return this.books.database.inScope(principal, (tx) => this.#budget(tx, countyOf(principal.region).slice(0, 6)));
  }

  async #budget(tx: Transaction, county: string): Promise<Budget> {
    const day = civilDateOf(this.books.now());
    const { partsPerDay, spent } = await this.limits.budget(tx, county, day);
    return { county, day, partsPerDay: partsPerDay ?? DEFAULT_PARTS_PER_DAY, spent };
  }
}
