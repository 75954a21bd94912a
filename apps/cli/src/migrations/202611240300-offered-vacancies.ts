import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which vacancies may be put forward and published: one rule, kept by the database. */
export class OfferedVacancies1795489200000 implements MigrationInterface {
  readonly name = 'OfferedVacancies1795489200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table vacancies
        add duplicate_of uuid constraint duplicate_of_canonical references vacancies,
        add publication text not null default 'cleared' constraint publication_is_known check (publication in ('cleared', 'held', 'refused')),
        add wording_flags text[] not null default '{}',
        add test boolean not null default false,
        add offered boolean not null default false,
        add constraint no_vacancy_duplicates_itself check (duplicate_of <> id);
      create function judge_offered() returns trigger language plpgsql as $$
        begin
          new.offered := new.status = 'open' and new.duplicate_of is null and new.publication = 'cleared' and not new.test;
          return new;
        end $$;
      create trigger offered_follows_the_rule before insert or update on vacancies for each row execute function judge_offered();
      update vacancies set version = version;
      create index vacancies_offered on vacancies (owner_region) where offered;
      create index vacancies_duplicating on vacancies (duplicate_of) where duplicate_of is not null;
      create index vacancies_held on vacancies (owner_region) where publication = 'held';
      grant select (offered) on vacancies to shouyu_engine;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger offered_follows_the_rule on vacancies; drop function judge_offered(); alter table vacancies drop offered, drop duplicate_of, drop publication, drop wording_flags, drop test;');
  }
}
