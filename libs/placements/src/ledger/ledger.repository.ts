import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { classRefusal } from '../classes/classes.errors.js';
import { LedgerMoveRefused, ReferralMoveRefused, RollTakesWhoAccepted, SeatsExhausted, SecondOfficerNeeded } from '../placements.errors.js';
import type { NewExclusion, NewFact, StoredExclusion, StoredFact } from './ledger-row.js';

const FACT = `f.id, f.kind, f.effective_on as "effectiveOn", f.owner_region as "ownerRegion", f.registration_id as "registrationId", f.person_id as "personId", f.class_id as "classId",
  f.employment_id as "employmentId", f.employer_id as "employerId", f.level, f.retracts_fact_id as "retractsFactId", f.payload, f.reason, f.recorded_at as "recordedAt", f.recorded_by as "recordedBy",
  fact_in_force(f.id) as "inForce"`;
const GIVEN = 'id, county, owner_region, kind, effective_on, registration_id, person_id, class_id, employment_id, employer_id, level, retracts_fact_id, payload, recorded_by, reason';
const GIVEN_TYPES = `id uuid, county text, owner_region text, kind text, effective_on date, registration_id uuid, person_id uuid, class_id uuid, employment_id uuid, employer_id uuid, level int, retracts_fact_id uuid, payload jsonb, recorded_by text, reason text`;

/** Whether the database refused by this constraint. */
export function isRefusalOf(error: unknown, constraint: string): boolean {
  return typeof error === 'object' && error !== null && 'driverError' in error && (error.driverError as { constraint?: string }).constraint === constraint;
}

/** A domain error for a refusal of the database's own rules; anything else stays as it is. */
export function asRefusal(error: unknown): unknown {
  const constraint = typeof error === 'object' && error !== null && 'driverError' in error ? (error.driverError as { constraint?: string }).constraint : undefined;
  switch (constraint) {
    case 'legal_ledger_move':
      return new LedgerMoveRefused();
    case 'roll_takes_who_accepted':
      return new RollTakesWhoAccepted();
    case 'refusal_is_of_a_second_officer':
    case 'second_refusal_is_of_another_officer':
      return new SecondOfficerNeeded('不认可一级佐证须由没有记录过它、也没有不认可过它的另一名经办人作出。');
    case 'legal_referral_move':
    case 'one_event_per_step':
      return new ReferralMoveRefused();
    case 'class_seats_hold_its_people':
      return new SeatsExhausted(0);
    default:
      return classRefusal(constraint) ?? error;
  }
}

/** The append-only ledger. Appending takes the county's lock until the commit: it is the last thing that a transaction does. */
@Injectable()
export class LedgerRepository {
  /**
   * Appends facts of one county in the order given, in one statement; they share one recorded-at, given by the database.
   * @param options.recordedAt the history of a seed: only the owner of the database may give it
   * @throws LedgerMoveRefused when the ledger does not allow one of them
   */
  async append(tx: Transaction, recordedBy: string, facts: readonly NewFact[], options: { readonly recordedAt?: Date } = {}): Promise<void> {
    if (facts.length === 0) return;
    const rows = facts.map((fact) => ({
      id: fact.id, county: fact.ownerRegion.slice(0, 6), owner_region: fact.ownerRegion, kind: fact.kind, effective_on: fact.effectiveOn, registration_id: fact.registrationId ?? null, person_id: fact.personId ?? null,
      class_id: fact.classId ?? null, employment_id: fact.employmentId ?? null, employer_id: fact.employerId ?? null, level: fact.level ?? null, retracts_fact_id: fact.retractsFactId ?? null,
      payload: fact.payload ?? {}, recorded_by: recordedBy, reason: fact.reason ?? null,
    }));
    await supersedeCorrections(tx, facts);
    await releaseHires(tx, facts);
    const isGiven = options.recordedAt !== undefined;
    const source = `select ${GIVEN}${isGiven ? ', $2::timestamptz' : ''} from rows from (jsonb_to_recordset($1) as (${GIVEN_TYPES})) with ordinality as given order by ordinality`;
    try {
      await tx.query(`insert into ledger_facts (${GIVEN}${isGiven ? ', recorded_at' : ''}) ${source}`, [JSON.stringify(rows), ...(isGiven ? [options.recordedAt] : [])]);
    } catch (error) {
      throw asRefusal(error);
    }
  }

  /** Records exclusions, or their retractions, in the restricted table. @throws LedgerMoveRefused */
  async appendExclusions(tx: Transaction, exclusions: readonly NewExclusion[]): Promise<void> {
    const rows = exclusions.map((each) => ({
      id: each.id, county: each.ownerRegion.slice(0, 6), owner_region: each.ownerRegion, kind: each.kind, effective_on: each.effectiveOn, registration_id: each.registrationId, person_id: each.personId,
      reason_code: each.reasonCode, proof_reference: each.proofReference, retracts_fact_id: each.retractsFactId, reason: each.reason,
    }));
    await supersedeCorrections(tx, exclusions);
    try {
      await tx.query('select record_exclusions($1)', [JSON.stringify(rows)]);
    } catch (error) {
      throw asRefusal(error);
    }
  }

  /** Exclusions of the county in the caller's scope, retractions among them. Roles that may not see them get an error of the database. */
  async listExclusions(tx: Transaction, county: string, registrationIds: readonly string[]): Promise<StoredExclusion[]> {
    return tx.query<StoredExclusion[]>(
      `select id, kind, effective_on as "effectiveOn", registration_id as "registrationId", person_id as "personId", reason_code as "reasonCode", proof_reference as "proofReference", retracts_fact_id as "retractsFactId"
       from exclusions_known($1, null) where registration_id = any ($2::uuid[]) order by effective_on, id`,
      [county, registrationIds],
    );
  }

  /** An exclusion (or the retraction of one) in the caller's scope, and whether it is retracted. Null also for roles that may not know. */
  async findExclusion(tx: Transaction, region: string, id: string): Promise<(StoredExclusion & { readonly isRetracted: boolean }) | null> {
    const [row] = await tx.query<(StoredExclusion & { isRetracted: boolean })[]>(
      `with known as materialized (select * from exclusions_known(left($1, 6), null))
       select k.id, k.kind, k.effective_on as "effectiveOn", k.registration_id as "registrationId", k.person_id as "personId", k.reason_code as "reasonCode", k.proof_reference as "proofReference",
              k.retracts_fact_id as "retractsFactId", exists (select from known r where r.retracts_fact_id = k.id) as "isRetracted"
       from known k where k.id = $2`,
      [region, id],
    );
    return row ?? null;
  }

  /** Who recorded an exclusion, and when. */
  async getExclusionRecorder(tx: Transaction, id: string): Promise<{ recordedBy: string; recordedAt: Date }> {
    const [row] = await tx.query<{ recordedBy: string; recordedAt: Date }[]>('select recorded_by as "recordedBy", recorded_at as "recordedAt" from exclusion_recorder($1)', [id]);
    return row!;
  }

  async findFact(tx: Transaction, id: string): Promise<StoredFact | null> {
    const [row] = await tx.query<StoredFact[]>(`select ${FACT} from ledger_facts f where f.id = $1`, [id]);
    return row ?? null;
  }

  /** Facts about employments, by date and then as recorded. */
  async listOfEmployments(tx: Transaction, employmentIds: readonly string[]): Promise<StoredFact[]> {
    return tx.query<StoredFact[]>(`select ${FACT} from ledger_facts f where f.employment_id = any ($1::uuid[]) order by f.effective_on, f.recorded_at, f.id`, [employmentIds]);
  }

  /** Every fact about one registration, by date and then as recorded. */
  async listOfRegistration(tx: Transaction, registrationId: string): Promise<StoredFact[]> {
    return tx.query<StoredFact[]>(`select ${FACT} from ledger_facts f where f.registration_id = $1 order by f.effective_on, f.recorded_at, f.id`, [registrationId]);
  }

  /** The facts in force about the roll of a class; of these registrations only, when given. */
  async listRoll(tx: Transaction, classId: string, registrationIds: readonly string[] | null = null): Promise<StoredFact[]> {
    return tx.query<StoredFact[]>(
      `select ${FACT} from ledger_facts f where f.class_id = $1 and f.registration_id is not null and ($2::uuid[] is null or f.registration_id = any ($2)) and fact_in_force(f.id)
       order by f.effective_on, f.recorded_at, f.id`,
      [classId, registrationIds],
    );
  }

  /** The facts in force about the rolls of several classes. */
  async listRolls(tx: Transaction, classIds: readonly string[]): Promise<StoredFact[]> {
    return tx.query<StoredFact[]>(`select ${FACT} from ledger_facts f where f.class_id = any ($1::uuid[]) and f.registration_id is not null and fact_in_force(f.id) order by f.effective_on, f.recorded_at, f.id`, [classIds]);
  }

  /** Facts by their ids, in no particular order. */
  async listFacts(tx: Transaction, ids: readonly string[]): Promise<StoredFact[]> {
    return tx.query<StoredFact[]>(`select ${FACT} from ledger_facts f where f.id = any ($1::uuid[])`, [ids]);
  }

  /** Starts of employment in force of these registrations. */
  async listStarts(tx: Transaction, registrationIds: readonly string[]): Promise<StoredFact[]> {
    return tx.query<StoredFact[]>(`select ${FACT} from ledger_facts f where f.registration_id = any ($1::uuid[]) and f.kind = 'employment-started' and fact_in_force(f.id)`, [registrationIds]);
  }

  /** How many sit in a class: enrolled and not dropped, in the whole county whatever the caller's scope. */
  async countSeated(tx: Transaction, classId: string): Promise<number> {
    const [row] = await tx.query<{ seated: number }[]>('select count_seated($1) as seated', [classId]);
    return row!.seated;
  }
}

/**
 * A correction that waits for a fact that is now taken back otherwise has nothing left to correct. Before the ledger's own
 * lock, as a confirmation does it: both take the request's row first, so neither waits for the other for ever.
 */
async function supersedeCorrections(tx: Transaction, facts: readonly { readonly kind: string; readonly retractsFactId?: string | null }[]): Promise<void> {
  const retracted = facts.flatMap((fact) => (fact.kind === 'retracted' ? [fact.retractsFactId!] : []));
  if (retracted.length === 0) return;
  await tx.query(`update correction_requests set state = 'superseded', decided_at = now() where fact_id = any ($1::uuid[]) and state = 'pending'`, [retracted]);
}

/** A start of work that is taken back, with none in its place, takes the hire for a pledged seat with it: before the ledger's lock, as a hire takes the order's row first. */
async function releaseHires(tx: Transaction, facts: readonly NewFact[]): Promise<void> {
  const retracted = facts.flatMap((fact) => (fact.kind === 'retracted' ? [fact.retractsFactId!] : []));
  const restarted = facts.flatMap((fact) => (fact.kind === 'employment-started' ? [fact.employmentId!] : []));
  if (retracted.length > 0) await tx.query('select release_order_hires($1::uuid[], $2::uuid[])', [retracted, restarted]);
}
