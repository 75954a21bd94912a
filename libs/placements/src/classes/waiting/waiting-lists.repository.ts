import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { refusedByClass } from '../classes.repository.js';
import type { JumpReason, LeavingListReason } from './waiting.js';

/** Somebody who waits for a seat. */
export interface Waiting {
  readonly id: string;
  /** In the order of arrival; given once. */
  readonly number: number;
  readonly registrationId: string;
  readonly addedAt: Date;
}

/** Of the whole county: how many wait, and the first one's number (null: nobody). */
export interface WaitingCount {
  readonly waiting: number;
  readonly firstNumber: number | null;
}

const WAITING = `w.id, w.number, w.registration_id as "registrationId", w.added_at as "addedAt"`;

@Injectable()
export class WaitingListsRepository {
  /** Who waits for a class, first come first, as far as they are in the caller's scope. */
  async list(tx: Transaction, classId: string): Promise<Waiting[]> {
    return tx.query<Waiting[]>(`select ${WAITING} from class_waiting w where w.class_id = $1 and w.ended_how is null order by w.number`, [classId]);
  }

  async count(tx: Transaction, classId: string): Promise<WaitingCount> {
    const [row] = await tx.query<WaitingCount[]>('select waiting, first_number as "firstNumber" from waiting_of($1)', [classId]);
    return row!;
  }

  /** Puts people at the end of the list in the order given; the database numbers them. @throws ClassTakesNobody */
  async add(tx: Transaction, classId: string, registrationIds: readonly string[]): Promise<void> {
    await refusedByClass(tx.query('insert into class_waiting (class_id, registration_id) select $1, id from unnest($2::uuid[]) with ordinality as given (id, n) order by n', [classId, registrationIds]));
  }

  /** Ends one's waiting. @throws OthersWait (before others, without a coded reason) */
  async end(tx: Transaction, id: string, how: 'seated' | 'left', reason: JumpReason | LeavingListReason | null): Promise<void> {
    await refusedByClass(tx.query('update class_waiting set ended_how = $2, reason_code = $3 where id = $1', [id, how, reason]));
  }
}
