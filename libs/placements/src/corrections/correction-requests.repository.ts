import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { CheckedCorrection, CorrectionInput, Replacement } from './correction.js';

/** `superseded`: the fact was corrected or retracted otherwise before anybody decided. */
export const CORRECTION_STATES = ['pending', 'confirmed', 'refused', 'superseded'] as const;
export type CorrectionState = (typeof CORRECTION_STATES)[number];

export interface CorrectionRequest {
  readonly id: string;
  readonly ownerRegion: string;
  readonly factId: string;
  readonly factKind: string;
  readonly registrationId: string;
  readonly reason: string;
  readonly replacement: Replacement | null;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly state: CorrectionState;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly refusalReason: string | null;
  readonly rightFactId: string | null;
}

export interface CorrectionDecision {
  readonly state: 'confirmed' | 'refused';
  readonly refusalReason: string | null;
  readonly rightFactId: string | null;
}

const REQUEST = `id, owner_region as "ownerRegion", fact_id as "factId", fact_kind as "factKind", registration_id as "registrationId", reason, replacement, asked_by as "askedBy", asked_at as "askedAt", state,
  decided_by as "decidedBy", decided_at as "decidedAt", refusal_reason as "refusalReason", right_fact_id as "rightFactId"`;

@Injectable()
export class CorrectionRequestsRepository {
  /** Null: a correction of the fact waits already. */
  async insert(tx: Transaction, askedBy: string, { factId, kind, subject }: CheckedCorrection, { reason, replacement }: CorrectionInput): Promise<CorrectionRequest | null> {
    const [row] = await tx.query<CorrectionRequest[]>(
      `insert into correction_requests (county, owner_region, fact_id, fact_kind, registration_id, reason, replacement, asked_by) values (left($1, 6), $1, $2, $3, $4, $5, $6, $7)
       on conflict (fact_id) where state = 'pending' do nothing returning ${REQUEST}`,
      [subject.ownerRegion, factId, kind, subject.registrationId, reason, replacement === undefined ? null : JSON.stringify(replacement), askedBy],
    );
    return row ?? null;
  }

  async findPending(tx: Transaction, factId: string): Promise<CorrectionRequest | null> {
    const [row] = await tx.query<CorrectionRequest[]>(`select ${REQUEST} from correction_requests where fact_id = $1 and state = 'pending'`, [factId]);
    return row ?? null;
  }

  async find(tx: Transaction, id: string): Promise<CorrectionRequest | null> {
    const [row] = await tx.query<CorrectionRequest[]>(`select ${REQUEST} from correction_requests where id = $1`, [id]);
    return row ?? null;
  }

  /** The newest first. */
  async list(tx: Transaction, state: CorrectionState | null, after: readonly (string | number)[] | null, limit: number): Promise<CorrectionRequest[]> {
    return tx.query<CorrectionRequest[]>(
      `select ${REQUEST} from correction_requests where ($1::text is null or state = $1) and ($2::timestamptz is null or (date_trunc('milliseconds', asked_at), id) < ($2::timestamptz, $3::uuid))
       order by date_trunc('milliseconds', asked_at) desc, id desc limit $4`,
      [state, ...(after ?? [null, null]), limit],
    );
  }

  /** Null: it does not wait any more. */
  async decide(tx: Transaction, id: string, decidedBy: string, { state, refusalReason, rightFactId }: CorrectionDecision): Promise<CorrectionRequest | null> {
    const [rows] = await tx.query<[CorrectionRequest[], number]>(
      `update correction_requests set state = $2, decided_by = $3, decided_at = now(), refusal_reason = $4, right_fact_id = $5 where id = $1 and state = 'pending' returning ${REQUEST}`,
      [id, state, decidedBy, refusalReason, rightFactId],
    );
    return rows[0] ?? null;
  }

  /** Whether a second officer has put the fact in the place of another. */
  async isRightFact(tx: Transaction, factId: string): Promise<boolean> {
    const [row] = await tx.query<{ found: boolean }[]>('select exists (select from correction_requests where right_fact_id = $1) as found', [factId]);
    return row!.found;
  }
}
