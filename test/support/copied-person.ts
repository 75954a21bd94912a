import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { FieldCipher } from '@app/platform';
import { planting } from './planting.js';

const REGION = '420626106000';
const COUNTY = '420626';

export interface CopiedPerson {
  readonly registrationId: string;
  readonly personId: string;
  readonly classId: string;
  readonly factId: string;
  readonly vacancyId: string;
}

/** What {@link plantTheRest} of erased people leaves out: attendance, money, surveys, audits, and texts sealed as the service seals them. */
export async function plantFurther(owner: pg.Pool, cipher: FieldCipher, person: CopiedPerson, texts: { readonly message: string; readonly reply: string }): Promise<void> {
  const { registrationId: registration_id, personId: person_id, classId: class_id, factId: fact_id, vacancyId: vacancy_id } = person;
  const [session_id, survey_id, statement_id, line_id, order_id] = Array.from({ length: 5 }, () => randomUUID());
  const of = { owner_region: REGION, registration_id };
  const in_county = { county: COUNTY, ...of };
  const now = new Date();
  await planting(owner, async (plant, client) => {
    await plant('class_waiting', { class_id, number: 1, ...in_county, added_by: 'x', ended_how: 'left', reason_code: 'found-work', ended_by: 'x', ended_at: now });
    await plant('attendance_marks', { class_id, ...in_county, attended_on: '2026-01-05', mark: 'present', hours: 8, recorded_by: 'x' });
    await plant('class_sessions', { id: session_id, class_id, county: COUNTY, owner_region: REGION, taught_on: '2026-01-05', period: 'morning', part: 'theory', hours: 4, room_id: randomUUID(), instructor_id: randomUUID(), created_by: 'x' });
    await plant('session_marks', { session_id, class_id, ...in_county, number: 1, mark: 'present', hours: 4, source: 'qr', recorded_by: 'x' });
    await plant('class_assessments', { class_id, ...in_county, attempt: 1, assessed_on: '2026-02-01', absent: false, theory: 88, pass_theory: 60, passed: true, recorded_by: 'x' });
    await plant('instructors', { county: COUNTY, provider_id: randomUUID(), created_by: 'x', registration_id, kind: 'successful-trainee', occupations: ['6-18-02-04'], home_region: REGION, reach: 'county', qualification: '焊工三级', withdrawn_by: 'x', withdrawn_at: now });
    await plant('evidence_audit_items', { audit_id: randomUUID(), fact_id, owner_region: REGION, employment_id: randomUUID(), level: 2, recorded_by: 'x', place: 1, drawn: true, verdict: 'upheld', decided_by: 'y', decided_at: now });
    await plant('survey_members', { survey_id, ...of, person_id, stratum: 'x', asked_from: '2026-01-01', asked_to: '2026-02-01' });
    await plant('survey_calls', { survey_id, ...of, stratum: 'x', place: 1 });
    await client.query(`insert into survey_attempts (survey_id, registration_id, owner_region, attempted_on, result, attempted_by, attempted_at) values ($1, $2, $3, (now() at time zone 'Asia/Shanghai')::date, 'no-answer', 'x', now())`, [survey_id, registration_id, REGION]);
    await plant('subsidy_lines', { id: line_id, statement_id, ...in_county, class_id, person_id, hours: 40, base_fen: 120_000, earned_fen: 120_000, payable_fen: 120_000, parts_fen: [120_000] });
    await plant('fund_entries', { county: COUNTY, owner_region: REGION, fund_id: randomUUID(), kind: 'paid', fen: 120_000, statement_id, line_id, part: 1, attempt: 1, occurred_on: '2026-03-01', reference: 'PZ-1', recorded_by: 'x', recorded_at: now });
    await plant('training_order_hires', { order_id, ...of, hired_on: '2026-03-01', recorded_by: 'x', employment_id: randomUUID() });
    await plant('person_erasures', { ...in_county, asked_how: 'in-person', ground: 'purpose-over', state: 'refused', asked_by: 'x', decided_by: 'y', decided_at: now, refusal_code: 'person-stays' });
    await client.query(`insert into call_results (owner_region, task_id, number, result, reason, recorded_by, at) select owner_region, id, 1, 'refused', 'far', 'x', now() from call_tasks where registration_id = $1`, [registration_id]);
    await client.query(`insert into matches (vacancy_id, trainee_id, owner_region, county, score, skills, location, courses, rank) values ($1, $2, $3, $4, 8100, 1, 0.6, 0.5, 1)`, [vacancy_id, registration_id, REGION, COUNTY]);
    await plant('scoring_policies', { version: 'of-a-copy', skills_weight: 0.5, location_weight: 0.3, courses_weight: 0.2, min_score: 0, essential_coverage_min: 0, tie_salt: 'x' });
    await plant('match_lists', { vacancy_id, county: COUNTY, policy_version: 'of-a-copy', as_of: '2026-11-28', vacancy_version: 1, kept: 1 });
    const sealed = async (table: string, column: string, text: string, condition: string, key: string): Promise<void> => {
      const { rows } = await client.query<{ id: string }>(`select id from ${table} where ${condition} and ${column} <> ''`, [key]);
      for (const { id } of rows) await client.query(`update ${table} set ${column} = $2 where id = $1`, [id, cipher.seal(text, { table, column, rowId: id })]);
    };
    await sealed('notifications', 'text', texts.message, 'registration_id = $1', registration_id);
    await sealed('sms_replies', 'content', texts.reply, 'id in (select reply_id from sms_answers where registration_id = $1)', registration_id);
  });
}
