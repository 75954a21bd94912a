import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import { regionRange, type Transaction } from '@app/platform';
import type { Milestone } from '../employments/evidence.js';

/** `moot`: the job ended before the day, or never was. */
export const FOLLOW_UP_STATES = ['open', 'done', 'moot'] as const;
export type FollowUpState = (typeof FOLLOW_UP_STATES)[number];
/** Days after the start. */
export type FollowUpMilestone = Exclude<Milestone, 'probation'>;

/** A look after an employment, with what its officer needs to find the person. */
export interface FollowUp {
  readonly id: string;
  readonly traineeId: string;
  readonly name: string | null;
  readonly idNumberMasked: string | null;
  readonly phoneMasked: string | null;
  readonly ownerRegion: string;
  readonly employmentId: string;
  readonly employerId: string | null;
  readonly employerName: string | null;
  readonly milestone: FollowUpMilestone;
  readonly startsOn: CivilDate;
  readonly dueOn: CivilDate;
  readonly state: FollowUpState;
  readonly evidenceFactId: string | null;
}

export interface FollowUpFilter {
  readonly state?: FollowUpState | undefined;
  /** Due on an earlier day than this. */
  readonly dueBefore?: CivilDate | undefined;
  readonly region?: string | undefined;
}

@Injectable()
export class FollowUpsRepository {
  /**
   * A page in the caller's scope, what is due first first. Names are looked up for the page alone: of a whole calendar it took longer than a request may.
   * @param county null: a region above counties; named, the county's own calendar is read in its order
   */
  async list(tx: Transaction, county: string | null, { state, dueBefore, region }: FollowUpFilter, after: readonly (string | number)[] | null, limit: number): Promise<FollowUp[]> {
    const range = region === undefined ? null : regionRange(region);
    return tx.query<FollowUp[]>(
      `with page as materialized (
         select u.* from follow_ups u
         where ($8::text is null or u.county = $8) and ($1::text is null or u.state = $1) and ($2::date is null or u.due_on < $2) and ($3::text is null or u.owner_region between $3 and $4)
           and ($5::date is null or (u.due_on, u.id) > ($5::date, $6::uuid)) order by u.due_on, u.id limit $7)
       select u.id, u.registration_id as "traineeId", r.name, r.id_number_masked as "idNumberMasked", r.phone_masked as "phoneMasked", u.owner_region as "ownerRegion", u.employment_id as "employmentId",
              e.id as "employerId", e.name as "employerName", u.milestone, u.starts_on as "startsOn", u.due_on as "dueOn", u.state, u.evidence_fact_id as "evidenceFactId"
       from page u left join registrations r on r.id = u.registration_id left join employers e on e.id = canonical_employer(u.employer_id) order by u.due_on, u.id`,
      [state ?? null, dueBefore ?? null, range?.from ?? null, range?.to ?? null, ...(after ?? [null, null]), limit, county],
    );
  }

  /** Held until the end of the transaction; null: there is none in scope. */
  async findForChange(tx: Transaction, employmentId: string, milestone: FollowUpMilestone): Promise<{ readonly state: FollowUpState } | null> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('follow-ups.' || $1, 0))`, [employmentId]);
    const [row] = await tx.query<{ state: FollowUpState }[]>('select state from follow_ups where employment_id = $1 and milestone = $2', [employmentId, milestone]);
    return row ?? null;
  }

  /** Ids of employments of a county, each once, after the one given. */
  async listEmployments(tx: Transaction, county: string, after: string | null, limit: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `select distinct employment_id as id from ledger_facts where county = $1 and kind = 'employment-started' and ($2::uuid is null or employment_id > $2) order by employment_id limit $3`,
      [county, after, limit],
    );
    return rows.map((row) => row.id);
  }

  /** Writes what the ledger says of these employments. Takes the county's lock: the last thing that a transaction does. */
  async refresh(tx: Transaction, county: string, employmentIds: readonly string[]): Promise<void> {
    await tx.query('select refresh_follow_ups($1, $2::uuid[])', [county, employmentIds]);
  }
}
