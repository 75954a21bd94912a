import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Employers' test keys: what they write is apart from everything real, by the database's own rule. */
export class TestKeys1795519500000 implements MigrationInterface {
  readonly name = 'TestKeys1795519500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table api_keys add test boolean not null default false;
      grant select (test) on api_keys to shouyu_app;
      ${useApiKey('test boolean', ', k.test')}

      create function acting_for_test() returns boolean language sql stable as $$ select coalesce(current_setting('app.test_mode', true), '') = 'on' $$;
      alter table vacancies alter test set default acting_for_test();
      create policy test_rows_stand_apart on vacancies as restrictive to shouyu_app using (test = acting_for_test()) with check (test = acting_for_test());
      drop index one_vacancy_per_own_reference;
      create unique index one_vacancy_per_own_reference on vacancies (employer_id, external_id, test) where external_id is not null and source = 'employer';

      create policy vacancy_skills_owner on vacancy_skills to current_user using (true) with check (true);
      create function purge_test_vacancies(untouched_since timestamptz) returns int language plpgsql security definer set search_path = public, pg_temp as $$
        declare gone uuid[];
        begin
          gone := array(select id from vacancies where test and updated_at < untouched_since);
          delete from vacancy_skills where vacancy_id = any (gone);
          delete from vacancy_periods where vacancy_id = any (gone);
          delete from vacancies where id = any (gone);
          return coalesce(array_length(gone, 1), 0);
        end $$;
      revoke execute on function purge_test_vacancies(timestamptz) from public;
      grant execute on function purge_test_vacancies(timestamptz) to shouyu_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      select purge_test_vacancies('infinity');
      drop function purge_test_vacancies(timestamptz); drop policy vacancy_skills_owner on vacancy_skills;
      drop policy test_rows_stand_apart on vacancies;
      alter table vacancies alter test set default false;
      drop function acting_for_test();
      drop index one_vacancy_per_own_reference;
      create unique index one_vacancy_per_own_reference on vacancies (employer_id, external_id) where external_id is not null and source = 'employer';
      ${useApiKey('', '')}
      alter table api_keys drop test;`);
  }
}

/** A key's owner, region and scopes; its last use is written at most once a minute. */
function useApiKey(column: string, value: string): string {
  return `
      drop function use_api_key(text, bytea, timestamptz);
      create function use_api_key(key_id text, hash bytea, at timestamptz) returns table (employer_id uuid, owner_region text, scopes text[]${column === '' ? '' : `, ${column}`})
        language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          update api_keys k set last_used_at = at
            where k.id = key_id and k.secret_hash = hash and k.revoked_at is null and k.expires_at > at and (k.last_used_at is null or k.last_used_at <= at - interval '1 minute');
          return query select k.employer_id, k.owner_region, k.scopes${value} from api_keys k where k.id = key_id and k.secret_hash = hash and k.revoked_at is null and k.expires_at > at;
        end $$;
      revoke execute on function use_api_key(text, bytea, timestamptz) from public;
      grant execute on function use_api_key(text, bytea, timestamptz) to shouyu_app;`;
}
