import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;
/** An order is nobody's secret among the offices of its county; villages and providers have no part in it. */
const OFFICES = `acting_kind() in ('officer', 'system') and ${ROLE} in ('county-officer', 'township-officer', 'department-officer', 'auditor', 'system')`;
const OWN_COUNTY = `(in_scope(owner_region) or county = left(current_setting('app.region_from', true), 6)) and ${OFFICES}`;
const OWN_ORDER = `acting_kind() = 'employer' and employer_id = acting_organization()`;
const WRITES = `(in_scope(owner_region) and acting_kind() in ('officer', 'system') and ${ROLE} in ('county-officer', 'system')) or (${OWN_ORDER})`;

/** What the order's own words are: the columns that change only before it is reviewed. */
const CONTENT = ['occupation', 'seats', 'pay_yuan', 'workplace', 'contract_kind', 'contract_months', 'window_from', 'window_to', 'site_kind', 'site_region', 'min_education', 'min_age', 'certificates', 'requirements', 'content_hash'];
const rowOf = (record: 'old' | 'new'): string => `(${CONTENT.map((column) => `${record}.${column}`).join(', ')})`;

const TRANSITIONS = `
  create table order_transitions (from_state text not null, to_state text not null, by_kinds text[] not null, reasons text[], primary key (from_state, to_state));
  insert into order_transitions
    select f, 'cancelled', case when f in ('draft', 'submitted', 'under-review', 'returned', 'approved', 'queued', 'recruiting') then array['employer', 'officer'] else array['officer'] end,
      array['employer-withdrew', 'posts-filled', 'business-changed', 'employer-closed', 'no-capacity', 'too-few-people', 'duplicate', 'split', 'other']
    from unnest(array['draft', 'submitted', 'under-review', 'returned', 'approved', 'queued', 'recruiting', 'class-open', 'training', 'completed']) as f;
  insert into order_transitions values
    ('draft', 'submitted', '{employer,officer}', null), ('draft', 'approved', '{officer}', '{split}'), ('returned', 'submitted', '{employer,officer}', null),
    ('submitted', 'under-review', '{officer}', null), ('under-review', 'approved', '{officer}', null),
    ('under-review', 'returned', '{officer}', '{seats,pay,contract,window,site,requirements,papers,other}'),
    ('under-review', 'rejected', '{officer}', '{not-a-real-post,no-course,employer-in-arrears,duplicate,other}'),
    ('approved', 'queued', '{officer,system}', null), ('approved', 'under-review', '{officer,system}', '{window-ended}'), ('queued', 'under-review', '{officer,system}', '{window-ended}'), ('recruiting', 'under-review', '{officer,system}', '{window-ended}'),
    ('queued', 'recruiting', '{officer}', null), ('recruiting', 'queued', '{officer,system}', '{slot-withdrawn,too-few-people}'), ('recruiting', 'class-open', '{officer}', null),
    ('class-open', 'training', '{officer}', null), ('training', 'completed', '{officer}', null), ('completed', 'settled', '{officer}', null);
  grant select on order_transitions to shouyu_app;`;

const ORDERS = `
  create sequence training_order_numbers;
  grant usage on sequence training_order_numbers to shouyu_app;
  create table training_orders (
    id uuid primary key, number text not null, county text not null, owner_region text not null, employer_id uuid, external_ref text,
    occupation text not null, seats int not null, pay_yuan int not null, workplace text not null, contract_kind text not null, contract_months int,
    window_from date not null, window_to date not null, site_kind text not null, site_region text not null,
    min_education text, min_age int not null default 16, certificates text[] not null default '{}', requirements text, content_hash text not null,
    shortage_as_of date, shortage_month text, split_from uuid constraint part_of_an_order references training_orders (id),
    state text not null default 'draft', moves int not null default 0, submitted_on date, reminded_on date, approved_on date, slot_id uuid, class_id uuid,
    enrolled int not null default 0, certified int not null default 0, hired int not null default 0, retained int,
    created_by_kind text not null, created_by text not null, version int not null default 1, created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
    constraint one_order_per_number unique (number),
    constraint order_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
    constraint order_places_are_full_codes check (workplace ~ '^[0-9]{12}$' and site_region ~ '^[0-9]{12}$' and county = substr(site_region, 1, 6)),
    constraint order_is_of_an_employer_or_a_shortage check (employer_id is not null or shortage_as_of is not null),
    constraint order_shortage_is_whole check ((shortage_as_of is null) = (shortage_month is null)),
    constraint order_pledges_seats check (seats between 1 and 500),
    constraint order_pays check (pay_yuan > 0),
    constraint order_contract_kind_is_known check (contract_kind in ('fixed-term', 'open-ended', 'until-work-is-done')),
    constraint open_ended_contract_has_no_months check ((contract_kind = 'open-ended') = (contract_months is null) and contract_months between 1 and 120),
    constraint order_window_ends_after_it_begins check (window_to >= window_from),
    constraint order_site_kind_is_known check (site_kind in ('school', 'enterprise', 'village')),
    constraint order_minimum_age_is_16_or_18 check (min_age in (16, 18)),
    constraint order_state_is_known check (state in ('draft', 'submitted', 'under-review', 'approved', 'returned', 'rejected', 'queued', 'recruiting', 'class-open', 'training', 'completed', 'settled', 'cancelled')),
    constraint waiting_order_is_approved check (state not in ('approved', 'queued', 'recruiting', 'class-open', 'training', 'completed', 'settled') or approved_on is not null),
    constraint hires_fill_pledged_seats check (hired between 0 and seats),
    constraint retained_were_hired check (retained between 0 and hired),
    constraint settled_order_is_counted check ((state = 'settled') = (retained is not null))
  );
  create unique index one_order_per_own_reference on training_orders (employer_id, external_ref) where external_ref is not null and split_from is null;
  create index training_orders_by_time on training_orders (county, created_at, id);
  create index training_orders_of_employer on training_orders (employer_id, created_at, id);
  create index training_orders_by_state on training_orders (county, state, created_at, id);
  create index training_orders_split on training_orders (split_from) where split_from is not null;
  alter table training_orders enable row level security; alter table training_orders force row level security;
  create policy training_orders_seen on training_orders for select to shouyu_app using ((${OWN_COUNTY}) or (${OWN_ORDER}));
  create policy training_orders_added on training_orders for insert to shouyu_app with check (${WRITES});
  create policy training_orders_changed on training_orders for update to shouyu_app using (${WRITES}) with check (${WRITES});
  create policy training_orders_owner on training_orders to current_user using (true) with check (true);
  grant select, insert (id, number, county, owner_region, employer_id, external_ref, ${CONTENT.join(', ')}, shortage_as_of, shortage_month, split_from), update (${CONTENT.join(', ')}, reminded_on) on training_orders to shouyu_app;

  create table training_order_skills (
    order_id uuid not null constraint skill_of_an_order references training_orders (id), skill_id text not null, level int not null,
    primary key (order_id, skill_id), constraint order_skill_level_is_1_to_5 check (level between 1 and 5)
  );
  alter table training_order_skills enable row level security; alter table training_order_skills force row level security;
  create policy training_order_skills_scope on training_order_skills to shouyu_app using (exists (select from training_orders o where o.id = order_id)) with check (exists (select from training_orders o where o.id = order_id));
  create policy training_order_skills_owner on training_order_skills to current_user using (true) with check (true);
  grant select, insert, delete on training_order_skills to shouyu_app;

  -- A number that people can say; every change is a new version; what was reviewed stays as it was.
  create function check_order_row() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        if acting_for_test() then raise exception 'a test key orders nothing' using errcode = 'check_violation', constraint = 'order_is_real'; end if;
        if new.split_from is not null and (acting_kind() <> 'officer' or not exists (select from training_orders p where p.id = new.split_from and p.county = new.county and p.employer_id is not distinct from new.employer_id)) then
          raise exception 'not a part' using errcode = 'check_violation', constraint = 'part_of_an_order';
        end if;
        new.number := coalesce(new.number, 'PX' || to_char(now() at time zone 'Asia/Shanghai', 'YYYY') || '-' || lpad(nextval('training_order_numbers')::text, 6, '0'));
        new.created_at := date_trunc('milliseconds', now()); -- a page's cursor carries milliseconds
        new.created_by_kind := acting_kind(); new.created_by := coalesce(current_setting('app.actor_id', true), '');
        return new;
      end if;
      if old.state not in ('draft', 'returned') and ${rowOf('old')} is distinct from ${rowOf('new')} then
        raise exception 'the order is under way' using errcode = 'check_violation', constraint = 'order_is_changed_before_its_review';
      end if;
      new.version := old.version + 1; new.updated_at := now();
      return new;
    end $$;
  create trigger a_row before insert or update on training_orders for each row execute function check_order_row();
  create function check_order_skill() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if not exists (select from training_orders o where o.id = coalesce(new.order_id, old.order_id) and o.state in ('draft', 'returned')) then
        raise exception 'the order is under way' using errcode = 'check_violation', constraint = 'order_is_changed_before_its_review';
      end if;
      return coalesce(new, old);
    end $$;
  create trigger a_state before insert or delete on training_order_skills for each row execute function check_order_skill();`;

/** The only way an order moves is a row of its history: the application has no right to the state itself. */
const MOVES = `
  create table training_order_moves (
    id uuid primary key default gen_random_uuid(), order_id uuid not null constraint move_of_an_order references training_orders (id), number int not null,
    from_state text not null, to_state text not null, reason_code text, reason text, slot_id uuid, class_id uuid,
    actor_kind text not null, actor_id text not null, moved_at timestamptz not null default now(),
    constraint one_move_per_step unique (order_id, number),
    constraint class_opens_by_name check ((to_state = 'class-open') = (class_id is not null)),
    constraint recruiting_takes_a_slot check ((to_state = 'recruiting') = (slot_id is not null))
  );
  create index training_order_moves_by_time on training_order_moves (moved_at);
  alter table training_order_moves enable row level security; alter table training_order_moves force row level security;
  create policy training_order_moves_seen on training_order_moves for select to shouyu_app using (exists (select from training_orders o where o.id = order_id));
  create policy training_order_moves_added on training_order_moves for insert to shouyu_app with check (exists (select from training_orders o where o.id = order_id));
  create policy training_order_moves_owner on training_order_moves to current_user using (true) with check (true);
  create trigger training_order_moves_append_only before update or delete or truncate on training_order_moves for each statement execute function refuse_change();
  grant select, insert (order_id, from_state, to_state, reason_code, reason, slot_id, class_id) on training_order_moves to shouyu_app;

  -- People of an order's class, and those at work with the employer for 90 days: counted from the ledger, over the whole county.
  create function order_outcome(of_order uuid) returns table (enrolled int, certified int, retained int) language sql stable security definer set search_path = public, pg_temp as $$
    select
      (select count(distinct f.registration_id)::int from ledger_facts f where f.class_id = o.class_id and f.kind = 'enrolled' and fact_in_force(f.id)),
      (select count(distinct f.registration_id)::int from ledger_facts f where f.class_id = o.class_id and f.kind = 'certified' and fact_in_force(f.id)),
      (select count(*)::int from training_order_hires h where h.order_id = o.id and h.withdrawn_at is null and exists (
        select from ledger_facts s where s.registration_id = h.registration_id and s.kind = 'employment-started' and s.employer_id = o.employer_id and fact_in_force(s.id)
          and s.effective_on <= (now() at time zone 'Asia/Shanghai')::date - 90
          and not exists (select from ledger_facts e where e.employment_id = s.employment_id and e.kind = 'employment-ended' and e.effective_on < s.effective_on + 90 and fact_in_force(e.id))))
    from training_orders o where o.id = of_order and ((${OWN_COUNTY}) or (${OWN_ORDER})) $$;
  revoke all on function order_outcome(uuid) from public;
  grant execute on function order_outcome(uuid) to shouyu_app;

  create function apply_order_move() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare o training_orders; t order_transitions; parent training_orders; now_enrolled int := 0; now_certified int := 0; now_retained int := 0;
    begin
      select * into o from training_orders where id = new.order_id for update;
      select * into t from order_transitions where from_state = o.state and to_state = new.to_state;
      if o.id is null or t.to_state is null or new.from_state <> o.state or acting_kind() <> all (t.by_kinds)
         or (case when t.reasons is null then new.reason_code is not null else new.reason_code is null or new.reason_code <> all (t.reasons) end) then
        raise exception 'illegal order move: % to %', coalesce(o.state, 'nothing'), new.to_state using errcode = 'check_violation', constraint = 'legal_order_move';
      end if;
      -- A part moves by itself only when the whole was given up for it, and the parts are the whole.
      if o.state = 'draft' and new.to_state = 'approved' then
        select * into parent from training_orders where id = o.split_from for update;
        if parent.id is null or parent.approved_on is null
           or not exists (select from training_order_moves m where m.order_id = parent.id and m.number = parent.moves and m.to_state = 'cancelled' and m.reason_code = 'split' and m.from_state in ('approved', 'queued'))
           or parent.seats <> (select sum(p.seats) from training_orders p where p.split_from = parent.id) then
          raise exception 'the parts are not the whole' using errcode = 'check_violation', constraint = 'legal_order_move';
        end if;
      end if;
      if new.reason_code = 'split' and new.to_state = 'cancelled' and (o.approved_on is null or o.state not in ('approved', 'queued') or o.seats is distinct from (select sum(p.seats) from training_orders p where p.split_from = o.id)) then
        raise exception 'the parts are not the whole' using errcode = 'check_violation', constraint = 'legal_order_move';
      end if;
      if new.to_state = 'recruiting' then
        update provider_slots s set order_id = o.id where s.id = new.slot_id and s.county = o.county and s.order_id is null and s.withdrawn_at is null and s.seats >= o.seats and (s.occupation is null or s.occupation = o.occupation)
          and s.from_on <= o.window_to and not exists (select from provider_pauses p where p.provider_id = s.provider_id and p.county = s.county and p.resumed_at is null);
        if not found then raise exception 'the slot does not serve this order' using errcode = 'check_violation', constraint = 'slot_serves_one_order'; end if;
      elsif new.to_state = 'class-open' then
        if not exists (select from training_classes c join provider_slots s on s.id = o.slot_id where c.id = new.class_id and c.county = o.county and c.provider_id = s.provider_id and c.starts_on between o.window_from and o.window_to) then
          raise exception 'the class is not this order''s' using errcode = 'check_violation', constraint = 'class_serves_the_order';
        end if;
      elsif o.state = 'recruiting' and new.to_state in ('queued', 'cancelled', 'under-review') then
        update provider_slots s set order_id = null where s.order_id = o.id;
      end if;
      if o.class_id is not null then select c.enrolled, c.certified, c.retained into now_enrolled, now_certified, now_retained from order_outcome(o.id) c; end if;
      update training_orders set state = new.to_state, moves = o.moves + 1,
        submitted_on = case when new.to_state = 'submitted' then (now() at time zone 'Asia/Shanghai')::date else submitted_on end,
        reminded_on = case when new.to_state = 'submitted' then null else reminded_on end,
        -- Whoever was approved once keeps the day: a window that ended for want of a class costs no place.
        approved_on = case when new.to_state = 'approved' then coalesce(parent.approved_on, o.approved_on, (now() at time zone 'Asia/Shanghai')::date) else approved_on end,
        slot_id = case when new.to_state = 'recruiting' then new.slot_id when o.state = 'recruiting' and new.to_state in ('queued', 'cancelled', 'under-review') then null else slot_id end,
        class_id = coalesce(new.class_id, class_id),
        enrolled = now_enrolled, certified = now_certified,
        retained = case when new.to_state = 'settled' then least(o.hired, now_retained) end
      where id = o.id;
      new.number := o.moves + 1; new.actor_kind := acting_kind(); new.actor_id := coalesce(current_setting('app.actor_id', true), ''); new.moved_at := clock_timestamp();
      return new;
    end $$;
  create trigger a_move before insert on training_order_moves for each row execute function apply_order_move();`;

const HIRES = `
  create table training_order_hires (
    order_id uuid not null constraint hire_of_an_order references training_orders (id), registration_id uuid not null, owner_region text not null, hired_on date not null,
    recorded_by text not null, recorded_at timestamptz not null default now(), withdrawn_by text, withdrawn_at timestamptz,
    primary key (order_id, registration_id),
    constraint hire_withdrawal_is_whole check ((withdrawn_by is null) = (withdrawn_at is null))
  );
  alter table training_order_hires enable row level security; alter table training_order_hires force row level security;
  create policy training_order_hires_scope on training_order_hires to shouyu_app using (in_scope(owner_region) and ${OFFICES}) with check (in_scope(owner_region) and acting_kind() in ('officer', 'system') and ${ROLE} in ('county-officer', 'system') and exists (select from training_orders o where o.id = order_id));
  create policy training_order_hires_owner on training_order_hires to current_user using (true) with check (true);
  grant select, insert (order_id, registration_id, owner_region, hired_on), update (withdrawn_by, withdrawn_at) on training_order_hires to shouyu_app;

  -- One at a time by the order's row: the last seat is given once.
  create function count_order_hire() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare o training_orders;
    begin
      select * into o from training_orders where id = new.order_id for update;
      if tg_op = 'UPDATE' then
        if old.withdrawn_at is not null or new.withdrawn_at is null or o.state not in ('recruiting', 'class-open', 'training', 'completed') then
          raise exception 'the hire is withdrawn' using errcode = 'check_violation', constraint = 'order_takes_hires';
        end if;
        update training_orders set hired = hired - 1 where id = o.id;
        return new;
      end if;
      if o.id is null or o.state not in ('recruiting', 'class-open', 'training', 'completed') then
        raise exception 'the order takes no hires' using errcode = 'check_violation', constraint = 'order_takes_hires';
      end if;
      if o.hired >= o.seats then raise exception 'every pledged seat is filled' using errcode = 'check_violation', constraint = 'hires_fill_pledged_seats'; end if;
      new.recorded_by := coalesce(current_setting('app.actor_id', true), '');
      update training_orders set hired = hired + 1 where id = o.id;
      return new;
    end $$;
  create trigger a_seat before insert or update on training_order_hires for each row execute function count_order_hire();`;

/** Orders for training with their skills and hires, and the history that alone moves them. */
export class TrainingOrders1795851600000 implements MigrationInterface {
  readonly name = 'TrainingOrders1795851600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TRANSITIONS, ORDERS, HIRES, MOVES]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table training_order_hires, training_order_moves, training_order_skills, training_orders, order_transitions;
      drop sequence training_order_numbers;
      drop function apply_order_move(); drop function order_outcome(uuid); drop function count_order_hire(); drop function check_order_skill(); drop function check_order_row();`);
  }
}
