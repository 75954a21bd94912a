import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;
const OFFICERS = `acting_kind() in ('officer', 'system')`;
/** What is published of a draw: by numbers only. Villages are left out, since they know who has which number. */
const PUBLISHED = `${OFFICERS} and ${ROLE} in ('county-officer', 'township-officer', 'department-officer', 'auditor', 'system')`;
const OWN_COUNTY = `(in_scope(owner_region) or county = left(current_setting('app.region_from', true), 6)) and ${PUBLISHED}`;
const BY_COUNTY = `in_scope(owner_region) and ${OFFICERS} and ${ROLE} in ('county-officer', 'system')`;
/** Who has which number leads to who belongs to a reserve: those see it who may read support categories. */
const NUMBERS_SEEN = `in_scope(owner_region) and ${OFFICERS} and ${ROLE} in ('county-officer', 'township-officer', 'auditor', 'system')`;

const LOTTERIES = `
  create table lottery_moves (from_state text not null, to_state text not null, primary key (from_state, to_state));
  insert into lottery_moves values ('announced', 'closed'), ('closed', 'drawn'), ('announced', 'cancelled'), ('closed', 'cancelled');
  grant select on lottery_moves to shouyu_app;

  create table lotteries (
    id uuid primary key, order_id uuid not null constraint lottery_of_an_order references training_orders (id), county text not null, owner_region text not null,
    seats int not null, closes_at timestamptz not null, notice jsonb not null, notice_hash text not null, seed_hash text not null, sealed_seed text not null,
    state text not null default 'announced', announced_by text not null, announced_at timestamptz not null default clock_timestamp(),
    list_hash text, applicants int, closed_by text, closed_at timestamptz, seed text, public_value text, result_hash text, drawn_by text, drawn_at timestamptz, cancelled_by text, cancelled_at timestamptz, cancel_reason text,
    constraint lottery_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
    constraint lottery_state_is_known check (state in ('announced', 'closed', 'drawn', 'cancelled')),
    constraint lottery_notice_is_the_published_one check (notice ->> 'lottery' = id::text and notice ->> 'seedHash' = seed_hash and (notice ->> 'seats')::int = seats),
    constraint lottery_closing_is_whole check ((closed_at is null) = (list_hash is null) and (closed_at is null) = (applicants is null) and (closed_by is null) = (closed_at is null) and (state <> 'announced' or closed_at is null) and (state not in ('closed', 'drawn') or closed_at is not null)),
    constraint lottery_closes_when_it_said check (closed_at >= closes_at),
    constraint lottery_draw_is_whole check ((state = 'drawn') = (seed is not null) and (seed is null) = (result_hash is null) and (seed is null) = (drawn_at is null) and (drawn_by is null) = (drawn_at is null) and (seed is not null or public_value is null)),
    -- Whatever is drawn by is what was promised before the list was closed: the same hash as in the library of lotteries.
    constraint lottery_seed_is_the_committed_one check (seed is null or encode(sha256(convert_to(E'shouyu-lottery-1\\nseed\\n' || seed, 'UTF8')), 'hex') = seed_hash),
    constraint lottery_cancelled_with_a_reason check ((state = 'cancelled') = (cancel_reason is not null) and (cancelled_by is null) = (cancel_reason is null) and (cancelled_at is null) = (cancel_reason is null))
  );
  create unique index one_lottery_per_order on lotteries (order_id) where state <> 'cancelled';
  create index lotteries_of_order on lotteries (order_id, announced_at);
  alter table lotteries enable row level security; alter table lotteries force row level security;
  create policy lotteries_seen on lotteries for select to shouyu_app using (${OWN_COUNTY});
  create policy lotteries_added on lotteries for insert to shouyu_app with check (${BY_COUNTY});
  create policy lotteries_moved on lotteries for update to shouyu_app using (${BY_COUNTY}) with check (${BY_COUNTY});
  create policy lotteries_owner on lotteries to current_user using (true) with check (true);
  grant select, insert (id, order_id, county, owner_region, seats, closes_at, notice, notice_hash, seed_hash, sealed_seed, announced_by),
    update (state, list_hash, applicants, closed_by, closed_at, seed, public_value, result_hash, drawn_by, drawn_at, cancelled_by, cancelled_at, cancel_reason) on lotteries to shouyu_app;`;

const NUMBERS = `
  -- The list as it is published: numbers, losses, reserves. Who has which number stands apart.
  create table lottery_list (
    lottery_id uuid not null constraint line_of_a_lottery references lotteries (id), entry text not null, losses int not null, groups text[] not null,
    constraint one_line_per_number primary key (lottery_id, entry), constraint losses_are_counted check (losses >= 0)
  );
  create table lottery_entries (
    lottery_id uuid not null, entry text not null, registration_id uuid not null, owner_region text not null,
    constraint one_number_per_person primary key (lottery_id, registration_id), constraint one_person_per_number unique (lottery_id, entry),
    constraint number_of_the_list foreign key (lottery_id, entry) references lottery_list (lottery_id, entry)
  );
  create index lottery_entries_of_person on lottery_entries (registration_id);
  create table lottery_results (
    lottery_id uuid not null, place int not null, entry text not null, seat text,
    constraint one_result_per_place primary key (lottery_id, place), constraint one_result_per_number unique (lottery_id, entry), constraint places_are_counted check (place >= 1),
    constraint result_of_the_list foreign key (lottery_id, entry) references lottery_list (lottery_id, entry)
  );
  -- Who was called to a seat: at the draw, or because an earlier one fell free.
  create table lottery_calls (
    lottery_id uuid not null, entry text not null, seat text not null, freed_by text, called_by text not null, called_at timestamptz not null default clock_timestamp(),
    constraint one_call_per_number primary key (lottery_id, entry), constraint one_call_per_freed_seat unique (lottery_id, freed_by),
    constraint call_of_a_result foreign key (lottery_id, entry) references lottery_results (lottery_id, entry)
  );
  ${['lottery_list', 'lottery_results', 'lottery_calls'].map((table) => `
  alter table ${table} enable row level security; alter table ${table} force row level security;
  create policy ${table}_seen on ${table} for select to shouyu_app using (exists (select from lotteries l where l.id = lottery_id));
  create policy ${table}_added on ${table} for insert to shouyu_app with check (exists (select from lotteries l where l.id = lottery_id and in_scope(l.owner_region)) and ${ROLE} in ('county-officer', 'system'));
  create policy ${table}_owner on ${table} to current_user using (true) with check (true);
  create trigger ${table}_append_only before update or delete or truncate on ${table} for each statement execute function refuse_change();`).join('')}
  alter table lottery_entries enable row level security; alter table lottery_entries force row level security;
  create policy lottery_entries_seen on lottery_entries for select to shouyu_app using (${NUMBERS_SEEN});
  create policy lottery_entries_added on lottery_entries for insert to shouyu_app with check (${BY_COUNTY});
  create policy lottery_entries_owner on lottery_entries to current_user using (true) with check (true);
  create trigger lottery_entries_append_only before update or delete or truncate on lottery_entries for each statement execute function refuse_change();
  grant select, insert on lottery_list, lottery_entries, lottery_results to shouyu_app;
  grant select, insert (lottery_id, entry, seat, freed_by) on lottery_calls to shouyu_app;`;

const RULES = `
  create function check_lottery_move() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare listed int; placed int; seated int;
    begin
      if tg_op = 'INSERT' then
        if not exists (select from training_orders o where o.id = new.order_id and o.county = new.county and o.state = 'recruiting' and o.seats >= new.seats) then
          raise exception 'the order has no such seats' using errcode = 'check_violation', constraint = 'lottery_is_for_an_open_order';
        end if;
        if new.closes_at is distinct from (new.notice ->> 'closesAt')::timestamptz or new.closes_at <= clock_timestamp() then
          raise exception 'the closing is past' using errcode = 'check_violation', constraint = 'lottery_closes_later';
        end if;
        return new;
      end if;
      if old.state = new.state or not exists (select from lottery_moves m where m.from_state = old.state and m.to_state = new.state)
         or (old.closed_at is not null and (new.list_hash, new.applicants, new.closed_by, new.closed_at) is distinct from (old.list_hash, old.applicants, old.closed_by, old.closed_at))
         or (new.state <> 'cancelled' and new.cancelled_at is not null) then
        raise exception 'illegal lottery move' using errcode = 'check_violation', constraint = 'legal_lottery_move';
      end if;
      select count(*) into listed from lottery_list l where l.lottery_id = new.id;
      if new.state = 'closed' and (new.closed_at > clock_timestamp() or new.applicants <> listed or listed <> (select count(*) from lottery_entries e where e.lottery_id = new.id)) then
        raise exception 'the list is not whole' using errcode = 'check_violation', constraint = 'legal_lottery_move';
      end if;
      if new.state = 'drawn' then
        select count(*), count(r.seat) into placed, seated from lottery_results r where r.lottery_id = new.id;
        if placed <> listed or seated <> least(new.seats, listed) then raise exception 'the result is not whole' using errcode = 'check_violation', constraint = 'legal_lottery_move'; end if;
        insert into lottery_calls (lottery_id, entry, seat, called_by) select r.lottery_id, r.entry, r.seat, new.drawn_by from lottery_results r where r.lottery_id = new.id and r.seat is not null;
      end if;
      return new;
    end $$;
  create trigger a_move before insert or update on lotteries for each row execute function check_lottery_move();

  -- The list is written while it is announced, the result while it is closed, and neither at any other time.
  create function check_lottery_line() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare now_in text;
    begin
      select l.state into now_in from lotteries l where l.id = new.lottery_id for update;
      if now_in is distinct from (case when tg_table_name = 'lottery_results' then 'closed' else 'announced' end) then
        raise exception 'the lottery takes no such line' using errcode = 'check_violation', constraint = 'legal_lottery_move';
      end if;
      return new;
    end $$;
  create trigger a_open before insert on lottery_list for each row execute function check_lottery_line();
  create trigger a_open before insert on lottery_results for each row execute function check_lottery_line();
  create function check_lottery_entry() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if not exists (select from lotteries l join order_applications a on a.order_id = l.order_id where l.id = new.lottery_id and l.state = 'announced' and a.registration_id = new.registration_id and a.owner_region = new.owner_region
                     and a.recorded_at <= l.closes_at and a.withdrawn_at is null) then
        raise exception 'nobody who applied in time' using errcode = 'check_violation', constraint = 'numbers_are_of_applicants';
      end if;
      return new;
    end $$;
  create trigger a_open before insert on lottery_entries for each row execute function check_lottery_entry();

  -- Applications end with the closing; a lottery that was cancelled opens them again.
  create function check_application_time() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      -- Held until the commit: the closing waits for whoever is on the way in.
      perform from lotteries l where l.order_id = new.order_id and l.state <> 'cancelled' for share;
      if exists (select from lotteries l where l.order_id = new.order_id and l.state <> 'cancelled' and l.closes_at < clock_timestamp()) then
        raise exception 'applications are closed' using errcode = 'check_violation', constraint = 'applications_end_with_the_closing';
      end if;
      return new;
    end $$;
  create trigger b_time before insert on order_applications for each row execute function check_application_time();`;

/** Draws of seats that anyone can verify: notice, list and result one after the other, each said once, and who has which number kept apart. */
export class SeatLotteries1795861260000 implements MigrationInterface {
  readonly name = 'SeatLotteries1795861260000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [LOTTERIES, NUMBERS, RULES]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger b_time on order_applications;
      drop table lottery_calls, lottery_results, lottery_entries, lottery_list, lotteries, lottery_moves;
      drop function check_application_time(); drop function check_lottery_entry(); drop function check_lottery_line(); drop function check_lottery_move();`);
  }
}
