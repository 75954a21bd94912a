import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;
/** Answers tell of health and custody: who reads exclusions reads them; village officers, who are often kin, do not. */
const OFFICES = `acting_kind() in ('officer', 'system') and ${ROLE} in ('county-officer', 'township-officer', 'auditor', 'system')`;
const OWN_PEOPLE = `in_scope(owner_region) and ${OFFICES}`;
/** What is asked is nobody's secret inside its county: a township's officer calls its own people for the county's survey. */
const OWN_COUNTY = `(in_scope(owner_region) or county = left(current_setting('app.region_from', true), 6)) and ${OFFICES}`;

/** Row scope of an insert-only table: who sees, who adds; nobody changes. */
const insertOnly = (table: string, columns: string): string => `
  alter table ${table} enable row level security; alter table ${table} force row level security;
  create policy ${table}_seen on ${table} for select to shouyu_app using (${OWN_PEOPLE});
  create policy ${table}_added on ${table} for insert to shouyu_app with check (${OWN_PEOPLE});
  create policy ${table}_owner on ${table} to current_user using (true) with check (true);
  create trigger ${table}_append_only before update or delete or truncate on ${table} for each statement execute function refuse_change();
  grant select, insert (${columns}) on ${table} to shouyu_app;`;

const SURVEYS = `
  create table survey_moves (from_state text not null, to_state text not null, primary key (from_state, to_state));
  insert into survey_moves values ('planned', 'drawn'), ('planned', 'cancelled'), ('drawn', 'answering'), ('drawn', 'cancelled'), ('answering', 'finished'), ('answering', 'cancelled');
  grant select on survey_moves to shouyu_app;

  create table surveys (
    id uuid primary key, county text not null, owner_region text not null,
    rule text not null, evidence_at_least int not null, from_month text, to_month text, region text not null, programme text, as_of date not null, known_by timestamptz not null,
    proven int not null, not_employed int not null, people int not null, strata jsonb not null, size int not null, half_width double precision,
    frame_hash text not null, seed_hash text not null, sealed_seed text not null, seed text, state text not null default 'planned',
    planned_by text not null, planned_at timestamptz not null default now(), drawn_by text, drawn_at timestamptz, finished_by text, finished_at timestamptz,
    cancelled_by text, cancelled_at timestamptz, cancel_reason text,
    constraint survey_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6) and county = substr(region, 1, 6)),
    constraint survey_state_is_known check (state in ('planned', 'drawn', 'answering', 'finished', 'cancelled')),
    constraint survey_period_is_whole check ((from_month is null) = (to_month is null) and to_month >= from_month),
    constraint survey_calls_somebody check (size between 1 and people),
    constraint survey_counts_are_counts check (proven >= 0 and not_employed >= 0),
    -- Whatever is drawn by is what was promised before the draw.
    constraint seed_is_the_committed_one check (seed is null or encode(sha256(seed::bytea), 'hex') = seed_hash),
    constraint draw_is_whole check ((seed is null) = (drawn_at is null) and (drawn_by is null) = (drawn_at is null) and (state <> 'planned' or seed is null) and (state not in ('drawn', 'answering', 'finished') or seed is not null)),
    constraint survey_end_is_whole check ((state = 'finished') = (finished_at is not null) and (finished_by is null) = (finished_at is null)),
    constraint cancelled_with_a_reason check ((state = 'cancelled') = (cancel_reason is not null) and (cancelled_by is null) = (cancel_reason is null) and (cancelled_at is null) = (cancel_reason is null))
  );
  -- Whoever dislikes a sample cannot draw another beside it; a cancelled one stays, with its reason.
  create unique index one_open_survey_per_county on surveys (county) where state in ('planned', 'drawn', 'answering');
  create index surveys_by_time on surveys (county, planned_at, id);
  alter table surveys enable row level security; alter table surveys force row level security;
  create policy surveys_seen on surveys for select to shouyu_app using (${OWN_COUNTY});
  create policy surveys_added on surveys for insert to shouyu_app with check (${OWN_PEOPLE});
  create policy surveys_moved on surveys for update to shouyu_app using (${OWN_PEOPLE}) with check (${OWN_PEOPLE});
  create policy surveys_owner on surveys to current_user using (true) with check (true);
  -- What is asked, the list and the seed's hash are said once.
  grant select, insert (id, county, owner_region, rule, evidence_at_least, from_month, to_month, region, programme, as_of, known_by, proven, not_employed, people, strata, size, half_width, frame_hash, seed_hash, sealed_seed, planned_by),
    update (state, seed, drawn_by, drawn_at, finished_by, finished_at, cancelled_by, cancelled_at, cancel_reason) on surveys to shouyu_app;

  create function check_survey_move() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' and new.state <> 'planned' or tg_op = 'UPDATE' and (new.state <> old.state and not exists (select from survey_moves m where m.from_state = old.state and m.to_state = new.state)
          or new.state = old.state and old.state in ('finished', 'cancelled') or old.seed is not null and new.seed is distinct from old.seed) then
        raise exception 'illegal survey move' using errcode = 'check_violation', constraint = 'legal_survey_move';
      end if;
      return new;
    end $$;
  create trigger a_move before insert or update on surveys for each row execute function check_survey_move();`;

const PEOPLE = `
  create table survey_members (
    survey_id uuid not null constraint member_of_a_survey references surveys (id), registration_id uuid not null, owner_region text not null, person_id uuid not null,
    stratum text not null, asked_from date not null, asked_to date not null,
    primary key (survey_id, registration_id)
  );
  create index survey_members_in_order on survey_members (survey_id, stratum collate "C", registration_id);
  ${insertOnly('survey_members', 'survey_id, registration_id, owner_region, person_id, stratum, asked_from, asked_to')}

  create table survey_calls (
    survey_id uuid not null, registration_id uuid not null, owner_region text not null, stratum text not null, place int not null,
    primary key (survey_id, registration_id),
    constraint one_call_per_place unique (survey_id, stratum, place),
    constraint call_of_a_member foreign key (survey_id, registration_id) references survey_members (survey_id, registration_id)
  );
  ${insertOnly('survey_calls', 'survey_id, registration_id, owner_region, stratum, place')}

  -- The list is closed, and the draw made, while the survey is planned; never afterwards.
  create function check_survey_people() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if not exists (select from surveys s where s.id = new.survey_id and s.state = 'planned') then
        raise exception 'the survey is drawn' using errcode = 'check_violation', constraint = 'legal_survey_move';
      end if;
      return new;
    end $$;
  create trigger a_planned before insert on survey_members for each row execute function check_survey_people();
  create trigger a_planned before insert on survey_calls for each row execute function check_survey_people();`;

const ANSWERS = `
  create table survey_attempts (
    id uuid primary key default gen_random_uuid(), survey_id uuid not null, registration_id uuid not null, owner_region text not null,
    attempted_on date not null, result text not null, attempted_by text not null, attempted_at timestamptz not null default now(),
    constraint one_attempt_per_day unique (survey_id, registration_id, attempted_on),
    constraint attempt_result_is_known check (result in ('no-answer', 'switched-off', 'call-later')),
    constraint attempt_counts_on_its_day check (attempted_on = (attempted_at at time zone 'Asia/Shanghai')::date),
    constraint attempt_of_a_call foreign key (survey_id, registration_id) references survey_calls (survey_id, registration_id)
  );
  ${insertOnly('survey_attempts', 'survey_id, registration_id, owner_region, attempted_on, result, attempted_by')}

  create table survey_answers (
    id uuid primary key default gen_random_uuid(), survey_id uuid not null, registration_id uuid not null, owner_region text not null,
    number int not null, outcome text not null, job_type text, employer_name text, since date, "until" date, exclusion_reason text, note text, correction_reason text,
    answered_by text not null, answered_at timestamptz not null default now(),
    constraint one_answer_per_number unique (survey_id, registration_id, number),
    constraint survey_outcome_is_known check (outcome in ('employed', 'not-employed', 'excluded', 'refused', 'not-reached', 'wrong-number')),
    constraint survey_employment_is_whole check (case when outcome = 'employed' then job_type is not null and since is not null and (job_type <> 'wage' or employer_name is not null) and coalesce("until" >= since, true) else coalesce(job_type, employer_name, since::text, "until"::text) is null end),
    constraint survey_exclusion_has_its_reason check ((outcome = 'excluded') = (exclusion_reason is not null)),
    constraint survey_exclusion_reason_is_known check (exclusion_reason in ('death', 'medical-over-90-days', 'institution', 'call-up', 'further-study')),
    constraint correction_of_an_answer_says_why check ((number > 1) = (correction_reason is not null)),
    constraint answer_of_a_call foreign key (survey_id, registration_id) references survey_calls (survey_id, registration_id)
  );
  ${insertOnly('survey_answers', 'survey_id, registration_id, owner_region, number, outcome, job_type, employer_name, since, "until", exclusion_reason, note, correction_reason, answered_by')}

  -- Whether somebody else should ask: the officer recorded evidence of this person, and another officer of the county or the township has not.
  create function survey_needs_another(of_survey uuid, of_registration uuid, of_officer text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    with person as (
      select coalesce(a.same_as, m.person_id) as person_id, m.owner_region, s.county from survey_members m join surveys s on s.id = m.survey_id left join person_aliases a on a.person_id = m.person_id
      where m.survey_id = of_survey and m.registration_id = of_registration
    ), known_as as (
      select p.person_id, p.county from person p union select a.person_id, p.county from person p join person_aliases a on a.same_as = p.person_id
    ), recorders as (
      select distinct f.recorded_by from known_as k join ledger_facts f on f.county = k.county and f.person_id = k.person_id where f.kind = 'evidence' and fact_in_force(f.id)
    )
    select of_officer in (select r.recorded_by from recorders r) and exists (
      select from person p join officers o on o.role = 'county-officer' and o.owner_region = rpad(p.county, 12, '0') or o.role = 'township-officer' and o.owner_region = rpad(left(p.owner_region, 9), 12, '0')
      where o.disabled_at is null and o.id::text not in (select r.recorded_by from recorders r)) $$;
  revoke all on function survey_needs_another(uuid, uuid, text) from public;
  grant execute on function survey_needs_another(uuid, uuid, text) to shouyu_app;

  -- Calls are noted between the draw and the end; the first one moves the survey on. The survey's row is held, so that no end slips in between.
  create function check_survey_entry() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare now_in text;
    begin
      select s.state into now_in from surveys s where s.id = new.survey_id for update;
      if now_in is null or now_in not in ('drawn', 'answering') then
        raise exception 'the survey takes no answers' using errcode = 'check_violation', constraint = 'survey_takes_answers';
      end if;
      if now_in = 'drawn' then update surveys set state = 'answering' where id = new.survey_id; end if;
      return new;
    end $$;
  create trigger a_open before insert on survey_attempts for each row execute function check_survey_entry();
  create trigger a_open before insert on survey_answers for each row execute function check_survey_entry();

  create function check_survey_answer() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if new.number <> 1 + coalesce((select max(a.number) from survey_answers a where a.survey_id = new.survey_id and a.registration_id = new.registration_id), 0) then
        raise exception 'another answer stands' using errcode = 'unique_violation', constraint = 'one_answer_per_number';
      end if;
      if new.outcome = 'not-reached' and (select count(*) from survey_attempts t where t.survey_id = new.survey_id and t.registration_id = new.registration_id) < 3 then
        raise exception 'too few attempts' using errcode = 'check_violation', constraint = 'not_reached_after_three_days';
      end if;
      if survey_needs_another(new.survey_id, new.registration_id, new.answered_by) then
        raise exception 'a second officer asks' using errcode = 'check_violation', constraint = 'answer_is_of_a_second_officer';
      end if;
      return new;
    end $$;
  create trigger b_check before insert on survey_answers for each row execute function check_survey_answer();`;

/** Surveys by telephone of people with weaker evidence: the list and the seed's hash first, then the draw, the calls, and a result that stays. */
export class Surveys1795848000000 implements MigrationInterface {
  readonly name = 'Surveys1795848000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [SURVEYS, PEOPLE, ANSWERS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table survey_answers, survey_attempts, survey_calls, survey_members, surveys, survey_moves;
      drop function check_survey_answer(); drop function check_survey_entry(); drop function survey_needs_another(uuid, uuid, text); drop function check_survey_people(); drop function check_survey_move();`);
  }
}
