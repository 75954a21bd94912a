import { isUuid } from '@app/kernel';

/** Up to where a reader has read. */
export interface FeedCursor {
  readonly epoch: string;
  /** Number of the transaction and id of the last row read. */
  readonly xact: string;
  readonly id: string;
  /** When it was given, milliseconds. */
  readonly at: number;
}

/** Before every row of a transaction. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export function encodeFeedCursor({ epoch, xact, id, at }: FeedCursor): string {
  return Buffer.from([epoch, xact, id, at].join('|')).toString('base64url');
}

/** Null = not one of ours. */
export function decodeFeedCursor(text: string): FeedCursor | null {
  const [epoch = '', xact = '', id = '', at = ''] = Buffer.from(text, 'base64url').toString().split('|');
  return isUuid(epoch) && isUuid(id) && /^\d{1,19}$/.test(xact) && /^\d{1,15}$/.test(at) ? { epoch, xact, id, at: Number(at) } : null;
}
