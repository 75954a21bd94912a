import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';

@Entity('scoring_policies')
@Check('weights_are_not_negative', 'skills_weight >= 0 and location_weight >= 0 and courses_weight >= 0')
@Check('weights_sum_to_1', 'abs(skills_weight + location_weight + courses_weight - 1) <= 1e-9')
@Check('minimum_score_is_0_to_10000', 'min_score between 0 and 10000')
@Check('coverage_is_0_to_1', 'essential_coverage_min between 0 and 1')
export class ScoringPolicyEntity {
  @PrimaryColumn({ type: 'text' }) version!: string;
  @Column({ type: 'double precision' }) skillsWeight!: number;
  @Column({ type: 'double precision' }) locationWeight!: number;
  @Column({ type: 'double precision' }) coursesWeight!: number;
  @Column({ type: 'int' }) minScore!: number;
  @Column({ type: 'double precision' }) essentialCoverageMin!: number;
  @Column({ type: 'text' }) tieSalt!: string;
  @Column({ type: 'timestamptz', default: () => 'now()' }) inForceAt!: Date;
}

/** One of the best 50 trainees of a vacancy; the owner region is the trainee's. */
@Entity('matches')
@Check('score_is_0_to_10000', 'score between 0 and 10000')
@Check('at_most_50_are_kept', 'rank between 1 and 50')
export class MatchEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'matches_pkey' }) vacancyId!: string;
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'matches_pkey' }) traineeId!: string;
  @Column({ type: 'text' }) ownerRegion!: string;
  @Column({ type: 'text' }) county!: string;
  @Column({ type: 'int' }) score!: number;
  @Column({ type: 'double precision' }) skills!: number;
  @Column({ type: 'double precision' }) location!: number;
  @Column({ type: 'double precision' }) courses!: number;
  @Column({ type: 'int' }) rank!: number;
}

/** When, for which day and by which policy a vacancy's list was made. */
@Entity('match_lists')
export class MatchListEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'match_lists_pkey' }) vacancyId!: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'match_lists_pkey' }) county!: string;
  @Column({ type: 'text' }) policyVersion!: string;
  @Column({ type: 'date' }) asOf!: string;
  @Column({ type: 'int' }) vacancyVersion!: number;
  @Column({ type: 'int' }) kept!: number;
  @Column({ type: 'timestamptz', default: () => 'now()' }) refreshedAt!: Date;
}

/** When a vacancy first had a list with anybody on it, for a county; written by the database when lists are stored. */
@Entity('match_first_lists')
export class MatchFirstListEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'one_first_list_per_vacancy_and_county' }) vacancyId!: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'one_first_list_per_vacancy_and_county' }) county!: string;
  @Column({ type: 'timestamptz' }) madeAt!: Date;
}

/** With these data N of M vacancies find people; filling one field would bring so many more. */
@Entity('match_forecasts')
@Check('no_more_match_than_there_are', 'matched <= vacancies')
export class MatchForecastEntity {
  @PrimaryColumn({ type: 'uuid' }) runId!: string;
  @Column({ type: 'text' }) county!: string;
  @Column({ type: 'date' }) asOf!: string;
  @Column({ type: 'text' }) policyVersion!: string;
  @Column({ type: 'int' }) vacancies!: number;
  @Column({ type: 'int' }) matched!: number;
  @Column({ type: 'text', nullable: true }) missingField!: string | null;
  @Column({ type: 'int', nullable: true }) vacanciesGained!: number | null;
  @Column({ type: 'timestamptz', default: () => 'now()' }) madeAt!: Date;
}

/** The greatest shortages of a county as they were worked out last. */
@Entity('shortage_boards')
@Check('board_is_a_list', `jsonb_typeof(lines) = 'array'`)
export class ShortageBoardEntity {
  @PrimaryColumn({ type: 'text' }) county!: string;
  @Column({ type: 'date' }) asOf!: string;
  @Column({ type: 'text' }) policyVersion!: string;
  @Column({ type: 'timestamptz', default: () => 'now()' }) madeAt!: Date;
  @Column({ type: 'jsonb' }) lines!: unknown;
}

/** A person or a vacancy of a county that a transaction has changed: what the engine reads again. Written by triggers. */
@Entity('matching_changes')
@Check('kind_of_change_is_known', `kind in ('trainee', 'vacancy')`)
export class MatchingChangeEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'one_line_per_change' }) county!: string;
  @PrimaryColumn({ type: 'bigint', default: () => 'current_xact()', primaryKeyConstraintName: 'one_line_per_change' }) xact!: string;
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'one_line_per_change' }) kind!: string;
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'one_line_per_change' }) id!: string;
  @Column({ type: 'timestamptz', default: () => 'now()' }) notedAt!: Date;
}

/** An officer's word that a person is put forward for a vacancy; withdrawn, never removed. The owner region is the person's. */
@Entity('match_decisions')
@Check('withdrawal_is_whole', '(withdrawn_by is null) = (withdrawn_at is null)')
@Index('one_decision_in_force_per_pair', ['traineeId', 'vacancyId'], { unique: true, where: 'withdrawn_at is null' })
@Index('match_decisions_of_county', ['county', 'vacancyId'], { where: 'withdrawn_at is null' })
export class MatchDecisionEntity {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'match_decisions_pkey' }) id!: string;
  @Column({ type: 'uuid' }) traineeId!: string;
  @Column({ type: 'uuid' }) vacancyId!: string;
  @Column({ type: 'text' }) ownerRegion!: string;
  @Column({ type: 'text' }) county!: string;
  @Column({ type: 'text', default: () => `current_setting('app.actor_id')` }) decidedBy!: string;
  @Column({ type: 'timestamptz', default: () => 'now()' }) decidedAt!: Date;
  @Column({ type: 'text', nullable: true }) withdrawnBy!: string | null;
  @Column({ type: 'timestamptz', nullable: true }) withdrawnAt!: Date | null;
}

/** A county's plan: what was asked for, and what came out once the worker has made it. */
@Entity('match_plans')
@Unique('one_nightly_plan_per_day', ['county', 'nightlyOn'])
@Check('fanout_is_0_to_20', 'fanout > 0 and fanout <= 20')
@Check('per_trainee_is_1_to_20', 'per_trainee between 1 and 20')
@Check('most_of_class_is_not_negative', 'most_of_class >= 0')
@Check('township_share_is_0_to_1', 'township_share between 0 and 1')
@Check('made_plan_is_whole', '(made_at is null) = (figures is null) and (made_at is null) = (as_of is null) and (made_at is null) = (policy_version is null)')
@Check('failed_plan_says_why', `(failed_at is null) = (failure is null) and (failed_at is null or made_at is null) and failure in ('solver-gave-up', 'gave-up')`)
export class MatchPlanEntity {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'match_plans_pkey' }) id!: string;
  @Column({ type: 'text' }) county!: string;
  @Column({ type: 'date', nullable: true }) nightlyOn!: string | null;
  @Column({ type: 'double precision' }) fanout!: number;
  @Column({ type: 'int' }) perTrainee!: number;
  @Column({ type: 'int', nullable: true }) mostOfClass!: number | null;
  @Column({ type: 'double precision', nullable: true }) townshipShare!: number | null;
  @Column({ type: 'timestamptz', default: () => 'now()' }) requestedAt!: Date;
  @Column({ type: 'timestamptz', nullable: true }) madeAt!: Date | null;
  @Column({ type: 'date', nullable: true }) asOf!: string | null;
  @Column({ type: 'text', nullable: true }) policyVersion!: string | null;
  @Column({ type: 'jsonb', nullable: true }) figures!: unknown;
  @Column({ type: 'timestamptz', nullable: true }) failedAt!: Date | null;
  @Column({ type: 'text', nullable: true }) failure!: string | null;
}

/** Somebody put forward by a plan; the owner region is the person's. */
@Entity('match_plan_pairs')
export class MatchPlanPairEntity {
  @ForeignKey(() => MatchPlanEntity, { name: 'pair_of_a_plan', onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'match_plan_pairs_pkey' }) planId!: string;
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'match_plan_pairs_pkey' }) vacancyId!: string;
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'match_plan_pairs_pkey' }) traineeId!: string;
  @Column({ type: 'text' }) ownerRegion!: string;
  @Column({ type: 'boolean' }) isDecision!: boolean;
}

Index('match_plans_of_county', { synchronize: false })(MatchPlanEntity);
Index('matches_of_trainee', { synchronize: false })(MatchEntity); // its descending order is not TypeORM's to say

export const MATCHES_ENTITIES = [ScoringPolicyEntity, MatchEntity, MatchListEntity, MatchFirstListEntity, MatchForecastEntity, ShortageBoardEntity, MatchingChangeEntity, MatchDecisionEntity, MatchPlanEntity, MatchPlanPairEntity] as const;
