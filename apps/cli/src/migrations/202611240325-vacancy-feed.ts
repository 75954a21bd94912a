import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every change of a vacancy carries the number of its transaction: readers that keep below the oldest running one miss no
 * late commit. The epoch tells a cursor of another database.
 */
export class VacancyFeed1795490700000 implements MigrationInterface {
  readonly name = 'VacancyFeed1795490700000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table vacancies add changed_xact bigint not null default 0, add was_offered boolean not null default false;
      create function stamp_vacancy_change() returns trigger language plpgsql as $$
        begin
          new.changed_xact := pg_current_xact_id()::text::bigint;
          new.was_offered := new.offered or (tg_op = 'UPDATE' and old.was_offered);
          return new;
        end $$;
      -- After offered_follows_the_rule: triggers of one kind run in the order of their names.
      create trigger stamped_with_its_transaction before insert or update on vacancies for each row execute function stamp_vacancy_change();
      update vacancies set version = version;
      create index vacancies_by_change on vacancies (changed_xact, id) where was_offered;

      create table vacancy_feed_epoch (epoch uuid primary key default gen_random_uuid());
      insert into vacancy_feed_epoch default values;
      grant select on vacancy_feed_epoch to shouyu_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table vacancy_feed_epoch; drop trigger stamped_with_its_transaction on vacancies; drop function stamp_vacancy_change(); alter table vacancies drop changed_xact, drop was_offered;');
  }
}
