import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { Subject } from '../ledger/ledger-row.js';
import { asBookRefusal } from './household-books.repository.js';

/** Pay before training, and whether it was taken back. */
export interface StoredPriorPay {
  readonly id: string;
  readonly payYuan: number;
  readonly on: CivilDate;
  readonly recordedAt: Date;
  readonly recordedBy: string;
  readonly retraction: { readonly reason: string; readonly recordedAt: Date; readonly recordedBy: string } | null;
}

/** What is noted about a person beside the ledger. */
@Injectable()
export class PersonNotesRepository {
  /** One at a time for a person: of two alike at once the second sees the first. */
  async lock(tx: Transaction, registrationId: string): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtext('shouyu.person-notes'), hashtext($1))`, [registrationId]);
  }

  async listPriorPays(tx: Transaction, registrationId: string): Promise<StoredPriorPay[]> {
    return tx.query<StoredPriorPay[]>(
      `select p.id, p.pay_yuan as "payYuan", p.effective_on as "on", p.recorded_at as "recordedAt", p.recorded_by as "recordedBy",
              case when r.id is not null then jsonb_build_object('reason', r.reason, 'recordedAt', r.recorded_at, 'recordedBy', r.recorded_by) end as retraction
       from prior_pays p left join prior_pays r on r.retracts_id = p.id where p.registration_id = $1 and p.retracts_id is null order by p.effective_on desc, p.recorded_at desc, p.id`, [registrationId]);
  }

  async insertPriorPay(tx: Transaction, { registrationId, personId, ownerRegion }: Subject, { payYuan, on, recordedBy }: Pick<StoredPriorPay, 'payYuan' | 'on' | 'recordedBy'>): Promise<string> {
    const [row] = await tx.query<{ id: string }[]>(
      'insert into prior_pays (county, owner_region, registration_id, person_id, pay_yuan, effective_on, recorded_by) values (left($1, 6), $1, $2, $3, $4, $5, $6) returning id', [ownerRegion, registrationId, personId, payYuan, on, recordedBy]);
    return row!.id;
  }

  /** Takes a record back; the owner region, or null when there is none that stands. */
  async retractPriorPay(tx: Transaction, id: string, { reason, recordedBy, on }: { readonly reason: string; readonly recordedBy: string; readonly on: CivilDate }): Promise<string | null> {
    try {
      const [row] = await tx.query<{ region: string }[]>(
        `insert into prior_pays (county, owner_region, registration_id, person_id, effective_on, recorded_by, retracts_id, reason)
         select county, owner_region, registration_id, person_id, $2, $3, id, $4 from prior_pays p where id = $1 and retracts_id is null and not exists (select from prior_pays r where r.retracts_id = p.id) returning owner_region as region`, [id, on, recordedBy, reason]);
      return row?.region ?? null;
    } catch (error) {
      throw asBookRefusal(error);
    }
  }
}
