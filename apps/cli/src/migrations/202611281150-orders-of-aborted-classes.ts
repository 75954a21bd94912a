import type { MigrationInterface, QueryRunner } from 'typeorm';

const REASON = 'class-aborted';
const refuse = (constraint: string, words: string): string => `raise exception '${words}' using errcode = 'check_violation', constraint = '${constraint}'`;

/** An order goes on without its class, and a class is not aborted over the head of its order. */
const MOVES = `
  insert into order_transitions values ('class-open', 'queued', '{officer,system}', '{${REASON}}'), ('training', 'queued', '{officer,system}', '{${REASON}}');
  update class_offer_transitions set reasons = reasons || '{${REASON}}' where to_state in ('withdrawn', 'closed');

  -- Before the move itself is judged (a_move): the order's row first, as everywhere.
  create function require_aborted_class() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare of_class uuid;
    begin
      select class_id into of_class from training_orders where id = new.order_id for update;
      if not exists (select from training_classes c where c.id = of_class and c.state = 'aborted') then ${refuse('order_leaves_an_aborted_class', 'the class goes on')}; end if;
      return new;
    end $$;
  create trigger a_class before insert on training_order_moves for each row when (new.reason_code = '${REASON}') execute function require_aborted_class();

  create function check_order_of_aborted() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if exists (select from training_orders o where o.class_id = new.class_id and o.state in ('class-open', 'training')) then ${refuse('aborted_class_serves_no_order', 'its order waits for it')}; end if;
      return null;
    end $$;
  create constraint trigger z_order after insert on class_moves deferrable initially deferred for each row when (new.to_state = 'aborted') execute function check_order_of_aborted();`;

/**
 * The slot that was given to an aborted class is free again. Not where its time was used (the class was taught), or where the
 * provider had no instructor or no room after all: then nobody should be promised it.
 */
const SLOT = `
  create function leave_aborted_class() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare ended class_moves; was_free boolean;
    begin
      select m.* into ended from class_moves m join training_orders o on o.class_id = m.class_id where o.id = new.order_id and m.to_state = 'aborted';
      if ended.id is null then return null; end if;
      was_free := ended.from_state <> 'teaching' and ended.reason_code not in ('no-instructor', 'no-place');
      update provider_slots s set order_id = null where s.order_id = new.order_id;
      if not was_free then
        update provider_slots s set withdrawn_by = coalesce(current_setting('app.actor_id', true), ''), withdrawn_at = now()
        where s.id = (select o.slot_id from training_orders o where o.id = new.order_id) and s.order_id is null and s.withdrawn_at is null;
      end if;
      if new.to_state = 'queued' then update training_orders set class_id = null, slot_id = null where id = new.order_id; end if;
      return null;
    end $$;
  create trigger b_class_left after insert on training_order_moves for each row when (new.from_state in ('class-open', 'training') and new.to_state in ('queued', 'cancelled')) execute function leave_aborted_class();`;

/** People's offers end with the class, under its own reason. @param ofSeated SQL of the reason of those who sat there @param ofOthers of all others */
const offersEnd = (ofSeated: string, ofOthers: string): string => `
  create or replace function release_dropped() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into class_offer_moves (offer_id, from_state, to_state, reason_code)
      select f.id, 'accepted', 'closed', ${ofSeated} from class_offers f where f.order_id = order_of_class(new.class_id) and f.registration_id = new.registration_id and f.state = 'accepted';
      return null;
    end $$;
  create or replace function end_class_offers() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if new.to_state = 'completed' then
        insert into class_offer_moves (offer_id, from_state, to_state, reason_code) select f.id, 'accepted', 'closed', 'course-ended' from class_offers f where f.order_id = new.order_id and f.state = 'accepted' order by f.id;
      end if;
      if new.to_state in ('cancelled', 'queued', 'under-review', 'training', 'completed') then
        insert into class_offer_moves (offer_id, from_state, to_state, reason_code)
        select f.id, f.state, 'withdrawn', ${ofOthers} from class_offers f where f.order_id = new.order_id and f.state in ('made', 'told', 'waiting', 'accepted') and (f.state <> 'accepted' or new.to_state <> 'training') order by f.id;
      end if;
      return null;
    end $$;`;

/** A seat that was drawn is its person's still, when the offer of it was taken back through no act of theirs. */
const seatsFallFree = (takenBack: string): string => `
  create or replace function seat_fell_free(of_lottery uuid, of_entry text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((
      select case when f.id is null then not exists (select from order_applications a where a.order_id = l.order_id and a.registration_id = e.registration_id and a.withdrawn_at is null)
                  else f.state in ('refused', 'expired') or f.state = 'withdrawn' and f.ended_for not in (${takenBack}) or f.state = 'closed' and f.ended_for = 'dropped-out' end
      from lotteries l join lottery_entries e on e.lottery_id = l.id
      left join lateral (select * from class_offers f where f.order_id = l.order_id and f.registration_id = e.registration_id and f.created_at >= date_trunc('milliseconds', l.drawn_at) order by f.created_at desc, f.id limit 1) f on true
      where l.id = of_lottery and e.entry = of_entry), false) $$;`;

/** Orders whose class was aborted before this day wait again, by the service's own hand. */
const CATCH_UP = `
  select set_config('app.actor_kind', 'system', true), set_config('app.actor_id', 'migration', true);
  insert into training_order_moves (order_id, from_state, to_state, reason_code)
    select o.id, o.state, 'queued', '${REASON}' from training_orders o join training_classes c on c.id = o.class_id where c.state = 'aborted' and o.state in ('class-open', 'training') order by o.id;
  select set_config('app.actor_kind', '', true), set_config('app.actor_id', '', true);`;

/** When a class is aborted, its order goes back to the queue (or ends), its slot and its people's offers are settled. */
export class OrdersOfAbortedClasses1795866600000 implements MigrationInterface {
  readonly name = 'OrdersOfAbortedClasses1795866600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [MOVES, SLOT, offersEnd(`case when new.payload ->> 'dropCode' = '${REASON}' then '${REASON}' else 'dropped-out' end`, `case when new.reason_code = '${REASON}' then '${REASON}' else 'order-ended' end`), seatsFallFree(`'terms-changed', 'made-in-error', 'order-ended', '${REASON}'`), CATCH_UP]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger b_class_left on training_order_moves; drop function leave_aborted_class();
      drop trigger z_order on class_moves; drop function check_order_of_aborted();
      drop trigger a_class on training_order_moves; drop function require_aborted_class();
      delete from order_transitions where to_state = 'queued' and from_state in ('class-open', 'training');
      update class_offer_transitions set reasons = array_remove(reasons, '${REASON}');
      ${offersEnd(`'dropped-out'`, `'order-ended'`)} ${seatsFallFree(`'terms-changed', 'made-in-error'`)}`);
  }
}
