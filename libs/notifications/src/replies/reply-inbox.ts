import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/platform';
import { NotificationBooks } from '../notification-books.js';
import { RepliesRepository } from './replies.repository.js';

/** Reads what telephones answer. Nothing follows from a reply by software here: each waits for an officer. */
@Injectable()
export class ReplyInbox {
  constructor(
    private readonly books: NotificationBooks,
    private readonly replies: RepliesRepository,
  ) {}

  /** Does nothing with a reply that has been read. */
  async read(principal: Principal, replyId: string): Promise<void> {
    await this.books.database.inScope(principal, async (tx) => {
      const reply = await this.replies.lock(tx, replyId);
      if (reply?.state === 'received') await this.replies.move(tx, replyId, 'inbox', this.books.now());
    });
  }
}
