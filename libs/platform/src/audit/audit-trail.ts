import { Injectable } from '@nestjs/common';
import { padRegion } from '@app/kernel';
import type { Transaction } from '../database/database.js';

export interface AuditEntry {
  /** `noun.verb`, as permissions and jobs are named. */
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  /** The region whose trail holds the entry (its county is what is chained). */
  readonly region: string;
  readonly reason?: string;
  /** Ids, counts and codes; never a personal value. */
  readonly details?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}

/** Writes who did what into the transaction that does it. The actor is the transaction's own context. */
@Injectable()
export class AuditTrail {
  async record(tx: Transaction, entry: AuditEntry): Promise<void> {
    await tx.query(
      `insert into audit_events (county, actor_kind, actor_id, action, subject_kind, subject_id, reason, details)
       values ($1, coalesce(nullif(current_setting('app.actor_kind', true), ''), 'system'), coalesce(nullif(current_setting('app.actor_id', true), ''), 'unscoped'), $2, $3, $4, $5, $6)`,
      [padRegion(entry.region).slice(0, 6), entry.action, entry.subjectKind, entry.subjectId, entry.reason ?? null, JSON.stringify(entry.details ?? {})],
    );
  }
}
