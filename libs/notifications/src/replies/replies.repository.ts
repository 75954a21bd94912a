import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { ReplyReadAs, ReplyState, SmsReplyEntity } from './reply.entity.js';

/** A reply as it is kept: telephone and content sealed. */
export type SealedReply = Omit<SmsReplyEntity, 'reference'>;

const SHOWN = `id, owner_region as "ownerRegion", provider, phone_index as "phoneIndex", phone_masked as "phoneMasked", phone, content, sent_at as "sentAt", received_at as "receivedAt", state, read_at as "readAt", reading, settled_by as "settledBy", forgotten_at as "forgottenAt"`;

@Injectable()
export class RepliesRepository {
  /** Locked, so that two runs of a job do not both act on it. */
  async lock(tx: Transaction, id: string): Promise<SealedReply | null> {
    const [row] = await tx.query<SealedReply[]>(`select ${SHOWN} from sms_replies where id = $1 for update`, [id]);
    return row ?? null;
  }

  /** A reply of nobody's becomes the caller's county's; nothing happens to any other. */
  async takeOver(tx: Transaction, id: string): Promise<boolean> {
    const [row] = await tx.query<{ taken: boolean }[]>('select take_over_reply($1) as taken', [id]);
    return row!.taken;
  }

  async move(tx: Transaction, id: string, { state, reading, by, at }: { readonly state: ReplyState; readonly reading: ReplyReadAs; readonly by: string; readonly at: Date }): Promise<void> {
    await tx.query('update sms_replies set state = $2, reading = $3, read_at = $4, settled_by = $5 where id = $1', [id, state, reading, at, state === 'settled' ? by : null]);
  }

  async find(tx: Transaction, id: string): Promise<SealedReply | null> {
    const [row] = await tx.query<SealedReply[]>(`select ${SHOWN} from sms_replies where id = $1`, [id]);
    return row ?? null;
  }

  /** Oldest first: who waits longest is seen first. */
  async list(tx: Transaction, state: ReplyState, after: readonly (string | number)[] | null, limit: number): Promise<SealedReply[]> {
    return tx.query<SealedReply[]>(
      `select ${SHOWN} from sms_replies where state = $1 and ($2::timestamptz is null or (date_trunc('milliseconds', received_at), id) > ($2::timestamptz, $3::uuid)) order by date_trunc('milliseconds', received_at), id limit $4`,
      [state, ...(after ?? [null, null]), limit],
    );
  }

  /** What else a telephone wrote, newest first; at most 50. */
  async listOfTelephone(tx: Transaction, phoneIndex: string): Promise<SealedReply[]> {
    return tx.query<SealedReply[]>(`select ${SHOWN} from sms_replies where phone_index = $1 order by received_at desc, id desc limit 50`, [phoneIndex]);
  }
}
