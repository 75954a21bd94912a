import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;
const OFFICES = `acting_kind() in ('officer', 'system') and ${ROLE} in ('county-officer', 'township-officer', 'department-officer', 'auditor', 'system')`;
const OWN_COUNTY = `(in_scope(owner_region) or county = left(current_setting('app.region_from', true), 6)) and ${OFFICES}`;
/** Agreements between organizations are nobody's secret among the offices of the county; a trainee's is a matter of whose people they are. */
const SEEN = `(kind <> 'trainee-provider' and ${OWN_COUNTY}) or (in_scope(owner_region) and ${OFFICES}) or (acting_kind() = 'employer' and employer_id = acting_organization())`;
const WRITES = `in_scope(owner_region) and acting_kind() in ('officer', 'system') and ${ROLE} in ('county-officer', 'township-officer', 'system')`;
const HOLDS = `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`;
const TODAY = `(now() at time zone 'Asia/Shanghai')::date`;

const appendOnly = (table: string): string => `
  alter table ${table} enable row level security; alter table ${table} force row level security;
  create policy ${table}_owner on ${table} to current_user using (true) with check (true);
  create trigger ${table}_append_only before update or delete or truncate on ${table} for each statement execute function refuse_change();`;

const AGREEMENTS = `
  create table training_agreements (
    id uuid primary key, county text not null, owner_region text not null, order_id uuid not null constraint agreement_of_an_order references training_orders (id),
    kind text not null, version int not null, registration_id uuid, provider_id uuid, employer_id uuid, bureau_id uuid,
    first_signer text not null, first_signed_on date not null, second_signer text not null, second_signed_on date not null,
    recorded_by text not null, recorded_at timestamptz not null default now(),
    constraint agreement_county_holds_its_region check (${HOLDS}),
    constraint agreement_kind_is_known check (kind in ('trainee-provider', 'provider-employer', 'employer-bureau', 'provider-bureau')),
    constraint agreement_names_its_parties check ((kind = 'trainee-provider') = (registration_id is not null) and (kind <> 'employer-bureau') = (provider_id is not null)
      and (kind in ('provider-employer', 'employer-bureau')) = (employer_id is not null) and (kind in ('employer-bureau', 'provider-bureau')) = (bureau_id is not null)),
    constraint agreement_is_signed_by_who_may_sign check ((kind = 'trainee-provider') = (first_signer in ('self', 'guardian')) and first_signer in ('self', 'guardian', 'legal-representative', 'authorised-agent')
      and second_signer in ('legal-representative', 'authorised-agent')),
    constraint agreement_versions_count_from_one check (version >= 1)
  );
  create unique index one_agreement_per_version on training_agreements (order_id, kind, version) where registration_id is null;
  create unique index one_agreement_per_person_and_version on training_agreements (order_id, registration_id, version) where registration_id is not null;
  create index training_agreements_by_time on training_agreements (order_id, recorded_at, id);
  ${appendOnly('training_agreements')}
  create policy training_agreements_seen on training_agreements for select to shouyu_app using (${SEEN});
  create policy training_agreements_added on training_agreements for insert to shouyu_app with check (${WRITES} and exists (select from training_orders o where o.id = order_id));
  grant select, insert (id, county, owner_region, order_id, kind, registration_id, provider_id, employer_id, bureau_id, first_signer, first_signed_on, second_signer, second_signed_on) on training_agreements to shouyu_app;

  create table training_agreement_endings (
    agreement_id uuid primary key constraint ending_of_an_agreement references training_agreements (id), ended_on date not null, reason_code text not null, reason text,
    recorded_by text not null, recorded_at timestamptz not null default now(),
    constraint agreement_ending_reason_is_known check (reason_code in ('fulfilled', 'trainee-left', 'provider-withdrew', 'employer-withdrew', 'breach', 'replaced', 'order-cancelled', 'other')),
    constraint other_ending_says_why check (reason_code <> 'other' or reason is not null)
  );
  ${appendOnly('training_agreement_endings')}
  create policy training_agreement_endings_seen on training_agreement_endings for select to shouyu_app using (exists (select from training_agreements a where a.id = agreement_id));
  create policy training_agreement_endings_added on training_agreement_endings for insert to shouyu_app with check (exists (select from training_agreements where id = agreement_id and ${WRITES}));
  grant select, insert (agreement_id, ended_on, reason_code, reason) on training_agreement_endings to shouyu_app;

  create table agreement_files (
    id uuid primary key, county text not null, owner_region text not null, agreement_id uuid not null constraint file_of_an_agreement references training_agreements (id),
    sha256 text not null, size int not null, media_type text not null, blob_key text not null, added_by text not null, added_at timestamptz not null default now(),
    constraint one_file_per_agreement_and_content unique (agreement_id, sha256),
    constraint agreement_file_county_holds_its_region check (${HOLDS}),
    constraint agreement_file_hash_is_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
    constraint agreement_file_has_5_mib_at_the_most check (size between 1 and 5242880),
    constraint agreement_file_type_is_known check (media_type in ('application/pdf', 'image/jpeg', 'image/png'))
  );
  create index agreement_files_by_key on agreement_files (blob_key);
  ${appendOnly('agreement_files')}
  create policy agreement_files_seen on agreement_files for select to shouyu_app using (acting_kind() in ('officer', 'system') and exists (select from training_agreements a where a.id = agreement_id));
  create policy agreement_files_added on agreement_files for insert to shouyu_app with check (${WRITES} and exists (select from training_agreements a where a.id = agreement_id));
  grant select, insert (id, county, owner_region, agreement_id, sha256, size, media_type, blob_key) on agreement_files to shouyu_app;`;

/** An agreement is of the parties that the order has, signed by today, and the next version of its kind; one at a time by the order's row. */
const ROWS = `
  create function check_training_agreement() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare o training_orders; provider uuid;
    begin
      select * into o from training_orders t where t.id = new.order_id for update;
      if o.id is null or o.state not in ('recruiting', 'class-open', 'training', 'completed') then
        raise exception 'the order has no provider, or is over' using errcode = 'check_violation', constraint = 'agreement_is_of_an_order_under_way';
      end if;
      select s.provider_id into provider from provider_slots s where s.id = o.slot_id;
      if new.county <> o.county or (new.provider_id is not null and new.provider_id is distinct from provider) or (new.employer_id is not null and new.employer_id is distinct from o.employer_id)
         or (new.kind = 'provider-bureau' and o.employer_id is not null)
         or (new.bureau_id is not null and not exists (select from organizations g where g.id = new.bureau_id and g.kind = 'county-bureau' and left(g.owner_region, 6) = o.county))
         or (new.registration_id is null and new.owner_region <> o.owner_region)
         or (new.registration_id is not null and not exists (select from registrations r where r.id = new.registration_id and r.county = o.county and r.owner_region = new.owner_region)) then
        raise exception 'not the parties of the order' using errcode = 'check_violation', constraint = 'agreement_is_of_the_orders_parties';
      end if;
      if greatest(new.first_signed_on, new.second_signed_on) > ${TODAY} then
        raise exception 'nobody has signed it yet' using errcode = 'check_violation', constraint = 'agreement_is_signed_by_today';
      end if;
      new.version := 1 + coalesce((select max(a.version) from training_agreements a where a.order_id = new.order_id and a.kind = new.kind and a.registration_id is not distinct from new.registration_id), 0);
      new.recorded_by := coalesce(current_setting('app.actor_id', true), ''); new.recorded_at := date_trunc('milliseconds', now()); -- a page's cursor carries milliseconds
      return new;
    end $$;
  create trigger a_row before insert on training_agreements for each row execute function check_training_agreement();

  create function check_agreement_ending() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare a training_agreements;
    begin
      select * into a from training_agreements t where t.id = new.agreement_id;
      if new.ended_on > ${TODAY} or new.ended_on < greatest(a.first_signed_on, a.second_signed_on) then
        raise exception 'ends before it was signed, or after today' using errcode = 'check_violation', constraint = 'agreement_ends_after_it_was_signed';
      end if;
      new.recorded_by := coalesce(current_setting('app.actor_id', true), '');
      return new;
    end $$;
  create trigger a_row before insert on training_agreement_endings for each row execute function check_agreement_ending();

  create function check_agreement_file() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if not exists (select from training_agreements a where a.id = new.agreement_id and a.owner_region = new.owner_region) then
        raise exception 'not the agreement''s region' using errcode = 'check_violation', constraint = 'agreement_file_lies_with_its_agreement';
      end if;
      new.added_by := coalesce(current_setting('app.actor_id', true), '');
      return new;
    end $$;
  create trigger a_row before insert on agreement_files for each row execute function check_agreement_file();`;

/**
 * What is missing before a class opens (`class-open`) and before it starts (`training`), over the whole county whatever the
 * caller's scope: who in it is out of scope is not named. The last version counts, when it is of the slot's provider, has not
 * ended and, between organizations, has its scan.
 */
const LAW = `
  create function missing_agreements(of_order uuid, on_class uuid, step text) returns table (kind text, registration_id uuid, fault text) language sql stable security definer set search_path = public, pg_temp as $$
    with o as (
      select t.id, t.employer_id, t.county, t.owner_region, s.provider_id from training_orders t left join provider_slots s on s.id = t.slot_id
      where t.id = of_order and (((in_scope(t.owner_region) or t.county = left(current_setting('app.region_from', true), 6)) and ${OFFICES}) or (acting_kind() = 'employer' and t.employer_id = acting_organization()))
    ), needed as (
      select k.kind, null::uuid as registration_id, o.owner_region from o, unnest(case when o.employer_id is null then array['provider-bureau'] else array['provider-employer', 'employer-bureau'] end) as k (kind)
      union all
      select 'trainee-provider', e.registration_id, e.owner_region from o join ledger_facts e on e.class_id = on_class and e.kind = 'enrolled' and e.county = o.county and fact_in_force(e.id)
      where step = 'training' and not exists (select from ledger_facts d where d.class_id = on_class and d.registration_id = e.registration_id and d.kind = 'dropped' and fact_in_force(d.id))
    ), latest as (
      select distinct on (a.kind, a.registration_id) a.id, a.kind, a.registration_id, a.provider_id, exists (select from training_agreement_endings e where e.agreement_id = a.id) as is_ended, exists (select from agreement_files f where f.agreement_id = a.id) as has_file
      from training_agreements a where a.order_id = of_order order by a.kind, a.registration_id, a.version desc
    ), judged as (
      select n.kind, n.registration_id, n.owner_region,
        case when l.id is null then 'absent' when l.provider_id <> o.provider_id then 'other-provider' when l.is_ended then 'ended' when n.registration_id is null and not l.has_file then 'without-file' end as fault
      from o cross join needed n left join latest l on l.kind = n.kind and l.registration_id is not distinct from n.registration_id
    )
    select j.kind, case when in_scope(j.owner_region) and acting_kind() <> 'employer' then j.registration_id end, j.fault from judged j where j.fault is not null order by array_position(array['provider-employer', 'employer-bureau', 'provider-bureau', 'trainee-provider'], j.kind), j.registration_id $$;
  revoke all on function missing_agreements(uuid, uuid, text) from public;
  grant execute on function missing_agreements(uuid, uuid, text) to shouyu_app;

  -- After the move itself was judged: the order has its slot, and after class-open its class.
  create function require_agreements() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if new.to_state = 'class-open' and exists (select from missing_agreements(new.order_id, new.class_id, 'class-open')) then
        raise exception 'agreements are missing' using errcode = 'check_violation', constraint = 'class_opens_with_its_agreements';
      end if;
      if new.to_state = 'training' and exists (select from missing_agreements(new.order_id, (select o.class_id from training_orders o where o.id = new.order_id), 'training')) then
        raise exception 'agreements are missing' using errcode = 'check_violation', constraint = 'training_starts_with_everybodys_agreement';
      end if;
      return new;
    end $$;
  create trigger b_agreements before insert on training_order_moves for each row execute function require_agreements();`;

/** Who signed what for an order and when; without the agreements no class opens and none starts. */
export class TrainingAgreements1795861800000 implements MigrationInterface {
  readonly name = 'TrainingAgreements1795861800000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [AGREEMENTS, ROWS, LAW]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger b_agreements on training_order_moves;
      drop function require_agreements(); drop function missing_agreements(uuid, uuid, text);
      drop table agreement_files, training_agreement_endings, training_agreements;
      drop function check_training_agreement(); drop function check_agreement_ending(); drop function check_agreement_file();`);
  }
}
