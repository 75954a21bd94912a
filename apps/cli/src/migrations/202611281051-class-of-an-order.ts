import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A class serves one order, and one that has ended or was aborted serves none. */
export class ClassOfAnOrder1795863060000 implements MigrationInterface {
  readonly name = 'ClassOfAnOrder1795863060000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create unique index class_serves_one_order on training_orders (class_id) where class_id is not null;
      drop index if exists training_orders_of_class; -- the same rows, without the rule
      create function require_class_to_come() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          perform from training_classes c where c.id = new.class_id and c.state in ('planned', 'open', 'teaching') for share;
          if not found then raise exception 'the class has ended' using errcode = 'check_violation', constraint = 'class_is_to_be_taught'; end if;
          return new;
        end $$;
      create trigger b_class before insert on training_order_moves for each row when (new.to_state = 'class-open') execute function require_class_to_come();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger b_class on training_order_moves; drop function require_class_to_come();
      create index training_orders_of_class on training_orders (class_id) where class_id is not null;
      drop index class_serves_one_order;`);
  }
}
