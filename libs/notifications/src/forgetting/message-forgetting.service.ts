import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/platform';
import { NotificationBooks } from '../notification-books.js';
import { ForgettingRepository } from './forgetting.repository.js';

/** Days after its end that a message's text, or a settled reply's content, is kept; as long as the audit trail at least is (security page, audit). */
export const KEEP_TEXTS_DAYS = 180;
/** So many in one transaction: nobody waits long for a row. */
const AT_ONCE = 1_000;

/** Forgets what was written to people and by them. Keys, states, times, parts and answers stay. */
@Injectable()
export class MessageForgetting {
  constructor(
    private readonly books: NotificationBooks,
    private readonly forgetting: ForgettingRepository,
  ) {}

  /** The nightly job of a county; once more it finds nothing. @returns how many texts and replies were forgotten */
  async forget(principal: Principal, signal?: AbortSignal): Promise<number> {
    const now = this.books.now();
    const before = new Date(now.getTime() - KEEP_TEXTS_DAYS * 86_400_000);
    let forgotten = 0;
    for (let last = 1; last > 0 && signal?.aborted !== true; forgotten += last) {
      last = await this.books.database.inScope(principal, async (tx) => {
        const count = await this.forgetting.forget(tx, before, now, AT_ONCE);
        if (count > 0) await this.books.audit.record(tx, { action: 'messages.forget', subjectKind: 'county', subjectId: principal.region, region: principal.region, details: { count, days: KEEP_TEXTS_DAYS } });
        return count;
      });
    }
    return forgotten;
  }
}
