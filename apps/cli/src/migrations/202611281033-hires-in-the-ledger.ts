import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;
const OFFICES = `acting_kind() in ('officer', 'system') and ${ROLE} in ('county-officer', 'township-officer', 'department-officer', 'auditor', 'system')`;
const TODAY = `(now() at time zone 'Asia/Shanghai')::date`;
/** States in which an order's hires still move; of a settled one they stay as they were counted. */
const TAKES_HIRES = `('recruiting', 'class-open', 'training', 'completed')`;

const HIRES = `
  alter table training_order_hires add column id uuid not null default gen_random_uuid(), add column employment_id uuid;
  alter table training_order_hires drop constraint training_order_hires_pkey, add primary key (id);
  create unique index one_hire_per_person_and_order on training_order_hires (order_id, registration_id) where withdrawn_at is null;
  create unique index one_hire_per_employment on training_order_hires (employment_id) where withdrawn_at is null;
  grant insert (employment_id) on training_order_hires to shouyu_app;

  -- Hires of before this day name no employment; every new one does.
  create function name_the_employment() returns trigger language plpgsql as $$
    begin
      if new.employment_id is null then raise exception 'the hire names no employment' using errcode = 'check_violation', constraint = 'hire_names_its_employment'; end if;
      return new;
    end $$;
  create trigger b_employment before insert on training_order_hires for each row execute function name_the_employment();`;

/** Looked at when the transaction ends: the hire is written before the ledger, whose lock is the last that is taken. */
const STANDS = `
  create function hire_stands(hire training_order_hires) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from ledger_facts s join training_orders o on o.id = hire.order_id
      where s.employment_id = hire.employment_id and s.kind = 'employment-started' and s.registration_id = hire.registration_id and fact_in_force(s.id)
        and (o.employer_id is null or canonical_employer(s.employer_id) = canonical_employer(o.employer_id))) $$;
  revoke all on function hire_stands(training_order_hires) from public;
  create function check_new_hire() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if new.withdrawn_at is null and not hire_stands(new) then raise exception 'no such employment' using errcode = 'check_violation', constraint = 'hire_stands_on_its_employment'; end if;
      return null;
    end $$;
  create constraint trigger z_employment after insert on training_order_hires deferrable initially deferred for each row execute function check_new_hire();
  create function check_hires_of_retracted() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if exists (select from ledger_facts f join training_order_hires h on h.employment_id = f.employment_id and h.withdrawn_at is null join training_orders o on o.id = h.order_id and o.state in ${TAKES_HIRES}
                 where f.id = new.retracts_fact_id and f.kind = 'employment-started' and not hire_stands(h)) then
        raise exception 'the hire stands on this employment' using errcode = 'check_violation', constraint = 'hire_stands_on_its_employment';
      end if;
      return null;
    end $$;
  create constraint trigger z_hires after insert on ledger_facts deferrable initially deferred for each row when (new.kind = 'retracted') execute function check_hires_of_retracted();

  -- Whoever takes a start of work back, and puts none in its place, takes back the hire that stands on it: before the ledger's lock, as a hire takes the order's row first.
  create function release_order_hires(retracted uuid[], restarted uuid[]) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
    begin
      update training_order_hires h set withdrawn_by = coalesce(current_setting('app.actor_id', true), ''), withdrawn_at = now()
      where h.withdrawn_at is null and in_scope(h.owner_region) and acting_kind() in ('officer', 'system')
        and h.employment_id in (select f.employment_id from ledger_facts f where f.id = any (retracted) and f.kind = 'employment-started') and h.employment_id <> all (restarted)
        and exists (select from training_orders o where o.id = h.order_id and o.state in ${TAKES_HIRES});
    end $$;
  revoke all on function release_order_hires(uuid[], uuid[]) from public;
  grant execute on function release_order_hires(uuid[], uuid[]) to shouyu_app;`;

/** The same as `fact_in_force`, which is asked only where there is a retraction at all: a county has thousands of facts, and few of them. */
const inForce = (fact: string): string => `(not exists (select from ledger_facts r where r.retracts_fact_id = ${fact}.id) or fact_in_force(${fact}.id))`;

/** Retained: the employment that the hire led to (of an old hire, any with the employer) covers so many days from its first on. */
const COUNTS = `
  -- Whoever asks: for the functions below.
  create function count_orders(of_orders uuid[]) returns table (order_id uuid, enrolled int, certified int, hired int, due90 int, retained90 int, due180 int, retained180 int) language sql stable security definer set search_path = public, pg_temp as $$
    with o as (
      select t.id, t.class_id, t.employer_id from training_orders t where t.id = any (of_orders)
    ), roll as (
      select o.id, count(distinct f.registration_id) filter (where f.kind = 'enrolled') as enrolled, count(distinct f.registration_id) filter (where f.kind = 'certified') as certified
      from o join ledger_facts f on f.class_id = o.class_id and f.kind in ('enrolled', 'certified') and ${inForce('f')} group by 1
    ), jobs as materialized (
      select o.id, h.id as hire, s.effective_on as began, (select min(e.effective_on) from ledger_facts e where e.employment_id = s.employment_id and e.kind = 'employment-ended' and ${inForce('e')}) as ended
      from o join training_order_hires h on h.order_id = o.id and h.withdrawn_at is null
      left join ledger_facts s on s.registration_id = h.registration_id and s.kind = 'employment-started' and ${inForce('s')} and case when h.employment_id is null then s.employer_id = o.employer_id else s.employment_id = h.employment_id end
    ), stays as (
      select j.id, j.hire, bool_or(j.began <= ${TODAY} - 90) as due90, bool_or(j.began <= ${TODAY} - 90 and (j.ended is null or j.ended >= j.began + 90)) as retained90,
        bool_or(j.began <= ${TODAY} - 180) as due180, bool_or(j.began <= ${TODAY} - 180 and (j.ended is null or j.ended >= j.began + 180)) as retained180
      from jobs j group by 1, 2
    ), hires as (
      select s.id, count(*) as hired, count(*) filter (where s.due90) as due90, count(*) filter (where s.retained90) as retained90, count(*) filter (where s.due180) as due180, count(*) filter (where s.retained180) as retained180 from stays s group by 1
    )
    select o.id, coalesce(r.enrolled, 0)::int, coalesce(r.certified, 0)::int, coalesce(h.hired, 0)::int, coalesce(h.due90, 0)::int, coalesce(h.retained90, 0)::int, coalesce(h.due180, 0)::int, coalesce(h.retained180, 0)::int
    from o left join roll r using (id) left join hires h using (id) $$;
  revoke all on function count_orders(uuid[]) from public;

  create function order_counts(of_orders uuid[]) returns table (order_id uuid, enrolled int, certified int, hired int, due90 int, retained90 int, due180 int, retained180 int) language sql stable security definer set search_path = public, pg_temp as $$
    select c.* from count_orders((select array_agg(t.id) from training_orders t where t.id = any (of_orders)
      and (((in_scope(t.owner_region) or t.county = left(current_setting('app.region_from', true), 6)) and ${OFFICES}) or (acting_kind() = 'employer' and t.employer_id = acting_organization())))) c $$;
  revoke all on function order_counts(uuid[]) from public;
  grant execute on function order_counts(uuid[]) to shouyu_app;
  create or replace function order_outcome(of_order uuid) returns table (enrolled int, certified int, retained int) language sql stable security definer set search_path = public, pg_temp as $$
    select c.enrolled, c.certified, c.retained90 from order_counts(array[of_order]) c $$;

  -- What came of the classes that a provider held for orders, completed or settled: numbers only, for the offices of the county and for the provider itself.
  create function provider_counts(of_providers uuid[]) returns table (provider_id uuid, orders int, enrolled int, certified int, hired int, due90 int, retained90 int) language sql stable security definer set search_path = public, pg_temp as $$
    with held as (
      select s.provider_id, o.id from training_orders o join provider_slots s on s.id = o.slot_id
      where s.provider_id = any (of_providers) and o.state in ('completed', 'settled') and o.county = left(current_setting('app.region_from', true), 6)
        and (${OFFICES} or (${ROLE} = 'training-provider' and s.provider_id = acting_organization()))
    )
    select h.provider_id, count(*)::int, sum(c.enrolled)::int, sum(c.certified)::int, sum(c.hired)::int, sum(c.due90)::int, sum(c.retained90)::int
    from held h join count_orders((select array_agg(held.id) from held)) c on c.order_id = h.id group by 1 $$;
  revoke all on function provider_counts(uuid[]) from public;
  grant execute on function provider_counts(uuid[]) to shouyu_app;`;

/** A hire for a pledged seat stands on an employment of the ledger, and is counted by it. */
export class HiresInTheLedger1795861980000 implements MigrationInterface {
  readonly name = 'HiresInTheLedger1795861980000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [HIRES, STANDS, COUNTS]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('hires of one person may stand several times in an order now: go back by a backup');
  }
}
