import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;
const OFFICERS = `acting_kind() in ('officer', 'system')`;
const BY_THE_COUNTY = `in_scope(owner_region) and ${OFFICERS} and ${ROLE} in ('county-officer', 'system')`;
const OF_ITS_CLASS = `exists (select from training_classes c where c.id = class_id`;
const OWN_PEOPLE = `in_scope(owner_region) and ${OFFICERS}`;

/** A class stands somewhere in its life; one without a provider is no more than planned. */
const STATE = `
  alter table training_classes add column state text not null default 'open', add column moves int not null default 0,
    add constraint class_state_is_known check (state in ('planned', 'open', 'teaching', 'completed', 'aborted'));
  alter table training_classes alter column provider_id drop not null,
    add constraint opened_class_has_a_provider check (provider_id is not null or state in ('planned', 'aborted'));
  create policy training_classes_changed on training_classes for update to shouyu_app using (${BY_THE_COUNTY}) with check (${BY_THE_COUNTY});
  grant update (seats, provider_id) on training_classes to shouyu_app;

  create table class_transitions (from_state text not null, to_state text not null, reasons text[], primary key (from_state, to_state));
  insert into class_transitions values ('planned', 'open', null), ('open', 'teaching', '{agreed-small-class,more-to-join,employer-urgent,other}'), ('teaching', 'completed', null);
  insert into class_transitions select f, 'aborted', '{too-few-people,no-instructor,no-place,weather,employer-withdrew,other}' from unnest(array['planned', 'open', 'teaching']) as f;
  grant select on class_transitions to shouyu_app;

  create function check_class_row() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if tg_op = 'INSERT' then
        if new.state not in ('planned', 'open') or new.moves <> 0 then raise exception 'a class begins planned or open' using errcode = 'check_violation', constraint = 'class_begins_planned_or_open'; end if;
        return new;
      end if;
      if new.provider_id is distinct from old.provider_id and old.state <> 'planned' then
        raise exception 'the provider stays' using errcode = 'check_violation', constraint = 'opened_class_keeps_its_provider';
      end if;
      if new.seats <> old.seats and (old.state in ('completed', 'aborted') or new.seats < count_seated(new.id)) then
        raise exception 'fewer seats than people' using errcode = 'check_violation', constraint = 'class_seats_hold_its_people';
      end if;
      return new;
    end $$;
  create trigger a_class_row before insert or update of seats, provider_id on training_classes for each row execute function check_class_row();`;

/** The only way a class moves is a row of its history. */
const MOVES = `
  create table class_moves (
    id uuid primary key default gen_random_uuid(), class_id uuid not null constraint move_of_a_class references training_classes (id), number int not null,
    from_state text not null, to_state text not null, reason_code text, note text, seated int not null default 0,
    actor_kind text not null, actor_id text not null, moved_at timestamptz not null default now(),
    constraint one_class_move_per_step unique (class_id, number)
  );
  alter table class_moves enable row level security; alter table class_moves force row level security;
  create policy class_moves_seen on class_moves for select to shouyu_app using (${OF_ITS_CLASS}));
  create policy class_moves_added on class_moves for insert to shouyu_app with check (${OF_ITS_CLASS} and ${BY_THE_COUNTY.replace('owner_region', 'c.owner_region')}));
  create policy class_moves_owner on class_moves to current_user using (true) with check (true);
  create trigger class_moves_append_only before update or delete or truncate on class_moves for each statement execute function refuse_change();
  grant select, insert (class_id, from_state, to_state, reason_code, note) on class_moves to shouyu_app;

  -- People who sit in a class and have neither finished nor left it.
  create function count_learning(of_class uuid) returns int language sql stable security definer set search_path = public, pg_temp as $$
    select count(*)::int from ledger_facts e where e.class_id = of_class and e.kind = 'enrolled' and fact_in_force(e.id)
      and not exists (select from ledger_facts d where d.class_id = of_class and d.registration_id = e.registration_id and d.kind in ('completed', 'certified', 'dropped') and fact_in_force(d.id)) $$;
  revoke all on function count_learning(uuid) from public;
  grant execute on function count_learning(uuid) to shouyu_app;

  create function apply_class_move() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare c training_classes; t class_transitions; is_small boolean;
    begin
      select * into c from training_classes where id = new.class_id for update;
      select * into t from class_transitions where from_state = c.state and to_state = new.to_state;
      if c.id is null or t.to_state is null or new.from_state <> c.state then
        raise exception 'illegal class move: % to %', coalesce(c.state, 'nothing'), new.to_state using errcode = 'check_violation', constraint = 'legal_class_move';
      end if;
      if c.provider_id is null and new.to_state <> 'aborted' then raise exception 'nobody teaches' using errcode = 'check_violation', constraint = 'opened_class_has_a_provider'; end if;
      new.seated := count_seated(c.id);
      is_small := new.to_state = 'teaching' and new.seated < c.min_seats;
      -- A reason is named where one is asked for, and nowhere else: to begin with too few people, and to abort.
      if is_small and new.reason_code is null then raise exception 'too few people' using errcode = 'check_violation', constraint = 'class_begins_with_its_minimum'; end if;
      if (case when t.reasons is null or (new.to_state = 'teaching' and not is_small) then new.reason_code is not null else new.reason_code is null or new.reason_code <> all (t.reasons) end) then
        raise exception 'the reason does not fit' using errcode = 'check_violation', constraint = 'class_move_has_its_reason';
      end if;
      update training_classes set state = new.to_state, moves = c.moves + 1 where id = c.id;
      if new.to_state in ('completed', 'aborted') then update class_waiting set ended_how = 'class-ended' where class_id = c.id and ended_how is null; end if;
      new.number := c.moves + 1; new.actor_kind := acting_kind(); new.actor_id := coalesce(current_setting('app.actor_id', true), ''); new.moved_at := clock_timestamp();
      return new;
    end $$;
  create trigger a_move before insert on class_moves for each row execute function apply_class_move();

  -- Whoever still sat in an aborted class has left it by the ledger when the transaction ends.
  create function check_aborted_class() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if count_learning(new.class_id) > 0 then raise exception 'people sit in an aborted class' using errcode = 'check_violation', constraint = 'aborted_class_has_nobody'; end if;
      return null;
    end $$;
  create constraint trigger z_aborted after insert on class_moves deferrable initially deferred for each row when (new.to_state = 'aborted') execute function check_aborted_class();`;

const WAITING = `
  create table class_waiting (
    id uuid primary key default gen_random_uuid(), class_id uuid not null constraint waiting_for_a_class references training_classes (id), number int not null,
    county text not null, owner_region text not null, registration_id uuid not null, added_by text not null, added_at timestamptz not null default now(),
    ended_how text, reason_code text, ended_by text, ended_at timestamptz,
    constraint one_number_in_a_waiting_list unique (class_id, number),
    constraint waiting_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
    constraint waiting_ends_in_a_known_way check (ended_how in ('seated', 'left', 'class-ended')),
    constraint waiting_end_is_whole check ((ended_how is null) = (ended_at is null) and (ended_how is null) = (ended_by is null) and (ended_how is not null or reason_code is null))
  );
  create unique index one_place_in_a_waiting_list on class_waiting (class_id, registration_id) where ended_how is null;
  alter table class_waiting enable row level security; alter table class_waiting force row level security;
  create policy class_waiting_seen on class_waiting for select to shouyu_app using (${OWN_PEOPLE});
  create policy class_waiting_added on class_waiting for insert to shouyu_app with check (${OWN_PEOPLE});
  create policy class_waiting_ended on class_waiting for update to shouyu_app using (${OWN_PEOPLE}) with check (${OWN_PEOPLE});
  create policy class_waiting_owner on class_waiting to current_user using (true) with check (true);
  grant select, insert (class_id, registration_id), update (ended_how, reason_code) on class_waiting to shouyu_app;

  -- The next number, under the lock of the class's roll: no gap, and nobody twice.
  create function join_waiting_list() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      perform pg_advisory_xact_lock(hashtextextended('classes.roll ' || new.class_id, 0));
      if not exists (select from training_classes c where c.id = new.class_id and c.state in ('open', 'teaching'))
         or exists (select from ledger_facts f where f.class_id = new.class_id and f.registration_id = new.registration_id and f.kind = 'enrolled' and fact_in_force(f.id)) then
        raise exception 'nobody waits here' using errcode = 'check_violation', constraint = 'waiting_is_for_an_open_class';
      end if;
      select r.owner_region, left(r.owner_region, 6) into new.owner_region, new.county from registrations r join training_classes c on c.county = left(r.owner_region, 6) where r.id = new.registration_id and c.id = new.class_id;
      select coalesce(max(w.number), 0) + 1 into new.number from class_waiting w where w.class_id = new.class_id;
      new.added_by := coalesce(current_setting('app.actor_id', true), ''); new.added_at := now();
      return new;
    end $$;
  create trigger a_place before insert on class_waiting for each row execute function join_waiting_list();

  create function end_waiting() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare is_jump boolean;
    begin
      perform pg_advisory_xact_lock(hashtextextended('classes.roll ' || new.class_id, 0));
      is_jump := exists (select from class_waiting w where w.class_id = new.class_id and w.number < new.number and w.ended_how is null);
      if old.ended_how is not null or new.ended_how is null
         or (new.ended_how = 'class-ended' and not exists (select from training_classes c where c.id = new.class_id and c.state in ('completed', 'aborted')))
         or (new.ended_how = 'left' and coalesce(new.reason_code not in ('no-longer-wishes', 'found-work', 'other-class', 'unreachable', 'other'), true)) then
        raise exception 'waiting does not end so' using errcode = 'check_violation', constraint = 'waiting_ends_once';
      end if;
      if new.ended_how = 'seated' and (case when is_jump then coalesce(new.reason_code not in ('first-unreachable', 'first-cannot-now', 'employer-named', 'reserved-seat', 'other'), true) else new.reason_code is not null end) then
        raise exception 'others wait longer' using errcode = 'check_violation', constraint = 'waiting_order_is_kept';
      end if;
      new.ended_at := now(); new.ended_by := coalesce(current_setting('app.actor_id', true), '');
      return new;
    end $$;
  create trigger a_end before update on class_waiting for each row execute function end_waiting();

  -- How many wait, and the first number, over the whole county: an officer of a township sees own people alone.
  create function waiting_of(of_class uuid) returns table (waiting int, first_number int) language sql stable security definer set search_path = public, pg_temp as $$
    select count(*)::int, min(w.number) from class_waiting w where w.class_id = of_class and w.ended_how is null $$;
  revoke all on function waiting_of(uuid) from public;
  grant execute on function waiting_of(uuid) to shouyu_app;

  -- Whoever was given a seat sits on the roll when the transaction ends.
  create function check_seated() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if not exists (select from ledger_facts f where f.class_id = new.class_id and f.registration_id = new.registration_id and f.kind = 'enrolled') then
        raise exception 'nobody was seated' using errcode = 'check_violation', constraint = 'seated_person_is_on_the_roll';
      end if;
      return null;
    end $$;
  create constraint trigger z_seated after update on class_waiting deferrable initially deferred for each row when (new.ended_how = 'seated') execute function check_seated();`;

/**
 * The rules of a class for those who join its roll. They hold for what the service does; a history that is taken over (a seed, as
 * the owner) keeps what it was. A correction that takes an enrolment back and puts another in its place joins nobody.
 */
const JOINING = `
  create function check_joining() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare c record;
    begin
      for c in
        select k.id, k.state, k.seats, k.joining from (
          select t.id, t.state, t.seats, array_agg(a.registration_id) as joining from added a join training_classes t on t.id = a.class_id
          where a.kind = 'enrolled' and not exists (
            select from added r join ledger_facts f on f.id = r.retracts_fact_id where r.kind = 'retracted' and f.kind = 'enrolled' and f.class_id = a.class_id and f.registration_id = a.registration_id)
          group by t.id) k
      loop
        perform from training_classes t where t.id = c.id for share;
        if not exists (select from training_classes t where t.id = c.id and t.state in ('open', 'teaching')) then
          raise exception 'the class takes nobody' using errcode = 'check_violation', constraint = 'class_takes_people';
        end if;
        if count_seated(c.id) > (select t.seats from training_classes t where t.id = c.id) then
          raise exception 'no seat is left' using errcode = 'check_violation', constraint = 'class_seats_hold_its_people';
        end if;
        -- Whoever this transaction itself puts on the list came no earlier than those whom it seats.
        if exists (select from class_waiting w where w.class_id = c.id and w.ended_how is null and w.xmin <> pg_current_xact_id()::xid)
           and exists (select from unnest(c.joining) as j (registration_id) where not exists (
             select from class_waiting w where w.class_id = c.id and w.registration_id = j.registration_id and w.ended_how = 'seated' and w.xmin = pg_current_xact_id()::xid)) then
          raise exception 'others wait longer' using errcode = 'check_violation', constraint = 'waiting_order_is_kept';
        end if;
      end loop;
      return null;
    end $$;
  create trigger d_joining after insert on ledger_facts referencing new table as added for each statement when (current_user = 'shouyu_app') execute function check_joining();`;

/** A registration that waits for a class is built on: a roster that is taken back leaves it. */
const withdrawal = (builtOnWaiting: string): string => `
  create or replace function withdraw_registration(registration uuid, at_version int) returns text language plpgsql security definer set search_path = public, pg_temp as $$
    declare found_person uuid;
    begin
      if acting_kind() not in ('officer', 'system') then return 'not-found'; end if;
      select person_id into found_person from registrations where id = registration and in_scope(owner_region) for update;
      if not found then return 'not-found'; end if;
      if exists (select from registrations where id = registration and version <> at_version)
        or exists (select from ledger_facts where registration_id = registration) or exists (select from referrals where registration_id = registration)
        or exists (select from attendance_marks where registration_id = registration)${builtOnWaiting} or exists (select from refusals where registration_id = registration)
      then return 'built-on'; end if;
      delete from registrations where id = registration;
      delete from persons p where p.id = found_person and not exists (select from registrations r where r.person_id = p.id)
        and not exists (select from person_aliases a where p.id in (a.person_id, a.same_as));
      return 'withdrawn';
    end $$;`;
const WAITS = ' or exists (select from class_waiting where registration_id = registration)';

/** The life of a class as a table of moves, its waiting list, and the rules of joining its roll. */
export class LifeOfClasses1795860600000 implements MigrationInterface {
  readonly name = 'LifeOfClasses1795860600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [STATE, MOVES, WAITING, JOINING, withdrawal(WAITS)]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${withdrawal('')};
      drop trigger d_joining on ledger_facts; drop function check_joining();
      drop table class_waiting; drop function waiting_of(uuid); drop function check_seated(); drop function end_waiting(); drop function join_waiting_list();
      drop table class_moves; drop function check_aborted_class(); drop function apply_class_move(); drop function count_learning(uuid);
      drop trigger a_class_row on training_classes; drop function check_class_row(); drop table class_transitions;
      drop policy training_classes_changed on training_classes; revoke update (seats, provider_id) on training_classes from shouyu_app;
      alter table training_classes drop constraint opened_class_has_a_provider, drop column state, drop column moves, alter column provider_id set not null;`);
  }
}
