import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { planting } from './planting.js';

/** What a person can be known by, wherever it is written down. */
export interface Secrets {
  readonly [what: string]: string;
}

const REGION = '420626106000';
const COUNTY = '420626';

/** Tables with a row that holds one of these words, as `table: what`, whatever type the column has. */
export async function tablesThatHold(owner: pg.Pool, secrets: Secrets): Promise<string[]> {
  const { rows: tables } = await owner.query<{ name: string }>(`select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by 1`);
  const found: string[] = [];
  for (const { name } of tables) {
    const wanted = Object.entries(secrets).map(([what, word], i) => ({ what, word, i }));
    // A bytea is written in hex: the word is looked for in that form too.
    const sums = wanted.map(({ i }) => `count(*) filter (where position($${i + 1}::text in t::text) > 0 or position(encode(convert_to($${i + 1}::text, 'UTF8'), 'hex') in t::text) > 0)::int as n${i}`);
    const { rows } = await owner.query<Record<string, number>>(`select ${sums.join(', ')} from ${name} t`, wanted.map(({ word }) => word));
    for (const { what, i } of wanted) if (rows[0]![`n${i}`]! > 0) found.push(`${name.replace('public.', '')}: ${what}`);
  }
  return found;
}

/** Tables with a row about the registration. */
export async function tablesAbout(owner: pg.Pool, registrationId: string): Promise<string[]> {
  const { rows: tables } = await owner.query<{ name: string; column: string }>(
    `select c.table_name as name, c.column_name as column from information_schema.columns c join information_schema.tables t using (table_schema, table_name) where table_schema = 'public' and t.table_type = 'BASE TABLE' and c.column_name in ('registration_id', 'trainee_id') order by 1`);
  const found: string[] = [];
  for (const { name, column } of tables) {
    const { rows } = await owner.query(`select from ${name} where ${column} = $1 limit 1`, [registrationId]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

/**
 * Everything about somebody that takes long stories to come about by services (orders, seats, lotteries, messages, calls,
 * links, calendars): written behind the application's back, with the person's name in every free text. Nothing of it is open.
 */
export async function plantTheRest(owner: pg.Pool, person: { readonly registrationId: string; readonly personId: string; readonly phoneIndex: string; readonly name: string; readonly classId: string; readonly factId: string; readonly householdId: string; /** A scan of their agreement that lies in the store. */ readonly agreementBlob: string }): Promise<void> {
  const { registrationId: registration_id, personId: person_id, phoneIndex: phone_index, name, classId: class_id } = person;
  const [order_id, offer_id, lottery_id, wave_id, vacancy_id, task_id, notification_id, reply_id, agreement_id, cooperation_id, survey_id, calendar_id, plan_id, assignment_id] = Array.from({ length: 14 }, () => randomUUID());
  const of = { owner_region: REGION, registration_id };
  const now = new Date();
  const later = new Date(now.getTime() + 600_000);
  await planting(owner, async (plant) => {
    await plant('training_orders', { id: order_id, number: `ERASED-${order_id!.slice(0, 8)}`, county: COUNTY, owner_region: `${COUNTY}000000`, employer_id: randomUUID(), occupation: '6-18-02-04', seats: 1, pay_yuan: 4500, workplace: '420626100000', contract_kind: 'fixed-term', contract_months: 12, window_from: '2026-01-01', window_to: '2026-02-01', site_kind: 'school', site_region: REGION, min_age: 16, content_hash: 'x', state: 'settled', retained: 0, moves: 1, created_by_kind: 'officer', created_by: 'x', submitted_on: '2026-01-01', approved_on: '2026-01-01' });
    await plant('class_offers', { id: offer_id, order_id, county: COUNTY, ...of, source: 'officer', terms: '{}', wording: '订单班', answer_days: 3, state: 'accepted', moves: 1, created_by: 'x', created_at: now });
    await plant('class_offer_moves', { offer_id, number: 1, from_state: 'made', to_state: 'refused', reason: `${name}说太远`, actor_kind: 'officer', actor_id: 'x', moved_at: now });
    await plant('class_roll_exceptions', { order_id, ...of, code: 'other', reason: `${name}转来`, recorded_by: 'x', recorded_at: now });
    await plant('order_applications', { id: randomUUID(), order_id, county: COUNTY, ...of, recorded_by: 'x', recorded_at: now });
    await plant('lottery_entries', { lottery_id, entry: '001', ...of });
    await plant('seat_assignment_pairs', { assignment_id, order_id, ...of, score: 80, has_applied: true });
    await plant('class_calendar_seats', { calendar_id, class_id, ...of });
    await plant('check_in_numbers', { class_id, seat_number: 1, county: COUNTY, ...of, number_sealed: 'x', allotted_by: 'x', allotted_at: now });
    await plant('training_agreements', { id: agreement_id, order_id, county: COUNTY, ...of, kind: 'trainee-provider', version: 1, provider_id: randomUUID(), first_signer: 'self', first_signed_on: '2026-01-02', second_signer: 'authorised-agent', second_signed_on: '2026-01-02', recorded_by: 'x' });
    await plant('agreement_files', { id: randomUUID(), county: COUNTY, owner_region: REGION, agreement_id, sha256: '0'.repeat(64), size: 1, media_type: 'application/pdf', blob_key: person.agreementBlob, added_by: 'x' });
    await plant('training_agreement_endings', { agreement_id, ended_on: '2026-02-02', reason_code: 'other', reason: `${name}搬走`, recorded_by: 'x' });
    await plant('cooperation_agreements', { id: cooperation_id, county: COUNTY, ...of, partner_kind: 'company', partner_id: randomUUID(), household_id: person.householdId, kind: 'dividend', signed_on: '2026-01-01', from_on: '2026-01-01', to_on: '2026-12-31', yearly_income_fen: 100_000, recorded_by: 'x' });
    await plant('cooperation_endings', { agreement_id: cooperation_id, ended_on: '2026-02-02', reason_code: 'other', reason: `${name}退出`, recorded_by: 'x' });
    await plant('correction_requests', { county: COUNTY, ...of, fact_id: person.factId, fact_kind: 'evidence', reason: `${name}填错`, replacement: JSON.stringify({ note: name }), state: 'refused', asked_by: 'x', decided_by: 'y', decided_at: now, refusal_reason: `${name}没有错` });
    await plant('survey_answers', { survey_id, ...of, number: 2, outcome: 'employed', job_type: 'wage', since: '2026-01-01', employer_name: `${name}的店`, note: name, correction_reason: `${name}改口`, answered_by: 'x', answered_at: now });
    await plant('notifications', { id: notification_id, ...of, person_id, phone_index, phone_masked: '138****0000', purpose: 'code', dedupe_key: randomUUID(), out_id: randomUUID().replaceAll('-', ''), template: 'x', text: `${name}同学`, variables: name, parts: 1, planned_at: now, valid_until: later, due_at: now, state: 'delivered', attempts: 1, provider: 'log', claimed_at: now });
    await plant('notifications', { id: randomUUID(), ...of, person_id, phone_index, phone_masked: '138****0000', purpose: 'code', dedupe_key: randomUUID(), out_id: randomUUID().replaceAll('-', ''), template: 'x', text: `${name}同学`, variables: name, parts: 1, planned_at: now, valid_until: later, due_at: now, state: 'planned', attempts: 0 });
    await plant('sms_replies', { id: reply_id, owner_region: REGION, provider: 'log', reference: randomUUID(), phone_index, phone_masked: '138****0000', phone: name, content: `我是${name}`, sent_at: now, received_at: now, state: 'inbox', reading: 'not-an-answer', read_at: now });
    await plant('sms_answers', { ...of, notification_id, template: 'x', answer: 'yes', channel: 'sms', reply_id, recorded_by: 'x', at: now });
    await plant('call_tasks', { id: task_id, ...of, wave_id, vacancy_id, person_id, phone_index, reason: 'no-mobile', held: false, planned_at: now, valid_until: later, tries: 0 });
    await plant('call_opt_outs', { ...of, person_id, recorded_by: 'x', at: now });
    await plant('message_opt_outs', { ...of, phone_index, purpose: 'message.match', recorded_by: 'x', at: now });
    await plant('number_blocks', { owner_region: REGION, phone_index, reason: 'hard-failure', blocked_by: 'x', at: now });
    await plant('job_links', { ...of, token_hash: '0'.repeat(64), vacancy_id, made_at: now, expires_at: later });
    await plant('link_codes', { id: randomUUID(), ...of, vacancy_id, code_hash: 'x', tries: 0, made_at: now, expires_at: later });
    await plant('contact_requests', { id: randomUUID(), ...of, vacancy_id, at: now });
    await plant('match_decisions', { trainee_id: registration_id, vacancy_id, owner_region: REGION, county: COUNTY, decided_by: 'x' });
    await plant('match_plan_pairs', { plan_id, trainee_id: registration_id, vacancy_id, owner_region: REGION, is_decision: false });
    await plant('matches', { vacancy_id, trainee_id: registration_id, owner_region: REGION, county: COUNTY, score: 80, skills: 1, location: 1, courses: 1, rank: 1 });
  });
}
