import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';

@Injectable()
export class ForgettingRepository {
  /** Of the region in scope, what was over before then; at most so many messages and so many replies. */
  async forget(tx: Transaction, before: Date, at: Date, most: number): Promise<number> {
    const [row] = await tx.query<{ count: number }[]>('select forget_messages($1, $2, $3) as count', [before, at, most]);
    return row!.count;
  }
}
