import type { MigrationInterface, QueryRunner } from 'typeorm';

const OFFICERS = `acting_kind() in ('officer', 'system')`;
const OWN_PEOPLE = `in_scope(owner_region) and ${OFFICERS}`;
const TODAY = `(now() at time zone 'Asia/Shanghai')::date`;

const MARKS = `
  alter table training_classes add column pass_theory int default 60, add column pass_practice int default 60, add column attendance_percent int not null default 0,
    add constraint class_pass_marks_are_scores check (pass_theory between 0 and 100 and pass_practice between 0 and 100),
    add constraint class_examines_something check (pass_theory is not null or pass_practice is not null),
    add constraint class_attendance_is_a_share check (attendance_percent between 0 and 100);`;

const ASSESSMENTS = `
  create table class_assessments (
    id uuid primary key default gen_random_uuid(), class_id uuid not null constraint assessment_of_a_class references training_classes (id), registration_id uuid not null, county text not null, owner_region text not null,
    attempt int not null, assessed_on date not null, absent boolean not null default false, theory numeric(4, 1), practice numeric(4, 1), pass_theory int, pass_practice int, passed boolean not null,
    recorded_by text not null, recorded_at timestamptz not null default now(), withdraw_reason text, withdrawn_by text, withdrawn_at timestamptz,
    constraint assessment_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
    constraint two_attempts_and_no_more check (attempt in (1, 2)),
    constraint assessment_scores_are_0_to_100 check (theory between 0 and 100 and practice between 0 and 100),
    constraint examined_parts_have_scores check (case when absent then theory is null and practice is null else (theory is null) = (pass_theory is null) and (practice is null) = (pass_practice is null) end),
    constraint result_follows_the_scores check (passed = (not absent and coalesce(theory >= pass_theory, true) and coalesce(practice >= pass_practice, true))),
    constraint assessment_withdrawal_is_whole check ((withdraw_reason is null) = (withdrawn_at is null) and (withdraw_reason is null) = (withdrawn_by is null)),
    constraint assessment_withdrawal_is_coded check (withdraw_reason in ('score-wrong', 'wrong-person', 'appeal-upheld', 'other'))
  );
  create unique index one_assessment_per_attempt on class_assessments (class_id, registration_id, attempt) where withdrawn_at is null;
  alter table class_assessments enable row level security; alter table class_assessments force row level security;
  create policy class_assessments_seen on class_assessments for select to shouyu_app using (${OWN_PEOPLE});
  create policy class_assessments_added on class_assessments for insert to shouyu_app with check (${OWN_PEOPLE});
  create policy class_assessments_withdrawn on class_assessments for update to shouyu_app using (${OWN_PEOPLE}) with check (${OWN_PEOPLE});
  create policy class_assessments_owner on class_assessments to current_user using (true) with check (true);
  grant select, insert (class_id, registration_id, attempt, assessed_on, absent, theory, practice, passed), update (withdraw_reason) on class_assessments to shouyu_app;

  create function check_assessment() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare c training_classes;
    begin
      perform pg_advisory_xact_lock(hashtextextended('classes.roll ' || new.class_id, 0));
      if tg_op = 'UPDATE' then
        if old.withdrawn_at is not null or new.withdraw_reason is null
           or exists (select from class_assessments a where a.class_id = old.class_id and a.registration_id = old.registration_id and a.withdrawn_at is null and a.attempt > old.attempt)
           or (old.passed and exists (select from ledger_facts f where f.class_id = old.class_id and f.registration_id = old.registration_id and f.kind = 'certified' and fact_in_force(f.id))) then
          raise exception 'the result stands' using errcode = 'check_violation', constraint = 'built_on_assessment_stands';
        end if;
        new.withdrawn_by := coalesce(current_setting('app.actor_id', true), ''); new.withdrawn_at := clock_timestamp();
        return new;
      end if;
      select * into c from training_classes where id = new.class_id;
      if new.assessed_on > ${TODAY} or new.assessed_on < c.starts_on
         or not exists (select from ledger_facts e where e.class_id = c.id and e.registration_id = new.registration_id and e.kind = 'enrolled' and e.effective_on <= new.assessed_on and fact_in_force(e.id))
         or exists (select from ledger_facts d where d.class_id = c.id and d.registration_id = new.registration_id and d.kind = 'dropped' and fact_in_force(d.id)) then
        raise exception 'not a learner of the class on that day' using errcode = 'check_violation', constraint = 'assessed_person_is_enrolled';
      end if;
      if new.attempt = 2 and not exists (select from class_assessments a where a.class_id = c.id and a.registration_id = new.registration_id and a.attempt = 1 and a.withdrawn_at is null and not a.passed and a.assessed_on <= new.assessed_on) then
        raise exception 'no first attempt was failed' using errcode = 'check_violation', constraint = 'second_attempt_follows_a_failed_first';
      end if;
      new.pass_theory := c.pass_theory; new.pass_practice := c.pass_practice;
      select r.owner_region, left(r.owner_region, 6) into new.owner_region, new.county from registrations r where r.id = new.registration_id;
      new.recorded_by := coalesce(current_setting('app.actor_id', true), ''); new.recorded_at := clock_timestamp();
      return new;
    end $$;
  create trigger a_assessment before insert or update on class_assessments for each row execute function check_assessment();`;

/** What a certificate asks for. As with joining, it holds for what the service does, not for a history that is taken over. */
const CERTIFICATES = `
  -- Why somebody may not be certified on a day; null: nothing hinders. A class without assessments on record asks for none.
  create function certificate_hindrance(of_class uuid, of_person uuid, on_day date) returns text language sql stable security definer set search_path = public, pg_temp as $$
    select case
      when exists (select from class_assessments a where a.class_id = c.id and a.withdrawn_at is null)
        and not exists (select from class_assessments a where a.class_id = c.id and a.registration_id = of_person and a.withdrawn_at is null and a.passed and a.assessed_on <= on_day) then 'not-passed'
      when c.attendance_percent > 0 and coalesce((
        select sum(s.hours) = 0 or 100 * coalesce(sum(m.hours), 0) < c.attendance_percent * sum(s.hours)
        from class_sessions s left join session_marks_now m on m.session_id = s.id and m.registration_id = of_person
        where s.class_id = c.id and s.cancelled_at is null and s.taught_on <= on_day), true) then 'attendance-short'
    end from training_classes c where c.id = of_class $$;
  revoke all on function certificate_hindrance(uuid, uuid, date) from public;
  grant execute on function certificate_hindrance(uuid, uuid, date) to shouyu_app;

  create index ledger_facts_certificates on ledger_facts (county, (payload ->> 'certificateNumber')) where kind = 'certified' and payload ? 'certificateNumber';
  -- Who issued a certificate: who is named, else the provider of its class.
  create function certificate_issuer(of_class uuid, of_payload jsonb) returns text language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(of_payload ->> 'certificateIssuer', (select c.provider_id::text from training_classes c where c.id = of_class), '') $$;
  revoke all on function certificate_issuer(uuid, jsonb) from public;
  -- Which of these certificates of a class are taken in the county, by their places from 1 on; asked before they are written, too.
  create function taken_certificates(of_county text, of_class uuid, numbers text[], issuers text[]) returns setof bigint language sql stable security definer set search_path = public, pg_temp as $$
    select g.n from unnest(numbers, issuers) with ordinality as g (number, issuer, n)
    where exists (select from ledger_facts f where f.county = of_county and f.kind = 'certified' and f.payload ? 'certificateNumber' and f.payload ->> 'certificateNumber' = g.number and fact_in_force(f.id)
      and certificate_issuer(f.class_id, f.payload) = coalesce(g.issuer, certificate_issuer(of_class, '{}'))) $$;
  revoke all on function taken_certificates(text, uuid, text[], text[]) from public;
  grant execute on function taken_certificates(text, uuid, text[], text[]) to shouyu_app;

  create function check_certificate() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if certificate_hindrance(new.class_id, new.registration_id, new.effective_on) is not null then
        raise exception 'the certificate is not earned' using errcode = 'check_violation', constraint = 'certificate_is_earned';
      end if;
      if new.payload ? 'certificateNumber' and exists (select from taken_certificates(new.county, new.class_id, array[new.payload ->> 'certificateNumber'], array[new.payload ->> 'certificateIssuer'])) then
        raise exception 'the number is taken' using errcode = 'check_violation', constraint = 'one_certificate_per_number_and_issuer';
      end if;
      return new;
    end $$;
  create trigger c_certificate before insert on ledger_facts for each row when (new.kind = 'certified' and current_user = 'shouyu_app') execute function check_certificate();`;

/** Assessments with their pass marks, and what a certificate asks for. */
export class Assessments1795860720000 implements MigrationInterface {
  readonly name = 'Assessments1795860720000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [MARKS, ASSESSMENTS, CERTIFICATES]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger c_certificate on ledger_facts; drop function check_certificate(); drop function taken_certificates(text, uuid, text[], text[]); drop function certificate_issuer(uuid, jsonb);
      drop index ledger_facts_certificates; drop function certificate_hindrance(uuid, uuid, date);
      drop table class_assessments; drop function check_assessment();
      alter table training_classes drop column pass_theory, drop column pass_practice, drop column attendance_percent;`);
  }
}
