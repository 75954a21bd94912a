import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;
const OFFICERS = `acting_kind() in ('officer', 'system')`;
const NOT_VILLAGE = `${ROLE} <> 'village-officer'`;
const TODAY = `(clock_timestamp() at time zone 'Asia/Shanghai')::date`;
const refuse = (constraint: string, words: string): string => `raise exception '${words}' using errcode = 'check_violation', constraint = '${constraint}'`;

const TRANSITIONS = `
  create table class_offer_transitions (from_state text not null, to_state text not null, by_kinds text[] not null, reasons text[], primary key (from_state, to_state));
  insert into class_offer_transitions values
    ('made', 'told', '{officer,system}', null), ('told', 'told', '{officer,system}', null),
    ('told', 'accepted', '{officer}', null), ('told', 'waiting', '{officer}', null), ('waiting', 'accepted', '{officer,system}', null),
    ('told', 'expired', '{officer,system}', null), ('accepted', 'closed', '{officer,system}', '{course-ended,dropped-out}');
  insert into class_offer_transitions select f, 'refused', '{officer}', '{trainee-pay,trainee-too-far,trainee-unsuitable-work,trainee-family,trainee-has-work,trainee-health,trainee-other}' from unnest(array['told', 'accepted', 'waiting']) as f;
  insert into class_offer_transitions select f, 'withdrawn', '{officer,employer,system}', '{terms-changed,made-in-error,not-suitable,order-ended,other}' from unnest(array['made', 'told', 'accepted', 'waiting']) as f;
  grant select on class_offer_transitions to shouyu_app;`;

const OFFERS = `
  create table class_offers (
    id uuid primary key default gen_random_uuid(), order_id uuid not null constraint offer_of_an_order references training_orders (id), county text not null, owner_region text not null, registration_id uuid not null,
    source text not null, terms jsonb not null, wording text not null, answer_days int not null,
    state text not null default 'made', moves int not null default 0, waiting_number int, expires_on date, ended_for text, created_by text not null, created_at timestamptz not null default now(),
    constraint offer_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
    constraint offer_source_is_known check (source in ('assignment', 'draw', 'officer')),
    constraint offer_state_is_known check (state in ('made', 'told', 'accepted', 'waiting', 'refused', 'expired', 'withdrawn', 'closed')),
    constraint offer_is_answered_within_days check (answer_days between 1 and 30),
    constraint offer_waits_by_number check (state <> 'waiting' or waiting_number is not null)
  );
  create unique index one_open_offer_per_person_and_order on class_offers (order_id, registration_id) where state in ('made', 'told', 'accepted', 'waiting');
  -- Who has said yes to one class says yes to no other until it has ended.
  create unique index one_class_at_a_time on class_offers (registration_id) where state = 'accepted';
  create index class_offers_of_order on class_offers (order_id, created_at, id);
  create index class_offers_by_expiry on class_offers (county, expires_on) where state = 'told';
  alter table class_offers enable row level security; alter table class_offers force row level security;
  -- Village officers are often kin: they see no refusals.
  create policy class_offers_seen on class_offers for select to shouyu_app using (in_scope(owner_region) and ${OFFICERS} and (state <> 'refused' or ${NOT_VILLAGE}));
  create policy class_offers_added on class_offers for insert to shouyu_app with check (in_scope(owner_region) and ${OFFICERS} and ${ROLE} in ('county-officer', 'system'));
  create policy class_offers_owner on class_offers to current_user using (true) with check (true);
  grant select, insert (id, order_id, owner_region, county, registration_id, source, terms, wording, answer_days) on class_offers to shouyu_app;

  -- The only way an offer moves is a row of its history.
  create table class_offer_moves (
    id uuid primary key default gen_random_uuid(), offer_id uuid not null constraint move_of_an_offer references class_offers (id), number int not null, from_state text not null, to_state text not null,
    reason_code text, reason text, channel text, told_at timestamptz, actor_kind text not null, actor_id text not null, moved_at timestamptz not null default now(),
    constraint one_offer_move_per_step unique (offer_id, number),
    constraint telling_names_its_channel check ((to_state = 'told') = (channel is not null) and (channel is null) = (told_at is null)),
    constraint channel_is_known check (channel in ('sms', 'call', 'visit', 'village-officer')),
    constraint nothing_is_said_of_health check (reason_code is distinct from 'trainee-health' or reason is null)
  );
  alter table class_offer_moves enable row level security; alter table class_offer_moves force row level security;
  create policy class_offer_moves_seen on class_offer_moves for select to shouyu_app using (exists (select from class_offers o where o.id = offer_id) and (to_state <> 'refused' or ${NOT_VILLAGE}));
  create policy class_offer_moves_added on class_offer_moves for insert to shouyu_app with check (exists (select from class_offers o where o.id = offer_id) and (to_state <> 'refused' or ${NOT_VILLAGE}) and ${ROLE} in ('county-officer', 'township-officer', 'village-officer', 'system'));
  create policy class_offer_moves_owner on class_offer_moves to current_user using (true) with check (true);
  create trigger class_offer_moves_append_only before update or delete or truncate on class_offer_moves for each statement execute function refuse_change();
  grant select, insert (offer_id, from_state, to_state, reason_code, reason, channel, told_at) on class_offer_moves to shouyu_app;

  -- How an order's offers stand over the whole county; a township's officer sees only its own people's.
  create function class_offer_counts(of_order uuid) returns table (state text, offers int) language sql stable security definer set search_path = public, pg_temp as $$
    select f.state, count(*)::int from class_offers f where f.order_id = of_order and f.county = left(current_setting('app.region_from', true), 6) and ${OFFICERS} and (f.state <> 'refused' or ${NOT_VILLAGE}) group by f.state $$;
  revoke all on function class_offer_counts(uuid) from public;
  grant execute on function class_offer_counts(uuid) to shouyu_app;`;

const RULES = `
  create function order_of_class(of_class uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((select o.id from training_orders o where o.class_id = of_class), (select c.order_id from training_classes c where c.id = of_class)) $$;
  revoke all on function order_of_class(uuid) from public;
  create index training_orders_of_class on training_orders (class_id) where class_id is not null;

  -- In a class of another order, or in any other class that runs now.
  create function sits_elsewhere(of_registration uuid, of_order uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from class_offers f where f.registration_id = of_registration and f.state = 'accepted' and f.order_id <> of_order)
        or exists (select from course_records r where r.registration_id = of_registration and r.state = 'in-progress' and (r.planned_end is null or r.planned_end >= ${TODAY})
                   and order_of_class(r.class_id) is distinct from of_order) $$;
  revoke all on function sits_elsewhere(uuid, uuid) from public;

  create function check_class_offer() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare o training_orders; drawn lotteries;
    begin
      select * into o from training_orders where id = new.order_id for update;
      if o.id is null or o.county <> new.county or o.state not in ('recruiting', 'class-open') then ${refuse('offers_are_of_a_recruiting_order', 'the order makes no offers')}; end if;
      if not exists (select from registrations r where r.id = new.registration_id and r.owner_region = new.owner_region and r.county = o.county) then ${refuse('offer_is_to_somebody_of_the_county', 'nobody of the county')}; end if;
      if exists (select from class_offers f where f.order_id = o.id and f.state in ('made', 'told', 'accepted', 'waiting') and f.terms is distinct from new.terms) then ${refuse('one_wording_per_class', 'others were told something else')}; end if;
      select * into drawn from lotteries l where l.order_id = o.id and l.state <> 'cancelled';
      if drawn.id is not null and (drawn.state <> 'drawn' or not exists (select from lottery_entries e join lottery_calls c on c.lottery_id = e.lottery_id and c.entry = e.entry where e.lottery_id = drawn.id and e.registration_id = new.registration_id)) then
        ${refuse('offers_follow_the_draw', 'seats are drawn by lot')};
      end if;
      if sits_elsewhere(new.registration_id, o.id) then ${refuse('one_class_at_a_time', 'sits in another class')}; end if;
      new.created_by := coalesce(current_setting('app.actor_id', true), ''); new.created_at := date_trunc('milliseconds', clock_timestamp());
      return new;
    end $$;
  create trigger a_check before insert on class_offers for each row execute function check_class_offer();

  create function apply_class_offer_move() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare f class_offers; o training_orders; t class_offer_transitions; taken int; of_order uuid;
    begin
      -- The order's row first, then the offer's: the last seat is given once. Letting somebody go needs no seat; it may come after the ledger's lock, and so waits for no order.
      select order_id into of_order from class_offers where id = new.offer_id;
      if new.to_state <> 'closed' then perform from training_orders where id = of_order for update; end if;
      select * into o from training_orders where id = of_order;
      select * into f from class_offers where id = new.offer_id for update;
      select count(*) into taken from class_offers c where c.order_id = o.id and c.state = 'accepted';
      if f.state = 'told' and new.to_state = 'accepted' and taken >= o.seats then new.to_state := 'waiting'; end if;
      select * into t from class_offer_transitions where from_state = f.state and to_state = new.to_state;
      if f.id is null or t.to_state is null or new.from_state <> f.state or acting_kind() <> all (t.by_kinds)
         or (case when t.reasons is null then new.reason_code is not null else new.reason_code is null or new.reason_code <> all (t.reasons) end)
         or (new.to_state = 'waiting' and taken < o.seats) or new.told_at > clock_timestamp() or (t.to_state = 'closed' and pg_trigger_depth() < 2) then
        ${refuse('legal_offer_move', 'illegal offer move')};
      end if;
      if new.to_state in ('told', 'accepted', 'waiting') and o.state not in ('recruiting', 'class-open') then ${refuse('offers_are_of_a_recruiting_order', 'the order makes no offers')}; end if;
      if f.state = 'told' and new.to_state in ('accepted', 'waiting') and f.expires_on < ${TODAY} then ${refuse('offer_is_answered_in_time', 'the offer has run out')}; end if;
      if new.to_state = 'expired' and f.expires_on >= ${TODAY} then ${refuse('legal_offer_move', 'there is time left')}; end if;
      if new.to_state in ('accepted', 'waiting') and sits_elsewhere(f.registration_id, o.id) then ${refuse('one_class_at_a_time', 'sits in another class')}; end if;
      -- Who waits comes in by number, when a seat is free.
      if f.state = 'waiting' and new.to_state = 'accepted' and (taken >= o.seats or f.id is distinct from first_waiting(o.id)) then ${refuse('waiting_list_is_in_order', 'others wait longer')}; end if;
      new.number := f.moves + 1; new.actor_kind := acting_kind(); new.actor_id := coalesce(current_setting('app.actor_id', true), ''); new.moved_at := clock_timestamp();
      update class_offers set state = new.to_state, moves = new.number, ended_for = case when new.to_state in ('refused', 'withdrawn', 'closed') then new.reason_code end,
        waiting_number = case when new.to_state = 'waiting' then 1 + coalesce((select max(c.waiting_number) from class_offers c where c.order_id = o.id), 0) else waiting_number end,
        expires_on = case when new.to_state = 'told' then (new.told_at at time zone 'Asia/Shanghai')::date + f.answer_days else expires_on end
      where id = f.id;
      return new;
    end $$;
  create function first_waiting(of_order uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
    select c.id from class_offers c where c.order_id = of_order and c.state = 'waiting' and not sits_elsewhere(c.registration_id, of_order) order by c.waiting_number limit 1 $$;
  -- Those who wait and for whom there is a seat, the first first; of the caller's county.
  create function waiting_to_seat(of_order uuid) returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
    select c.id from class_offers c join training_orders o on o.id = c.order_id
    where c.order_id = of_order and c.state = 'waiting' and in_scope(o.owner_region) and ${ROLE} in ('county-officer', 'system') and not sits_elsewhere(c.registration_id, of_order) order by c.waiting_number
    limit greatest(0, (select x.seats - count(f.id) from training_orders x left join class_offers f on f.order_id = x.id and f.state = 'accepted' where x.id = of_order group by x.seats)) $$;
  revoke all on function first_waiting(uuid), waiting_to_seat(uuid) from public;
  grant execute on function waiting_to_seat(uuid) to shouyu_app;
  create trigger a_move before insert on class_offer_moves for each row execute function apply_class_offer_move();

  -- A seat that is given back is the first one's who waits, in the same transaction.
  create function seat_first_waiting() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare o training_orders; next uuid;
    begin
      if new.from_state <> 'accepted' or new.to_state = 'closed' then return null; end if;
      select x.* into o from training_orders x join class_offers f on f.order_id = x.id where f.id = new.offer_id;
      if o.state not in ('recruiting', 'class-open') then return null; end if;
      next := first_waiting(o.id);
      if next is not null then insert into class_offer_moves (offer_id, from_state, to_state) values (next, 'waiting', 'accepted'); end if;
      return null;
    end $$;
  create trigger b_next after insert on class_offer_moves for each row execute function seat_first_waiting();`;

const ENDS = `
  -- An order that recruits no more has no open offers; a course that has ended lets its people go.
  create function end_class_offers() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if new.to_state = 'completed' then
        insert into class_offer_moves (offer_id, from_state, to_state, reason_code) select f.id, 'accepted', 'closed', 'course-ended' from class_offers f where f.order_id = new.order_id and f.state = 'accepted' order by f.id;
      end if;
      if new.to_state in ('cancelled', 'queued', 'under-review', 'training', 'completed') then
        insert into class_offer_moves (offer_id, from_state, to_state, reason_code)
        select f.id, f.state, 'withdrawn', 'order-ended' from class_offers f where f.order_id = new.order_id and f.state in ('made', 'told', 'waiting', 'accepted') and (f.state <> 'accepted' or new.to_state <> 'training') order by f.id;
      end if;
      return null;
    end $$;
  create trigger c_offers after insert on training_order_moves for each row execute function end_class_offers();

  -- Who may sit in an order's class although they did not accept an offer, and why.
  create table class_roll_exceptions (
    order_id uuid not null constraint exception_of_an_order references training_orders (id), registration_id uuid not null, owner_region text not null, code text not null, reason text not null, recorded_by text not null, recorded_at timestamptz not null default now(),
    constraint one_exception_per_person_and_order primary key (order_id, registration_id),
    constraint exception_code_is_known check (code in ('moved-from-another-class', 'enrolled-before-the-order', 'named-by-the-employer', 'other'))
  );
  alter table class_roll_exceptions enable row level security; alter table class_roll_exceptions force row level security;
  create policy class_roll_exceptions_seen on class_roll_exceptions for select to shouyu_app using (in_scope(owner_region) and ${OFFICERS} and ${NOT_VILLAGE});
  create policy class_roll_exceptions_added on class_roll_exceptions for insert to shouyu_app with check (in_scope(owner_region) and ${OFFICERS} and ${ROLE} in ('county-officer', 'system'));
  create policy class_roll_exceptions_owner on class_roll_exceptions to current_user using (true) with check (true);
  create trigger class_roll_exceptions_append_only before update or delete or truncate on class_roll_exceptions for each statement execute function refuse_change();
  grant select, insert (order_id, registration_id, owner_region, code, reason) on class_roll_exceptions to shouyu_app;
  create function sign_roll_exception() returns trigger language plpgsql as $$ begin new.recorded_by := coalesce(current_setting('app.actor_id', true), ''); return new; end $$;
  create trigger a_sign before insert on class_roll_exceptions for each row execute function sign_roll_exception();

  create function may_sit(of_registration uuid, of_order uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from class_offers f where f.order_id = of_order and f.registration_id = of_registration and f.state = 'accepted')
        or exists (select from class_roll_exceptions x where x.order_id = of_order and x.registration_id = of_registration) $$;
  revoke all on function may_sit(uuid, uuid) from public;

  -- The roll of an order's class takes who was told and accepted.
  create function check_order_roll() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare of_order uuid := order_of_class(new.class_id);
    begin
      if of_order is null then return new; end if;
      if not may_sit(new.registration_id, of_order) then ${refuse('roll_takes_who_accepted', 'was not told, or did not accept')}; end if;
      return new;
    end $$;
  create trigger c_roll before insert on ledger_facts for each row when (new.kind = 'enrolled') execute function check_order_roll();

  -- Neither opens nor begins a class with anybody else on its roll, whoever put them there.
  create function check_roll_of_move() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare of_class uuid := coalesce(new.class_id, (select o.class_id from training_orders o where o.id = new.order_id));
    begin
      if exists (select from ledger_facts e where e.class_id = of_class and e.kind = 'enrolled' and fact_in_force(e.id) and not may_sit(e.registration_id, new.order_id)
                 and not exists (select from ledger_facts d where d.class_id = of_class and d.registration_id = e.registration_id and d.kind = 'dropped' and fact_in_force(d.id))) then
        ${refuse('roll_takes_who_accepted', 'somebody was not told, or did not accept')};
      end if;
      return new;
    end $$;
  create trigger b_roll before insert on training_order_moves for each row when (new.to_state in ('class-open', 'training')) execute function check_roll_of_move();

  -- Who leaves the class is free for another.
  create function release_dropped() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into class_offer_moves (offer_id, from_state, to_state, reason_code)
      select f.id, 'accepted', 'closed', 'dropped-out' from class_offers f where f.order_id = order_of_class(new.class_id) and f.registration_id = new.registration_id and f.state = 'accepted';
      return null;
    end $$;
  create trigger d_release after insert on ledger_facts for each row when (new.kind = 'dropped') execute function release_dropped();`;

const SUCCESSION = `
  -- A called number's seat is free when its person said no, let the offer run out, was found unfit, or took the application back before any offer.
  create function seat_fell_free(of_lottery uuid, of_entry text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((
      select case when f.id is null then not exists (select from order_applications a where a.order_id = l.order_id and a.registration_id = e.registration_id and a.withdrawn_at is null)
                  else f.state in ('refused', 'expired') or f.state = 'withdrawn' and f.ended_for not in ('terms-changed', 'made-in-error') or f.state = 'closed' and f.ended_for = 'dropped-out' end
      from lotteries l join lottery_entries e on e.lottery_id = l.id
      left join lateral (select * from class_offers f where f.order_id = l.order_id and f.registration_id = e.registration_id and f.created_at >= date_trunc('milliseconds', l.drawn_at) order by f.created_at desc, f.id limit 1) f on true
      where l.id = of_lottery and e.entry = of_entry), false) $$;
  -- Numbers that are passed over: called before, taken back, or in another class meanwhile.
  create function lottery_gone(of_lottery uuid) returns setof text language sql stable security definer set search_path = public, pg_temp as $$
    select e.entry from lottery_entries e join lotteries l on l.id = e.lottery_id
    where e.lottery_id = of_lottery and in_scope(l.owner_region) and (exists (select from lottery_calls c where c.lottery_id = e.lottery_id and c.entry = e.entry) or sits_elsewhere(e.registration_id, l.order_id)
      or not exists (select from order_applications a where a.order_id = l.order_id and a.registration_id = e.registration_id and a.withdrawn_at is null)) $$;
  create function next_in_lottery(of_lottery uuid, of_seat text) returns text language sql stable security definer set search_path = public, pg_temp as $$
    select r.entry from lottery_results r join lottery_list t on t.lottery_id = r.lottery_id and t.entry = r.entry
    where r.lottery_id = of_lottery and r.seat is null and r.entry not in (select g.entry from lottery_gone(of_lottery) as g (entry)) order by of_seat = any (t.groups) desc, r.place limit 1 $$;
  revoke all on function seat_fell_free(uuid, text), next_in_lottery(uuid, text), lottery_gone(uuid) from public;
  grant execute on function lottery_gone(uuid) to shouyu_app;

  create function check_lottery_call() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      perform from lotteries l where l.id = new.lottery_id for update;
      if new.freed_by is null then
        if pg_trigger_depth() < 2 then ${refuse('seats_are_given_in_drawn_order', 'only the draw gives seats')}; end if;
      elsif not exists (select from lottery_calls c where c.lottery_id = new.lottery_id and c.entry = new.freed_by and c.seat = new.seat) or not seat_fell_free(new.lottery_id, new.freed_by) or new.entry is distinct from next_in_lottery(new.lottery_id, new.seat) then
        ${refuse('seats_are_given_in_drawn_order', 'no seat fell free, or others come first')};
      end if;
      new.called_by := coalesce(new.called_by, current_setting('app.actor_id', true), ''); new.called_at := clock_timestamp();
      return new;
    end $$;
  create trigger a_order before insert on lottery_calls for each row execute function check_lottery_call();

  -- Seats of a county's draws that fell free and nobody was called to: by the lottery's number.
  create function freed_lottery_seats(of_order uuid) returns table (lottery_id uuid, entry text, seat text) language sql stable security definer set search_path = public, pg_temp as $$
    select c.lottery_id, c.entry, c.seat from lottery_calls c join lotteries l on l.id = c.lottery_id
    where l.order_id = of_order and l.state = 'drawn' and in_scope(l.owner_region) and ${ROLE} in ('county-officer', 'system') and seat_fell_free(c.lottery_id, c.entry)
      and not exists (select from lottery_calls n where n.lottery_id = c.lottery_id and n.freed_by = c.entry) order by c.called_at, c.entry $$;
  revoke all on function freed_lottery_seats(uuid) from public;
  grant execute on function freed_lottery_seats(uuid) to shouyu_app;`;

/** What people are told of an order's class before it begins, what they answer, and that nobody else sits in it. */
export class ClassOffers1795861320000 implements MigrationInterface {
  readonly name = 'ClassOffers1795861320000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TRANSITIONS, OFFERS, RULES, ENDS, SUCCESSION]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger a_order on lottery_calls; drop trigger d_release on ledger_facts; drop trigger b_roll on training_order_moves; drop trigger c_roll on ledger_facts; drop trigger c_offers on training_order_moves;
      drop index training_orders_of_class;
      drop table class_roll_exceptions, class_offer_moves, class_offers, class_offer_transitions;
      drop function freed_lottery_seats(uuid); drop function check_lottery_call(); drop function next_in_lottery(uuid, text); drop function lottery_gone(uuid); drop function seat_fell_free(uuid, text); drop function release_dropped(); drop function check_roll_of_move(); drop function check_order_roll();
      drop function may_sit(uuid, uuid); drop function sign_roll_exception(); drop function order_of_class(uuid); drop function end_class_offers(); drop function seat_first_waiting(); drop function apply_class_offer_move(); drop function check_class_offer();
      drop function first_waiting(uuid); drop function waiting_to_seat(uuid); drop function sits_elsewhere(uuid, uuid); drop function class_offer_counts(uuid);`);
  }
}
