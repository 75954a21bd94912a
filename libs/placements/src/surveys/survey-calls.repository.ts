import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { ExclusionReason, JobType } from '@app/outcomes';
import type { Transaction } from '@app/platform';
import { SecondOfficerNeeded } from '../placements.errors.js';
import type { AnswerInput, AttemptResult, SurveyOutcome } from './survey-answer.js';
import { SurveyAnswered, SurveyTakesNoAnswers, SurveyTooFewAttempts } from './survey.errors.js';

/** A day on which somebody was called in vain. */
export interface SurveyAttempt {
  readonly attemptedOn: CivilDate;
  readonly result: AttemptResult;
  readonly attemptedBy: string;
}

/** An answer as it was noted; the last one counts. */
export interface SurveyAnswer extends AnswerInput {
  readonly number: number;
  readonly outcome: SurveyOutcome;
  readonly jobType: JobType | null;
  readonly employerName: string | null;
  readonly since: CivilDate | null;
  readonly until: CivilDate | null;
  readonly exclusionReason: ExclusionReason | null;
  readonly note: string | null;
  readonly correctionReason: string | null;
  readonly answeredBy: string;
  readonly answeredAt: Date;
}

/** A person to be called, with what the officer needs for it. */
export interface SurveyCall {
  readonly surveyId: string;
  readonly rule: string;
  readonly evidenceAtLeast: number;
  readonly traineeId: string;
  readonly name: string | null;
  readonly idNumberMasked: string | null;
  readonly phoneMasked: string | null;
  readonly ownerRegion: string;
  readonly stratum: string;
  readonly place: number;
  readonly askedFrom: CivilDate;
  readonly askedTo: CivilDate;
  /** The officer recorded evidence of this person, and somebody else can ask. */
  readonly needsAnother: boolean;
  /** By day. */
  readonly attempts: readonly SurveyAttempt[];
  /** By number; the last one counts. */
  readonly answers: readonly SurveyAnswer[];
}

export interface SurveyCallFilter {
  readonly surveyId?: string | undefined;
  /** Only those without an answer. */
  readonly waiting: boolean;
}

const ATTEMPTS = `coalesce((select jsonb_agg(jsonb_build_object('attemptedOn', t.attempted_on, 'result', t.result, 'attemptedBy', t.attempted_by) order by t.attempted_on)
  from survey_attempts t where t.survey_id = c.survey_id and t.registration_id = c.registration_id), '[]')`;
const CALL = `c.survey_id as "surveyId", s.rule, s.evidence_at_least as "evidenceAtLeast", c.registration_id as "traineeId", r.name, r.id_number_masked as "idNumberMasked", r.phone_masked as "phoneMasked", c.owner_region as "ownerRegion",
  c.stratum, c.place, m.asked_from as "askedFrom", m.asked_to as "askedTo", survey_needs_another(c.survey_id, c.registration_id, current_setting('app.actor_id', true)) as "needsAnother", ${ATTEMPTS} as attempts`;
const FROM = `from survey_calls c join surveys s on s.id = c.survey_id join survey_members m on m.survey_id = c.survey_id and m.registration_id = c.registration_id left join registrations r on r.id = c.registration_id`;
const ANSWER = `number, outcome, job_type as "jobType", employer_name as "employerName", since, "until", exclusion_reason as "exclusionReason", note, correction_reason as "correctionReason", answered_by as "answeredBy", answered_at as "answeredAt"`;

type CallRow = Omit<SurveyCall, 'answers'>;

/** A domain error for a refusal of the database's own rules; anything else stays as it is. */
function asSurveyRefusal(error: unknown): unknown {
  const constraint = typeof error === 'object' && error !== null && 'driverError' in error ? (error.driverError as { constraint?: string }).constraint : undefined;
  switch (constraint) {
    case 'survey_takes_answers':
      return new SurveyTakesNoAnswers();
    case 'not_reached_after_three_days':
      return new SurveyTooFewAttempts();
    case 'answer_is_of_a_second_officer':
      return new SecondOfficerNeeded('这个人的就业佐证是您本人记录的，须由另一名经办人询问。');
    case 'one_answer_per_number':
      return new SurveyAnswered();
    default:
      return error;
  }
}

@Injectable()
export class SurveyCallsRepository {
  /** A page of the caller's own people, by survey and in the order of the draw; without a survey those of surveys under way. */
  async list(tx: Transaction, { surveyId, waiting }: SurveyCallFilter, after: readonly (string | number)[] | null, limit: number): Promise<SurveyCall[]> {
    const rows = await tx.query<CallRow[]>(
      `select ${CALL} ${FROM}
       where (case when $1::uuid is null then s.state in ('drawn', 'answering') else s.id = $1 end)
         and (not $2::boolean or not exists (select from survey_answers a where a.survey_id = c.survey_id and a.registration_id = c.registration_id))
         and ($3::uuid is null or (c.survey_id, c.stratum collate "C", c.place) > ($3::uuid, $4::text collate "C", $5::int))
       order by c.survey_id, c.stratum collate "C", c.place limit $6`,
      [surveyId ?? null, waiting, ...(after ?? [null, null, null]), limit],
    );
    return this.#withAnswers(tx, rows);
  }

  /** Null: not drawn, or not in scope. */
  async find(tx: Transaction, surveyId: string, traineeId: string): Promise<SurveyCall | null> {
    const rows = await tx.query<CallRow[]>(`select ${CALL} ${FROM} where c.survey_id = $1 and c.registration_id = $2`, [surveyId, traineeId]);
    return (await this.#withAnswers(tx, rows))[0] ?? null;
  }

  /** Until the commit nobody else notes anything about this person: the same request twice at once is one answer. */
  async hold(tx: Transaction, surveyId: string, traineeId: string): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtext('shouyu.survey'), hashtext($1 || $2))`, [surveyId, traineeId]);
  }

  /** False: that day is noted already. @throws SurveyTakesNoAnswers */
  async addAttempt(tx: Transaction, call: SurveyCall, result: AttemptResult, by: string): Promise<boolean> {
    try {
      const rows = await tx.query<unknown[]>(
        `insert into survey_attempts (survey_id, registration_id, owner_region, attempted_on, result, attempted_by) values ($1, $2, $3, (now() at time zone 'Asia/Shanghai')::date, $4, $5)
         on conflict on constraint one_attempt_per_day do nothing returning id`,
        [call.surveyId, call.traineeId, call.ownerRegion, result, by],
      );
      return rows.length === 1;
    } catch (error) {
      throw asSurveyRefusal(error);
    }
  }

  /** @throws SurveyTakesNoAnswers, SurveyTooFewAttempts, SecondOfficerNeeded, SurveyAnswered */
  async addAnswer(tx: Transaction, call: SurveyCall, input: AnswerInput, correctionReason: string | null, by: string): Promise<void> {
    try {
      await tx.query(
        `insert into survey_answers (survey_id, registration_id, owner_region, number, outcome, job_type, employer_name, since, "until", exclusion_reason, note, correction_reason, answered_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        [
          call.surveyId, call.traineeId, call.ownerRegion, call.answers.length + 1, input.outcome, input.jobType ?? null, input.employerName ?? null, input.since ?? null, input.until ?? null, input.exclusionReason ?? null,
          input.note ?? null, correctionReason, by,
        ],
      );
    } catch (error) {
      throw asSurveyRefusal(error);
    }
  }

  async #withAnswers(tx: Transaction, rows: readonly CallRow[]): Promise<SurveyCall[]> {
    const answers = await tx.query<(SurveyAnswer & { surveyId: string; traineeId: string })[]>(
      `select survey_id as "surveyId", registration_id as "traineeId", ${ANSWER} from survey_answers where survey_id = any ($1::uuid[]) and registration_id = any ($2::uuid[]) order by number`,
      [[...new Set(rows.map((row) => row.surveyId))], rows.map((row) => row.traineeId)],
    );
    return rows.map((row) => ({ ...row, answers: answers.filter(({ surveyId, traineeId }) => surveyId === row.surveyId && traineeId === row.traineeId) }));
  }
}
