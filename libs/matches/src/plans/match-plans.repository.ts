import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { DecidedPair, MadePlan, PlanFailure, PlanFigures, PlanWishes } from './plan-figures.js';

/** A plan as it is stored: made once the worker has come to it. */
export interface StoredPlan extends PlanWishes {
  readonly id: string;
  readonly nightlyOn: CivilDate | null;
  readonly requestedAt: Date;
  readonly madeAt: Date | null;
  readonly failedAt: Date | null;
  readonly failure: PlanFailure | null;
  readonly asOf: CivilDate | null;
  readonly policyVersion: string | null;
  readonly figures: PlanFigures | null;
}

export interface StoredPair extends DecidedPair {
  readonly isDecision: boolean;
}

export interface MatchDecision extends DecidedPair {
  readonly id: string;
  readonly decidedAt: Date;
}

/** So many plans of a county are kept, the newest. */
const PLANS_KEPT = 20;
const PLAN = `id, nightly_on as "nightlyOn", fanout, per_trainee as "perTrainee", most_of_class as "mostOfClass", township_share as "townshipShare", requested_at as "requestedAt", made_at as "madeAt", failed_at as "failedAt", failure, as_of as "asOf", policy_version as "policyVersion", figures`;
const DECISION = `id, trainee_id as "traineeId", vacancy_id as "vacancyId", decided_at as "decidedAt"`;

@Injectable()
export class MatchPlansRepository {
  /** Null: the county has its nightly plan of that day already. */
  async add(tx: Transaction, county: string, { fanout, perTrainee, mostOfClass, townshipShare }: PlanWishes, nightlyOn: CivilDate | null): Promise<StoredPlan | null> {
    const [plan] = await tx.query<StoredPlan[]>(
      `insert into match_plans (county, nightly_on, fanout, per_trainee, most_of_class, township_share) values ($1, $2, $3, $4, $5, $6)
       on conflict on constraint one_nightly_plan_per_day do nothing returning ${PLAN}`,
      [county, nightlyOn, fanout, perTrainee, mostOfClass, townshipShare],
    );
    await tx.query(`delete from match_plans where county = $1 and id in (select id from match_plans where county = $1 order by requested_at desc, id offset ${PLANS_KEPT})`, [county]);
    return plan ?? null;
  }

  async findNightly(tx: Transaction, county: string, day: CivilDate): Promise<StoredPlan | null> {
    const [plan] = await tx.query<StoredPlan[]>(`select ${PLAN} from match_plans where county = $1 and nightly_on = $2`, [county, day]);
    return plan ?? null;
  }

  async find(tx: Transaction, id: string): Promise<StoredPlan | null> {
    const [plan] = await tx.query<StoredPlan[]>(`select ${PLAN} from match_plans where id = $1`, [id]);
    return plan ?? null;
  }

  /** The newest first. */
  async list(tx: Transaction, county: string): Promise<StoredPlan[]> {
    return tx.query<StoredPlan[]>(`select ${PLAN} from match_plans where county = $1 order by requested_at desc, id`, [county]);
  }

  /** Keeps what was made; whoever comes second changes nothing. */
  async save(tx: Transaction, id: string, { asOf, policyVersion, figures, pairs }: MadePlan): Promise<void> {
    const [rows] = await tx.query<[{ id: string }[], number]>('update match_plans set made_at = now(), as_of = $2, policy_version = $3, figures = $4 where id = $1 and made_at is null and failed_at is null returning id', [id, asOf, policyVersion, JSON.stringify(figures)]);
    if (rows.length === 0) return;
    await tx.query(
      `insert into match_plan_pairs (plan_id, trainee_id, vacancy_id, owner_region, is_decision)
       select $1, p."traineeId", p."vacancyId", p."ownerRegion", p."isDecision" from jsonb_to_recordset($2::jsonb) as p ("traineeId" uuid, "vacancyId" uuid, "ownerRegion" text, "isDecision" boolean)`,
      [id, JSON.stringify(pairs)],
    );
  }

  /** A plan that is made stays made; the first reason stands. */
  async fail(tx: Transaction, id: string, failure: PlanFailure): Promise<void> {
    await tx.query('update match_plans set failed_at = now(), failure = $2 where id = $1 and made_at is null and failed_at is null', [id, failure]);
  }

  /** Pairs of the transaction's scope by vacancy, then person, after a place. */
  async listPairs(tx: Transaction, planId: string, after: DecidedPair | null, limit: number): Promise<StoredPair[]> {
    return tx.query<StoredPair[]>(
      `select trainee_id as "traineeId", vacancy_id as "vacancyId", is_decision as "isDecision" from match_plan_pairs
       where plan_id = $1 and ($2::uuid is null or (vacancy_id, trainee_id) > ($2::uuid, $3::uuid)) order by vacancy_id, trainee_id limit $4`,
      [planId, after?.vacancyId ?? null, after?.traineeId ?? null, limit],
    );
  }

  /** In force, of the whole county: whoever makes its plan sees them all. */
  async listDecided(tx: Transaction, county: string): Promise<DecidedPair[]> {
    return tx.query<DecidedPair[]>('select trainee_id as "traineeId", vacancy_id as "vacancyId" from match_decisions where county = $1 and withdrawn_at is null order by trainee_id, vacancy_id', [county]);
  }

  /** In force, of one vacancy and the transaction's scope. */
  async listDecisions(tx: Transaction, vacancyId: string): Promise<MatchDecision[]> {
    return tx.query<MatchDecision[]>(`select ${DECISION} from match_decisions where vacancy_id = $1 and withdrawn_at is null order by decided_at, id`, [vacancyId]);
  }

  /** The same pair again is the same decision. */
  async decide(tx: Transaction, { traineeId, vacancyId }: DecidedPair, ownerRegion: string): Promise<{ readonly decision: MatchDecision; readonly isNew: boolean }> {
    const [added] = await tx.query<MatchDecision[]>(
      `insert into match_decisions (trainee_id, vacancy_id, owner_region, county) values ($1, $2, $3, substr($3, 1, 6)) on conflict (trainee_id, vacancy_id) where withdrawn_at is null do nothing returning ${DECISION}`,
      [traineeId, vacancyId, ownerRegion],
    );
    if (added) return { decision: added, isNew: true };
    const [known] = await tx.query<MatchDecision[]>(`select ${DECISION} from match_decisions where trainee_id = $1 and vacancy_id = $2 and withdrawn_at is null`, [traineeId, vacancyId]);
    return { decision: known!, isNew: false };
  }

  /** Null: there is none in force. */
  async withdraw(tx: Transaction, id: string): Promise<(DecidedPair & { readonly ownerRegion: string }) | null> {
    const [[row]] = await tx.query<[(DecidedPair & { readonly ownerRegion: string })[], number]>(
      `update match_decisions set withdrawn_at = now(), withdrawn_by = current_setting('app.actor_id') where id = $1 and withdrawn_at is null returning trainee_id as "traineeId", vacancy_id as "vacancyId", owner_region as "ownerRegion"`,
      [id],
    );
    return row ?? null;
  }
}
