import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import { asRefusal } from '../ledger/ledger.repository.js';
import type { Subject } from '../ledger/ledger-row.js';
import { ReferralUnknown } from '../placements.errors.js';
import type { ReferralStep } from './referral-moves.js';

/** A referral with its latest step. */
export interface Referral extends Subject {
  readonly id: string;
  readonly vacancyId: string;
  readonly number: number;
  readonly kind: ReferralStep;
  readonly effectiveOn: CivilDate;
  readonly presentedOn: CivilDate;
  readonly reasonCode: string | null;
  readonly employmentId: string | null;
  readonly officeId: string | null;
}

/** A step to be taken. */
export interface NewStep {
  readonly referralId: string;
  readonly ownerRegion: string;
  readonly number: number;
  readonly kind: ReferralStep;
  readonly effectiveOn: CivilDate;
  readonly reasonCode?: string | null;
  readonly reason?: string | null;
  readonly employmentId?: string | null;
}

/** Who takes a step: the officer, and the office that gets the count. */
export interface Recorder {
  readonly id: string;
  readonly organizationId: string | null;
}

export interface ReferralFilter {
  readonly vacancyId?: string;
  readonly traineeId?: string;
}

/** A referral at its latest step that the caller may see: village officers see no refusals. */
const SELECT = `
  select r.id, r.vacancy_id as "vacancyId", r.registration_id as "registrationId", r.person_id as "personId", r.owner_region as "ownerRegion",
    e.number, e.kind, e.effective_on as "effectiveOn", e.reason_code as "reasonCode", e.employment_id as "employmentId", e.office_id as "officeId",
    (select max(p.effective_on) from referral_events p where p.referral_id = r.id and p.kind = 'presented') as "presentedOn"
  from referrals r join lateral (select * from referral_events s where s.referral_id = r.id order by s.number desc limit 1) e on true`;

@Injectable()
export class ReferralsRepository {
  /** Puts people on a vacancy's list; who is on it stays. */
  async insert(tx: Transaction, vacancyId: string, subjects: readonly Subject[], createdBy: string): Promise<void> {
    const sorted = [...subjects].sort((a, b) => (a.registrationId < b.registrationId ? -1 : 1));
    await tx.query(
      `insert into referrals (county, owner_region, vacancy_id, registration_id, person_id, created_by)
       select left("ownerRegion", 6), "ownerRegion", $2, "registrationId", "personId", $3 from jsonb_to_recordset($1) as g ("registrationId" uuid, "personId" uuid, "ownerRegion" text)
       on conflict on constraint one_referral_per_person_and_vacancy do nothing`,
      [JSON.stringify(sorted), vacancyId, createdBy],
    );
  }

  /** Ids of the referrals of these people on a vacancy's list, by registration id: also of those without a step yet. */
  async findIds(tx: Transaction, vacancyId: string, registrationIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.query<{ id: string; registrationId: string }[]>(`select id, registration_id as "registrationId" from referrals where vacancy_id = $1 and registration_id = any ($2::uuid[])`, [vacancyId, registrationIds]);
    return new Map(rows.map((row) => [row.registrationId, row.id]));
  }

  async listByIds(tx: Transaction, ids: readonly string[]): Promise<Referral[]> {
    return tx.query<Referral[]>(`${SELECT} where r.id = any ($1::uuid[])`, [ids]);
  }

  /** @throws ReferralUnknown */
  async get(tx: Transaction, id: string): Promise<Referral> {
    const [found] = await this.listByIds(tx, [id]);
    if (!found) throw new ReferralUnknown();
    return found;
  }

  /** The person's referrals whose latest step is `presented`, other than this one. */
  async listOpenOthers(tx: Transaction, referral: Referral): Promise<Referral[]> {
    return tx.query<Referral[]>(`${SELECT} where r.registration_id = $1 and r.id <> $2 and e.kind = 'presented' order by r.id`, [referral.registrationId, referral.id]);
  }

  /** A page by the day of the latest step, newest first. */
  async list(tx: Transaction, filter: ReferralFilter, after: readonly (string | number)[] | null, limit: number): Promise<Referral[]> {
    return tx.query<Referral[]>(
      `${SELECT} where ($1::uuid is null or r.vacancy_id = $1) and ($2::uuid is null or r.registration_id = $2) and ($3::date is null or (e.effective_on, r.id) < ($3::date, $4::uuid))
       order by e.effective_on desc, r.id desc limit $5`,
      [filter.vacancyId ?? null, filter.traineeId ?? null, ...(after ?? [null, null]), limit],
    );
  }

  /**
   * Takes steps in one statement; the county's lock is taken here and held to the commit.
   * @throws ReferralMoveRefused for an illegal step, and for one that somebody else took first
   */
  async append(tx: Transaction, recorder: Recorder, steps: readonly NewStep[]): Promise<void> {
    if (steps.length === 0) return;
    try {
      await tx.query(
        `insert into referral_events (referral_id, county, owner_region, number, kind, effective_on, reason_code, reason, employment_id, office_id, recorded_by)
         select "referralId", left("ownerRegion", 6), "ownerRegion", number, kind, "effectiveOn", "reasonCode", reason, "employmentId", $2, $3
         from jsonb_to_recordset($1) as g ("referralId" uuid, "ownerRegion" text, number int, kind text, "effectiveOn" date, "reasonCode" text, reason text, "employmentId" uuid)`,
        [JSON.stringify(steps), recorder.organizationId, recorder.id],
      );
    } catch (error) {
      throw asRefusal(error);
    }
  }
}
