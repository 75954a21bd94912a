import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { AnswerInput } from './survey-answer.js';
import type { DrawnMember, FrameMember } from './survey-frame.js';
import type { FramePerson, SurveyFrame } from './survey-frames.service.js';
import type { SurveyState } from './survey-moves.js';

export interface StratumSize {
  readonly key: string;
  readonly members: number;
}

/** A survey as it is stored. */
export interface StoredSurvey {
  readonly id: string;
  readonly county: string;
  /** A named rate; another level of evidence than its own makes another rate of it. */
  readonly rule: string;
  readonly evidenceAtLeast: number;
  readonly fromMonth: string | null;
  readonly toMonth: string | null;
  readonly region: string;
  readonly programme: string | null;
  readonly asOf: CivilDate;
  readonly knownByMicros: number;
  readonly proven: number;
  readonly notEmployed: number;
  readonly people: number;
  /** The list in numbers, in the order of the keys. */
  readonly strata: readonly StratumSize[];
  readonly size: number;
  /** Points of the whole rate. */
  readonly halfWidth: number | null;
  readonly frameHash: string;
  readonly seedHash: string;
  readonly sealedSeed: string;
  readonly seed: string | null;
  readonly state: SurveyState;
  readonly plannedBy: string;
  readonly plannedAt: Date;
  readonly drawnBy: string | null;
  readonly drawnAt: Date | null;
  readonly finishedBy: string | null;
  readonly finishedAt: Date | null;
  readonly cancelledBy: string | null;
  readonly cancelledAt: Date | null;
  readonly cancelReason: string | null;
  /** Earlier draws over the same question that were cancelled: whoever reads a result sees that it was not the first sample. */
  readonly cancelledDraws: number;
}

export interface NewSurvey {
  readonly id: string;
  readonly frame: SurveyFrame;
  readonly strata: readonly StratumSize[];
  readonly size: number;
  readonly halfWidth: number | null;
  readonly frameHash: string;
  readonly seedHash: string;
  readonly sealedSeed: string;
  readonly plannedBy: string;
}

/** The calls of a stratum in numbers. */
export interface CallCount {
  readonly key: string;
  readonly drawn: number;
  readonly answered: number;
}

/** A stratum in numbers, as the calls stand. */
export type StratumCount = StratumSize & CallCount;

/** A drawn person's latest answer, with what it takes to count it. */
export interface LatestAnswer extends AnswerInput {
  readonly stratum: string;
  readonly askedFrom: CivilDate;
  readonly askedTo: CivilDate;
  readonly answeredAt: Date;
}

const SURVEY = `s.id, s.county, s.rule, s.evidence_at_least as "evidenceAtLeast", s.from_month as "fromMonth", s.to_month as "toMonth", s.region, s.programme, s.as_of as "asOf",
  (extract(epoch from s.known_by) * 1000000)::bigint as "knownByMicros", s.proven, s.not_employed as "notEmployed", s.people, s.strata, s.size, s.half_width as "halfWidth", s.frame_hash as "frameHash", s.seed_hash as "seedHash",
  s.sealed_seed as "sealedSeed", s.seed, s.state, s.planned_by as "plannedBy", s.planned_at as "plannedAt", s.drawn_by as "drawnBy", s.drawn_at as "drawnAt", s.finished_by as "finishedBy", s.finished_at as "finishedAt",
  s.cancelled_by as "cancelledBy", s.cancelled_at as "cancelledAt", s.cancel_reason as "cancelReason",
  (select count(*)::int from surveys e where e.county = s.county and e.state = 'cancelled' and e.drawn_at < s.planned_at and e.rule = s.rule and e.evidence_at_least = s.evidence_at_least and e.region = s.region
     and (e.from_month, e.to_month, e.programme) is not distinct from (s.from_month, s.to_month, s.programme)) as "cancelledDraws"`;
const PEOPLE_AT_ONCE = 5_000;

@Injectable()
export class SurveysRepository {
  /** False: the county has a survey that is not finished. */
  async insert(tx: Transaction, { id, frame, strata, size, halfWidth, frameHash, seedHash, sealedSeed, plannedBy }: NewSurvey): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `insert into surveys (id, county, owner_region, rule, evidence_at_least, from_month, to_month, region, programme, as_of, known_by, proven, not_employed, people, strata, size, half_width, frame_hash, seed_hash, sealed_seed, planned_by)
       values ($1, left($2, 6), rpad(left($2, 6), 12, '0'), $3, $4, $5, $6, $2, $7, $8, 'epoch'::timestamptz + $9::bigint * interval '1 microsecond', $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
       on conflict (county) where state in ('planned', 'drawn', 'answering') do nothing returning id`,
      [
        id, frame.region, frame.baseRule, frame.rule.evidenceAtLeast, frame.period?.from ?? null, frame.period?.to ?? null, frame.programme, frame.asOf, frame.knownBy ?? 0, frame.proven, frame.notEmployed, frame.people.length, JSON.stringify(strata),
        size, halfWidth, frameHash, seedHash, sealedSeed, plannedBy,
      ],
    );
    return rows.length === 1;
  }

  /** Closes the list. Whose work a person is follows from the registration as it is now. */
  async insertMembers(tx: Transaction, surveyId: string, people: readonly FramePerson[]): Promise<void> {
    for (let done = 0; done < people.length; done += PEOPLE_AT_ONCE) {
      const rows = people.slice(done, done + PEOPLE_AT_ONCE).map(({ asked, ...person }) => ({ ...person, askedFrom: asked.from, askedTo: asked.to }));
      await tx.query(
        `insert into survey_members (survey_id, registration_id, owner_region, person_id, stratum, asked_from, asked_to)
         select $1, g."registrationId", coalesce(r.owner_region, g.home), g."personId", g.stratum, g."askedFrom", g."askedTo"
         from jsonb_to_recordset($2) as g ("registrationId" uuid, "personId" uuid, home text, stratum text, "askedFrom" date, "askedTo" date) left join registrations r on r.id = g."registrationId"`,
        [surveyId, JSON.stringify(rows)],
      );
    }
  }

  async insertCalls(tx: Transaction, surveyId: string, drawn: readonly DrawnMember[]): Promise<void> {
    await tx.query(
      `insert into survey_calls (survey_id, registration_id, owner_region, stratum, place)
       select $1, m.registration_id, m.owner_region, m.stratum, g.place from jsonb_to_recordset($2) as g ("registrationId" uuid, place int) join survey_members m on m.survey_id = $1 and m.registration_id = g."registrationId"`,
      [surveyId, JSON.stringify(drawn)],
    );
  }

  async find(tx: Transaction, id: string): Promise<StoredSurvey | null> {
    const [row] = await tx.query<StoredSurvey[]>(`select ${SURVEY} from surveys s where s.id = $1`, [id]);
    return row ?? null;
  }

  /** The row for oneself, until the commit: no answer and no other step slips in. */
  async lock(tx: Transaction, id: string): Promise<StoredSurvey | null> {
    const [row] = await tx.query<StoredSurvey[]>(`select ${SURVEY} from surveys s where s.id = $1 for update of s`, [id]);
    return row ?? null;
  }

  /** The newest first. */
  async list(tx: Transaction, after: readonly (string | number)[] | null, limit: number): Promise<StoredSurvey[]> {
    return tx.query<StoredSurvey[]>(
      `select ${SURVEY} from surveys s where $1::timestamptz is null or (date_trunc('milliseconds', s.planned_at), s.id) < ($1::timestamptz, $2::uuid) order by date_trunc('milliseconds', s.planned_at) desc, s.id desc limit $3`,
      [...(after ?? [null, null]), limit],
    );
  }

  async markDrawn(tx: Transaction, id: string, seed: string, by: string): Promise<void> {
    await tx.query(`update surveys set state = 'drawn', seed = $2, drawn_by = $3, drawn_at = now() where id = $1`, [id, seed, by]);
  }

  async markFinished(tx: Transaction, id: string, by: string): Promise<void> {
    await tx.query(`update surveys set state = 'finished', finished_by = $2, finished_at = now() where id = $1`, [id, by]);
  }

  async markCancelled(tx: Transaction, id: string, reason: string, by: string): Promise<void> {
    await tx.query(`update surveys set state = 'cancelled', cancel_reason = $2, cancelled_by = $3, cancelled_at = now() where id = $1`, [id, reason, by]);
  }

  /** The list, or a page of it, by stratum and id. */
  async listMembers(tx: Transaction, surveyId: string, after: readonly (string | number)[] | null, limit: number | null): Promise<FrameMember[]> {
    return tx.query<FrameMember[]>(
      `select registration_id as "registrationId", stratum from survey_members where survey_id = $1 and ($2::text is null or (stratum collate "C", registration_id) > ($2::text collate "C", $3::uuid)) order by stratum collate "C", registration_id limit $4`,
      [surveyId, ...(after ?? [null, null]), limit],
    );
  }

  /** How many of each stratum were drawn, and have an answer; by survey. */
  async countCalls(tx: Transaction, surveyIds: readonly string[]): Promise<Map<string, CallCount[]>> {
    const rows = await tx.query<(CallCount & { surveyId: string })[]>(
      `select c.survey_id as "surveyId", c.stratum as key, count(*)::int as drawn, (count(*) filter (where exists (select from survey_answers a where a.survey_id = c.survey_id and a.registration_id = c.registration_id)))::int as answered
       from survey_calls c where c.survey_id = any ($1::uuid[]) group by c.survey_id, c.stratum`,
      [surveyIds],
    );
    return new Map(surveyIds.map((id) => [id, rows.filter((row) => row.surveyId === id)]));
  }

  /** The answer that counts of everybody drawn who has one. */
  async listLatestAnswers(tx: Transaction, surveyId: string): Promise<LatestAnswer[]> {
    return tx.query<LatestAnswer[]>(
      `select distinct on (a.registration_id) c.stratum, m.asked_from as "askedFrom", m.asked_to as "askedTo", a.outcome, a.job_type as "jobType", a.employer_name as "employerName", a.since, a."until", a.exclusion_reason as "exclusionReason", a.answered_at as "answeredAt"
       from survey_answers a join survey_calls c on c.survey_id = a.survey_id and c.registration_id = a.registration_id join survey_members m on m.survey_id = a.survey_id and m.registration_id = a.registration_id
       where a.survey_id = $1 order by a.registration_id, a.number desc`,
      [surveyId],
    );
  }
}
