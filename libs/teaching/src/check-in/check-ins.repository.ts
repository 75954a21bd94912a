import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { refusing } from '../teaching.errors.js';

/** What a code opens. */
export interface OpenCode {
  readonly codeId: string;
  readonly sessionId: string;
  readonly classId: string;
  readonly county: string;
}

export interface SealedNumber {
  readonly registrationId: string;
  readonly seatNumber: number;
  readonly numberSealed: string;
}

@Injectable()
export class CheckInsRepository {
  /** Adds a code that lasts so many minutes; until when. @throws CheckInNotNow */
  async addCode(tx: Transaction, { id, sessionId, tokenHash }: { readonly id: string; readonly sessionId: string; readonly tokenHash: Buffer }, minutes: number): Promise<Date> {
    // By the database's clock, which also ends it; no role reads the codes back.
    const [until] = await tx.query<{ expiresAt: Date }[]>('select now() + make_interval(mins => $1) as "expiresAt"', [minutes]);
    await refusing(tx.query('insert into check_in_codes (id, session_id, token_hash, expires_at) values ($1, $2, $3, now() + make_interval(mins => $4))', [id, sessionId, tokenHash, minutes]));
    return until!.expiresAt;
  }

  /** The session of a code that still lasts; before anybody is known. */
  async find(tx: Transaction, tokenHash: Buffer): Promise<OpenCode | null> {
    const [row] = await tx.query<OpenCode[]>('select code_id as "codeId", session_id as "sessionId", class_id as "classId", county from find_check_in($1)', [tokenHash]);
    return row ?? null;
  }

  /** The numbers of a class, as far as its people are in the caller's scope; by seat. */
  async listNumbers(tx: Transaction, classId: string): Promise<SealedNumber[]> {
    return tx.query<SealedNumber[]>('select registration_id as "registrationId", seat_number as "seatNumber", number_sealed as "numberSealed" from check_in_numbers where class_id = $1 order by seat_number', [classId]);
  }

  async findNumber(tx: Transaction, classId: string, seatNumber: number): Promise<SealedNumber | null> {
    const [row] = await tx.query<SealedNumber[]>('select registration_id as "registrationId", seat_number as "seatNumber", number_sealed as "numberSealed" from check_in_numbers where class_id = $1 and seat_number = $2', [classId, seatNumber]);
    return row ?? null;
  }

  /** Allots numbers; the database counts the seats up. */
  async addNumbers(tx: Transaction, classId: string, numbers: readonly Omit<SealedNumber, 'seatNumber'>[]): Promise<void> {
    if (numbers.length === 0) return;
    await tx.query(
      `insert into check_in_numbers (class_id, registration_id, number_sealed)
       select $1, "registrationId", "numberSealed" from rows from (jsonb_to_recordset($2::jsonb) as ("registrationId" uuid, "numberSealed" text)) with ordinality as given order by ordinality`,
      [classId, JSON.stringify(numbers)],
    );
  }

  /** Wrong numbers so far for a seat under a code; its row stays locked until the transaction ends. */
  async lockTries(tx: Transaction, codeId: string, seatNumber: number): Promise<number> {
    const [row] = await tx.query<{ wrong: number }[]>(
      'insert into check_in_tries as t (code_id, seat_number) values ($1, $2) on conflict (code_id, seat_number) do update set wrong = t.wrong returning wrong', [codeId, seatNumber]);
    return row!.wrong;
  }

  async countWrong(tx: Transaction, codeId: string, seatNumber: number): Promise<void> {
    await tx.query('update check_in_tries set wrong = wrong + 1 where code_id = $1 and seat_number = $2', [codeId, seatNumber]);
  }
}
