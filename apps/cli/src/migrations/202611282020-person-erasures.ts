import type { MigrationInterface, QueryRunner } from 'typeorm';

const OWN_PEOPLE = `in_scope(owner_region) and acting_kind() in ('officer', 'system')`;
/** Village officers are often kin: they hear nothing of it. */
const OFFICES = `${OWN_PEOPLE} and coalesce(current_setting('app.role', true), '') <> 'village-officer'`;

/** Everything about a person that is not over yet, by code. Twin of HINDRANCES, which has the words. */
const HINDRANCES = `
  -- The registrations of one county that are the same person as this one, merged ones included. For the owner's functions: it says who is whom.
  create function registrations_of_same_person(of_registration uuid) returns uuid[] language sql stable set search_path = public, pg_temp as $$
    select coalesce(array_agg(o.id order by o.id), '{}') from registrations r join registrations o on o.county = r.county and o.person_id in (select names_of_person(r.person_id))
    where r.id = of_registration and in_scope(r.owner_region) $$;
  revoke all on function registrations_of_same_person(uuid) from public;

  create function erasure_hindrances(of_registration uuid) returns text[] language sql stable security definer set search_path = public, pg_temp as $$
    with own as materialized (select unnest(registrations_of_same_person(of_registration)) as id)
    select coalesce(array_agg(h.code order by h.code), '{}') from (values
      ('in-class', exists (select from own join ledger_facts e on e.registration_id = own.id and e.kind = 'enrolled' join training_classes c on c.id = e.class_id and c.state in ('planned', 'open', 'teaching')
          where fact_in_force(e.id) and not exists (select from ledger_facts d where d.class_id = e.class_id and d.registration_id = e.registration_id and d.kind in ('dropped', 'completed') and fact_in_force(d.id)))
        or exists (select from own join class_waiting w on w.registration_id = own.id where w.ended_how is null)),
      ('order-open', exists (select from own join class_offers f on f.registration_id = own.id join training_orders o on o.id = f.order_id where f.state in ('made', 'told', 'waiting', 'accepted') and o.state not in ('settled', 'cancelled', 'rejected'))
        or exists (select from own join training_order_hires h on h.registration_id = own.id join training_orders o on o.id = h.order_id where h.withdrawn_at is null and o.state not in ('settled', 'cancelled', 'rejected'))
        or exists (select from own join lottery_entries e on e.registration_id = own.id join lotteries l on l.id = e.lottery_id and l.state <> 'cancelled' join training_orders o on o.id = l.order_id where o.state not in ('settled', 'cancelled', 'rejected'))),
      -- Promised and not paid, or to come back and not come: until the last part.
      ('money-open', exists (select from own join subsidy_lines l on l.registration_id = own.id join subsidy_statements s on s.id = l.statement_id cross join lateral unnest(l.parts_fen) with ordinality as p (fen, part)
          where l.released_at is null and s.state in ('made', 'confirmed') and p.fen <> 0 and p.fen is distinct from (
            select sum(case when e.kind in ('paid', 'return-reversed') then e.fen else -e.fen end) from fund_entries e where e.line_id = l.id and e.part = p.part and e.kind in ('paid', 'reversed', 'returned', 'return-reversed')))),
      ('review-open', exists (select from own join ledger_facts f on f.registration_id = own.id join evidence_audit_items i on i.fact_id = f.id join evidence_audits a on a.id = i.audit_id where i.drawn and i.verdict is null and a.finished_at is null)
        or exists (select from own join correction_requests c on c.registration_id = own.id where c.state = 'pending')
        or exists (select from own join survey_members m on m.registration_id = own.id join surveys s on s.id = m.survey_id where s.state in ('planned', 'drawn', 'answering'))),
      ('referral-open', exists (select from own join referrals f on f.registration_id = own.id
          where (select v.kind from referral_events v where v.referral_id = f.id order by v.number desc limit 1) = 'presented')),
      ('message-open', exists (select from own join notifications n on n.registration_id = own.id where n.state in ('submitting', 'unknown'))),
      ('teaches', exists (select from own join instructors i on i.registration_id = own.id where i.withdrawn_at is null)),
      ('cooperation-open', exists (select from own join cooperation_agreements c on c.registration_id = own.id
          where c.to_on >= (now() at time zone 'Asia/Shanghai')::date and not exists (select from cooperation_endings d where d.agreement_id = c.id)))
    ) as h (code, stands) where h.stands $$;
  revoke all on function erasure_hindrances(uuid) from public;
  grant execute on function erasure_hindrances(uuid) to shouyu_app;`;

const ERASURES = `
  create table person_erasures (
    id uuid primary key default gen_random_uuid(), county text not null, owner_region text not null, registration_id uuid not null,
    asked_how text not null, ground text not null, state text not null, asked_by text not null, asked_at timestamptz not null default now(),
    decided_by text, decided_at timestamptz, refusal_code text, held_for text,
    registration_ids uuid[] not null default '{}', subject_ids uuid[] not null default '{}', emptied_at timestamptz, gone_at timestamptz,
    constraint erasure_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
    constraint erasure_asked_how_is_known check (asked_how in ('in-person', 'in-writing', 'by-telephone', 'by-representative')),
    constraint erasure_ground_is_known check (ground in ('purpose-over', 'retention-over', 'consent-withdrawn', 'unlawful')),
    constraint erasure_state_is_known check (state in ('asked', 'refused', 'marked', 'emptied', 'gone')),
    constraint erasure_is_decided_by_another check (decided_by <> asked_by),
    constraint erasure_decision_is_whole check ((state = 'asked') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
    constraint erasure_refusal_is_coded check ((state = 'refused') = (refusal_code is not null) and refusal_code in ('still-needed', 'not-the-person', 'person-stays')),
    constraint erasure_is_held_only_when_marked check (held_for is null or state = 'marked'),
    constraint erasure_says_whose_rows_it_took check ((state in ('emptied', 'gone')) = (emptied_at is not null) and (emptied_at is null) = (registration_ids = '{}')),
    constraint erasure_end_is_whole check ((state = 'gone') = (gone_at is not null))
  );
  create unique index one_open_erasure_per_registration on person_erasures (registration_id) where state in ('asked', 'marked', 'emptied');
  create index person_erasures_by_time on person_erasures (county, asked_at, id);
  create index person_erasures_to_do on person_erasures (county, asked_at, id) where state in ('marked', 'emptied');
  create index person_erasures_by_subject on person_erasures using gin (subject_ids);
  alter table person_erasures enable row level security; alter table person_erasures force row level security;
  create policy person_erasures_seen on person_erasures for select to shouyu_app using (${OFFICES});
  create policy person_erasures_added on person_erasures for insert to shouyu_app with check (${OFFICES});
  create policy person_erasures_moved on person_erasures for update to shouyu_app using (${OFFICES}) with check (${OFFICES});
  create policy person_erasures_owner on person_erasures to current_user using (true) with check (true);
  grant select, insert (county, owner_region, registration_id, asked_how, ground, state, asked_by), update (state, decided_by, decided_at, refusal_code, held_for, gone_at) on person_erasures to shouyu_app;

  -- Scans whose rows are gone and which lie in the store still.
  create table person_erasure_files (
    blob_key text primary key, erasure_id uuid not null constraint file_of_an_erasure references person_erasures (id), owner_region text not null, shelf text not null,
    constraint erased_file_lies_on_a_shelf check (shelf in ('evidence_files', 'agreement_files'))
  );
  create index person_erasure_files_of_erasure on person_erasure_files (erasure_id);
  alter table person_erasure_files enable row level security; alter table person_erasure_files force row level security;
  create policy person_erasure_files_scope on person_erasure_files to shouyu_app using (in_scope(owner_region) and acting_kind() = 'system') with check (false);
  create policy person_erasure_files_owner on person_erasure_files to current_user using (true) with check (true);
  grant select, delete on person_erasure_files to shouyu_app;`;

/** The twin of ERASURE_MOVES. Not a definer's: who is at work (the application, or the owner's function) is what it asks. */
const LAWS = `
  create function check_person_erasure() returns trigger language plpgsql set search_path = public, pg_temp as $$
    begin
      if tg_op = 'INSERT' then
        if not exists (select from registrations r where r.id = new.registration_id and r.owner_region = new.owner_region) then
          raise exception 'an erasure is of a registration' using errcode = 'check_violation', constraint = 'erasure_is_of_a_registration';
        end if;
        if new.asked_by is distinct from current_setting('app.actor_id', true) or acting_kind() <> 'officer' or new.state <> 'asked' then
          raise exception 'an officer asks' using errcode = 'check_violation', constraint = 'legal_erasure_move';
        end if;
      elsif not ((old.state, new.state) in (('asked', 'refused'), ('asked', 'marked')) and acting_kind() = 'officer' and new.decided_by = current_setting('app.actor_id', true)
                 or (new.decided_by, new.decided_at) is not distinct from (old.decided_by, old.decided_at) and acting_kind() = 'system' and (
                   (old.state, new.state) = ('marked', 'marked')
                   or (old.state, new.state) = ('marked', 'emptied') and current_user <> 'shouyu_app'
                   or (old.state, new.state) = ('emptied', 'gone') and not exists (select from person_erasure_files f where f.erasure_id = new.id))) then
        raise exception 'illegal erasure move: % to %', old.state, new.state using errcode = 'check_violation', constraint = 'legal_erasure_move';
      end if;
      if new.state in ('asked', 'marked') and acting_kind() = 'officer' and erasure_hindrances(new.registration_id) <> '{}' then
        raise exception 'something is not over' using errcode = 'check_violation', constraint = 'nothing_stands_against_the_erasure';
      end if;
      return new;
    end $$;
  create trigger a_check before insert or update on person_erasures for each row execute function check_person_erasure();

  -- Whose rows an erasure under way is about, for the worker.
  create function registrations_of_erasure(of_erasure uuid) returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
    select case when e.state = 'marked' then registrations_of_same_person(e.registration_id) else e.registration_ids end
    from person_erasures e where e.id = of_erasure and in_scope(e.owner_region) and acting_kind() = 'system' and e.state in ('marked', 'emptied') $$;
  revoke all on function registrations_of_erasure(uuid) from public;
  grant execute on function registrations_of_erasure(uuid) to shouyu_app;`;

/** A person has themselves erased: one officer asks, a second decides, the worker carries it out. What goes: the next migration. */
export class PersonErasures1795897200000 implements MigrationInterface {
  readonly name = 'PersonErasures1795897200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [HINDRANCES, ERASURES, LAWS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table person_erasure_files, person_erasures;
      drop function registrations_of_erasure(uuid); drop function check_person_erasure(); drop function erasure_hindrances(uuid); drop function registrations_of_same_person(uuid);`);
  }
}
