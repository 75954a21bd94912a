import type { MigrationInterface, QueryRunner } from 'typeorm';

const TODAY = `(now() at time zone 'Asia/Shanghai')::date`;
const MICROS = (column: string): string => `(extract(epoch from ${column}) * 1000000)::bigint`;

const RULE = `
  -- In force from its approval on: given up before a class opened, it is not. The one place that says so.
  create function order_is_effective(o training_orders) returns boolean language sql immutable as $$
    select o.approved_on is not null and (o.state in ('approved', 'queued', 'recruiting', 'class-open', 'training', 'completed', 'settled') or (o.state = 'cancelled' and o.class_id is not null)) $$;`;

const FACTS = `
  -- What orders pledge and who was hired from them, as facts of the ledger's time: no report that was made can come out otherwise.
  create table pledge_facts (
    id uuid primary key default gen_random_uuid(), county text not null, kind text not null, effective_on date not null, recorded_at timestamptz not null,
    order_id uuid not null constraint pledge_of_an_order references training_orders (id),
    seats int, pay_yuan int, contract_months int, permanent boolean,
    hire_id uuid constraint pledge_fact_of_a_hire references training_order_hires (id), registration_id uuid, person_id uuid, employment_id uuid,
    retracts_fact_id uuid constraint pledge_retracts_a_fact references pledge_facts (id),
    constraint pledge_kind_is_known check (kind in ('order', 'hired-from-order', 'retracted')),
    constraint pledge_is_whole check ((kind = 'order') = (seats is not null and pay_yuan is not null and permanent is not null)),
    constraint pledge_hire_is_whole check ((kind = 'hired-from-order') = (hire_id is not null and registration_id is not null and person_id is not null)),
    constraint pledge_retraction_is_whole check ((kind = 'retracted') = (retracts_fact_id is not null))
  );
  create index pledge_facts_of_county on pledge_facts (county, recorded_at);
  create index pledge_facts_of_order on pledge_facts (order_id);
  create unique index one_retraction_per_pledge_fact on pledge_facts (retracts_fact_id) where retracts_fact_id is not null;
  alter table pledge_facts enable row level security; alter table pledge_facts force row level security;
  create policy pledge_facts_owner on pledge_facts to current_user using (true) with check (true);
  create trigger pledge_facts_append_only before update or delete or truncate on pledge_facts for each statement execute function refuse_change();
  create trigger a_stamp before insert on pledge_facts for each row execute function stamp_recorded_at();`;

/** Notes what is not noted yet; twice is the same. Where nothing is to be noted the county's lock is not taken. */
const NOTING = `
  create function note_pledges(of_order uuid) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
    declare o training_orders; known pledge_facts;
    begin
      select * into o from training_orders t where t.id = of_order;
      select f.* into known from pledge_facts f where f.order_id = o.id and f.kind = 'order' and not exists (select from pledge_facts r where r.retracts_fact_id = f.id);
      if known.id is not null and (not order_is_effective(o) or (known.effective_on, known.seats, known.pay_yuan, known.contract_months, known.permanent) is distinct from (o.approved_on, o.seats, o.pay_yuan, o.contract_months, o.contract_kind = 'open-ended')) then
        insert into pledge_facts (county, kind, effective_on, order_id, retracts_fact_id) values (o.county, 'retracted', ${TODAY}, o.id, known.id);
        known := null;
      end if;
      if known.id is null and order_is_effective(o) then
        insert into pledge_facts (county, kind, effective_on, order_id, seats, pay_yuan, contract_months, permanent)
        values (o.county, 'order', o.approved_on, o.id, o.seats, o.pay_yuan, o.contract_months, o.contract_kind = 'open-ended');
      end if;
      insert into pledge_facts (county, kind, effective_on, order_id, retracts_fact_id)
      select o.county, 'retracted', ${TODAY}, o.id, f.id from pledge_facts f join training_order_hires h on h.id = f.hire_id
      where f.order_id = o.id and h.withdrawn_at is not null and not exists (select from pledge_facts r where r.retracts_fact_id = f.id);
      -- A hire names its order: of one that never came into force there is nothing to name.
      insert into pledge_facts (county, kind, effective_on, order_id, hire_id, registration_id, person_id, employment_id)
      select o.county, 'hired-from-order', h.hired_on, o.id, h.id, h.registration_id, coalesce(p.person_id, h.registration_id), h.employment_id
      from training_order_hires h left join registrations p on p.id = h.registration_id
      where h.order_id = o.id and h.withdrawn_at is null and exists (select from pledge_facts f where f.order_id = o.id and f.kind = 'order') and not exists (select from pledge_facts f where f.hire_id = h.id);
    end $$;
  revoke all on function note_pledges(uuid) from public;

  -- At the commit, so that the county's ledger lock is the last that a transaction takes.
  create function note_pledges_of_order() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      perform note_pledges(new.id);
      return null;
    end $$;
  create function note_pledges_of_hire() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      perform note_pledges(new.order_id);
      return null;
    end $$;
  create constraint trigger z_pledge_given after insert on training_orders deferrable initially deferred for each row when (new.approved_on is not null) execute function note_pledges_of_order();
  create constraint trigger z_pledge_moved after update of state on training_orders deferrable initially deferred for each row when (new.approved_on is not null and order_is_effective(old) is distinct from order_is_effective(new)) execute function note_pledges_of_order();
  create constraint trigger z_pledge_hired after insert or update on training_order_hires deferrable initially deferred for each row execute function note_pledges_of_hire();
  select note_pledges(o.id) from training_orders o where o.approved_on is not null order by o.approved_on, o.id;`;

const READING = `
  -- Only the service itself computes rates over a whole county. A person who is found to be another stands under the other.
  create function pledge_facts_known(of_county text, known_by timestamptz) returns table (fact jsonb, registration_id uuid) language plpgsql stable security definer set search_path = public, pg_temp as $$
    begin
      if acting_kind() <> 'system' or not in_scope(rpad(of_county, 12, '0')) then
        raise exception 'rates are computed by the service, county by county' using errcode = 'insufficient_privilege';
      end if;
      return query
        select jsonb_build_object('id', f.id, 'kind', f.kind, 'effectiveOn', f.effective_on, 'recordedAt', ${MICROS('f.recorded_at')}) || case f.kind
            when 'order' then jsonb_build_object('order', f.order_id, 'seats', f.seats, 'pay', f.pay_yuan, 'contractMonths', f.contract_months, 'permanent', f.permanent)
            when 'hired-from-order' then jsonb_build_object('order', f.order_id, 'person', coalesce(a.same_as, f.person_id), 'into', f.employment_id)
            else jsonb_build_object('fact', f.retracts_fact_id) end, f.registration_id
        from pledge_facts f left join person_aliases a on a.person_id = f.person_id
        where f.county = of_county and f.recorded_at <= known_by order by f.effective_on, f.recorded_at, f.id;
    end $$;
  revoke all on function pledge_facts_known(text, timestamptz) from public;
  grant execute on function pledge_facts_known(text, timestamptz) to shouyu_app;`;

/** Orders and their hires are facts beside the ledger, so that R4 and R4p are rates like the others: for any day, as known by any instant. */
export class PledgeFacts1795866060000 implements MigrationInterface {
  readonly name = 'PledgeFacts1795866060000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [RULE, FACTS, NOTING, READING]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger z_pledge_given on training_orders; drop trigger z_pledge_moved on training_orders; drop trigger z_pledge_hired on training_order_hires;
      drop function note_pledges_of_order(); drop function note_pledges_of_hire(); drop function note_pledges(uuid); drop function pledge_facts_known(text, timestamptz); drop function order_is_effective(training_orders);
      drop table pledge_facts;`);
  }
}
