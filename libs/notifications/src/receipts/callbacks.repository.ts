import { Injectable } from '@nestjs/common';
import type { Reader, Transaction } from '@app/platform';
import type { CallbackRefusal } from './receipt.entity.js';

/** A reply on its way in; telephone and content sealed under its id. */
export interface NewReplyRow {
  readonly id: string;
  readonly provider: string;
  readonly reference: string;
  readonly phone_index: string;
  readonly phone_masked: string;
  readonly phone: string;
  readonly content: string;
  readonly sent_at: string | null;
}

@Injectable()
export class CallbacksRepository {
  async noteRefusal(reader: Reader, row: { readonly provider: string; readonly reason: CallbackRefusal; readonly source: string; readonly at: Date }): Promise<void> {
    await reader.query('insert into sms_callback_refusals (at, provider, reason, source) values ($1, $2, $3, $4)', [row.at, row.provider, row.reason, row.source]);
  }

  /** Whose county it is; null: this reply has come before. */
  async takeReply(tx: Transaction, row: NewReplyRow, at: Date): Promise<string | null> {
    const [taken] = await tx.query<{ region: string | null }[]>('select take_reply($1::jsonb, $2) as region', [JSON.stringify(row), at]);
    return taken!.region;
  }
}
