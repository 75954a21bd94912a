import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** The legal moves of a survey, as the database keeps them; the same table as `SURVEY_MOVES`. */
@Entity('survey_moves')
export class SurveyMoveEntity {
  @PrimaryColumn('text')
  fromState!: string;
  @PrimaryColumn('text')
  toState!: string;
}

/** A survey of people with weaker evidence. What it asks, its list and the hash of its seed are said once. */
@Entity('surveys')
@Check('survey_county_holds_its_region', `owner_region ~ '^[0-9]{12}$' and region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6) and county = substr(region, 1, 6)`)
@Check('survey_state_is_known', `state in ('planned', 'drawn', 'answering', 'finished', 'cancelled')`)
@Check('survey_period_is_whole', '(from_month is null) = (to_month is null) and to_month >= from_month')
@Check('survey_calls_somebody', 'size between 1 and people')
@Check('survey_counts_are_counts', 'proven >= 0 and not_employed >= 0')
@Check('seed_is_the_committed_one', `seed is null or encode(sha256(seed::bytea), 'hex') = seed_hash`)
@Check('draw_is_whole', `(seed is null) = (drawn_at is null) and (drawn_by is null) = (drawn_at is null) and (state <> 'planned' or seed is null) and (state not in ('drawn', 'answering', 'finished') or seed is not null)`)
@Check('survey_end_is_whole', `(state = 'finished') = (finished_at is not null) and (finished_by is null) = (finished_at is null)`)
@Check('cancelled_with_a_reason', `(state = 'cancelled') = (cancel_reason is not null) and (cancelled_by is null) = (cancel_reason is null) and (cancelled_at is null) = (cancel_reason is null)`)
@Index('one_open_survey_per_county', ['county'], { unique: true, where: `state in ('planned', 'drawn', 'answering')` })
@Index('surveys_by_time', ['county', 'plannedAt', 'id'])
export class SurveyEntity {
  @PrimaryColumn('uuid')
  id!: string;
  @Column('text')
  county!: string;
  @Column('text')
  ownerRegion!: string;
  /** A named rate, and the level of evidence that it asks for here. */
  @Column('text')
  rule!: string;
  @Column('int')
  evidenceAtLeast!: number;
  @Column('text', { nullable: true })
  fromMonth!: string | null;
  @Column('text', { nullable: true })
  toMonth!: string | null;
  /** 12 digits: whose homes. */
  @Column('text')
  region!: string;
  @Column('text', { nullable: true })
  programme!: string | null;
  @Column('date')
  asOf!: string;
  @Column('timestamptz')
  knownBy!: Date;
  @Column('int')
  proven!: number;
  @Column('int')
  notEmployed!: number;
  /** Who could be called. */
  @Column('int')
  people!: number;
  /** The strata of the list in numbers. */
  @Column('jsonb')
  strata!: { key: string; members: number }[];
  @Column('int')
  size!: number;
  /** Points of the whole rate on either side that were asked for; null: the size was given. */
  @Column('double precision', { nullable: true })
  halfWidth!: number | null;
  @Column('text')
  frameHash!: string;
  @Column('text')
  seedHash!: string;
  /** Sealed until the draw. */
  @Column('text')
  sealedSeed!: string;
  @Column('text', { nullable: true })
  seed!: string | null;
  @Column('text', { default: 'planned' })
  state!: string;
  @Column('text')
  plannedBy!: string;
  @Column('timestamptz', { default: () => 'now()' })
  plannedAt!: Date;
  @Column('text', { nullable: true })
  drawnBy!: string | null;
  @Column('timestamptz', { nullable: true })
  drawnAt!: Date | null;
  @Column('text', { nullable: true })
  finishedBy!: string | null;
  @Column('timestamptz', { nullable: true })
  finishedAt!: Date | null;
  @Column('text', { nullable: true })
  cancelledBy!: string | null;
  @Column('timestamptz', { nullable: true })
  cancelledAt!: Date | null;
  @Column('text', { nullable: true })
  cancelReason!: string | null;
}

/** A person of the list: who could be called, in which stratum, and about which days. */
@Entity('survey_members')
@Index('survey_members_in_order', { synchronize: false }) // by code points
export class SurveyMemberEntity {
  @PrimaryColumn('uuid')
  @ForeignKey(() => SurveyEntity, { name: 'member_of_a_survey' })
  surveyId!: string;
  @PrimaryColumn('uuid')
  registrationId!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('uuid')
  personId!: string;
  @Column('text')
  stratum!: string;
  @Column('date')
  askedFrom!: string;
  @Column('date')
  askedTo!: string;
}

/** A person who was drawn. */
@Entity('survey_calls')
@Unique('one_call_per_place', ['surveyId', 'stratum', 'place'])
@ForeignKey(() => SurveyMemberEntity, ['surveyId', 'registrationId'], ['surveyId', 'registrationId'], { name: 'call_of_a_member' })
export class SurveyCallEntity {
  @PrimaryColumn('uuid')
  surveyId!: string;
  @PrimaryColumn('uuid')
  registrationId!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('text')
  stratum!: string;
  /** From 1 in each stratum, by the lot. */
  @Column('int')
  place!: number;
}

/** A day on which somebody was called in vain. */
@Entity('survey_attempts')
@Unique('one_attempt_per_day', ['surveyId', 'registrationId', 'attemptedOn'])
@Check('attempt_result_is_known', `result in ('no-answer', 'switched-off', 'call-later')`)
@Check('attempt_counts_on_its_day', `attempted_on = (attempted_at at time zone 'Asia/Shanghai')::date`)
@ForeignKey(() => SurveyCallEntity, ['surveyId', 'registrationId'], ['surveyId', 'registrationId'], { name: 'attempt_of_a_call' })
export class SurveyAttemptEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('uuid')
  surveyId!: string;
  @Column('uuid')
  registrationId!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('date')
  attemptedOn!: string;
  @Column('text')
  result!: string;
  @Column('text')
  attemptedBy!: string;
  @Column('timestamptz', { default: () => 'now()' })
  attemptedAt!: Date;
}

/** What a person said; a correction is a further answer with a reason, and the last one counts. */
@Entity('survey_answers')
@Unique('one_answer_per_number', ['surveyId', 'registrationId', 'number'])
@Check('survey_outcome_is_known', `outcome in ('employed', 'not-employed', 'excluded', 'refused', 'not-reached', 'wrong-number')`)
@Check('survey_employment_is_whole', `case when outcome = 'employed' then job_type is not null and since is not null and (job_type <> 'wage' or employer_name is not null) and coalesce("until" >= since, true) else coalesce(job_type, employer_name, since::text, "until"::text) is null end`)
@Check('survey_exclusion_has_its_reason', `(outcome = 'excluded') = (exclusion_reason is not null)`)
@Check('survey_exclusion_reason_is_known', `exclusion_reason in ('death', 'medical-over-90-days', 'institution', 'call-up', 'further-study')`)
@Check('correction_of_an_answer_says_why', '(number > 1) = (correction_reason is not null)')
@ForeignKey(() => SurveyCallEntity, ['surveyId', 'registrationId'], ['surveyId', 'registrationId'], { name: 'answer_of_a_call' })
export class SurveyAnswerEntity {
  @PrimaryGeneratedColumn('uuid')
  id!: string;
  @Column('uuid')
  surveyId!: string;
  @Column('uuid')
  registrationId!: string;
  @Column('text')
  ownerRegion!: string;
  @Column('int')
  number!: number;
  @Column('text')
  outcome!: string;
  @Column('text', { nullable: true })
  jobType!: string | null;
  @Column('text', { nullable: true })
  employerName!: string | null;
  @Column('date', { nullable: true })
  since!: string | null;
  @Column('date', { nullable: true })
  until!: string | null;
  @Column('text', { nullable: true })
  exclusionReason!: string | null;
  @Column('text', { nullable: true })
  note!: string | null;
  @Column('text', { nullable: true })
  correctionReason!: string | null;
  @Column('text')
  answeredBy!: string;
  @Column('timestamptz', { default: () => 'now()' })
  answeredAt!: Date;
}
