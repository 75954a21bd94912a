import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { SmsReplyEntity, ReplyState } from './reply.entity.js';

/** A reply as it is kept: telephone and content sealed. */
export type SealedReply = Omit<SmsReplyEntity, 'reference'>;

const SHOWN = `id, owner_region as "ownerRegion", provider, phone_index as "phoneIndex", phone_masked as "phoneMasked", phone, content, sent_at as "sentAt", received_at as "receivedAt", state, read_at as "readAt"`;

@Injectable()
export class RepliesRepository {
  /** Locked, so that two runs of a job do not both act on it. */
  async lock(tx: Transaction, id: string): Promise<SealedReply | null> {
    const [row] = await tx.query<SealedReply[]>(`select ${SHOWN} from sms_replies where id = $1 for update`, [id]);
    return row ?? null;
  }

  async move(tx: Transaction, id: string, state: ReplyState, at: Date): Promise<void> {
    await tx.query('update sms_replies set state = $2, read_at = $3 where id = $1', [id, state, at]);
  }
}
