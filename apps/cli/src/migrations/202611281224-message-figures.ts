import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;

const PRICES = `
  create table sms_part_prices (
    id bigint generated always as identity primary key, county text not null, owner_region text not null, from_on date not null, fen numeric(7, 3) not null, set_by text not null, set_at timestamptz not null,
    constraint price_county_holds_its_region check (owner_region = rpad(county, 12, '0') and county ~ '^[0-9]{6}$'),
    constraint part_costs_0_to_1000_fen check (fen between 0 and 1000)
  );
  create index sms_part_prices_by_day on sms_part_prices (county, from_on, id);
  alter table sms_part_prices enable row level security; alter table sms_part_prices force row level security;
  create policy sms_part_prices_seen on sms_part_prices for select to shouyu_app using ((in_scope(owner_region) or county = left(current_setting('app.region_from', true), 6)) and acting_kind() in ('officer', 'system'));
  create policy sms_part_prices_added on sms_part_prices for insert to shouyu_app with check (in_scope(owner_region) and acting_kind() = 'officer' and ${ROLE} = 'county-officer');
  create policy sms_part_prices_owner on sms_part_prices to current_user using (true) with check (true);
  grant select, insert (county, owner_region, from_on, fen, set_by, set_at) on sms_part_prices to shouyu_app;
  create trigger sms_part_prices_append_only before update or delete or truncate on sms_part_prices for each statement execute function refuse_change();`;

/** When a vacancy first had a list with anybody on it. Lists themselves come and go. */
const FIRST_LISTS = `
  create table match_first_lists (
    vacancy_id uuid not null, county text not null, made_at timestamptz not null,
    constraint one_first_list_per_vacancy_and_county primary key (vacancy_id, county)
  );
  alter table match_first_lists enable row level security; alter table match_first_lists force row level security;
  create policy match_first_lists_seen on match_first_lists for select to shouyu_app using ((in_scope(rpad(county, 12, '0')) or county = left(current_setting('app.region_from', true), 6)) and acting_kind() in ('officer', 'system'));
  create policy match_first_lists_owner on match_first_lists to current_user using (true) with check (true);
  grant select on match_first_lists to shouyu_app;
  create function note_first_lists() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into match_first_lists (vacancy_id, county, made_at) select l.vacancy_id, l.county, clock_timestamp() from made l
        where l.kept > 0 and not exists (select from match_first_lists f where f.vacancy_id = l.vacancy_id and f.county = l.county) on conflict do nothing;
      return null;
    end $$;
  create trigger match_lists_made after insert on match_lists referencing new table as made for each statement execute function note_first_lists();
  create trigger match_lists_made_again after update on match_lists referencing new table as made for each statement execute function note_first_lists();`;

/** What messages cost, and since when a vacancy's list was ready. */
export class MessageFigures1795868640000 implements MigrationInterface {
  readonly name = 'MessageFigures1795868640000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [PRICES, FIRST_LISTS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger match_lists_made on match_lists; drop trigger match_lists_made_again on match_lists; drop function note_first_lists(); drop table match_first_lists, sms_part_prices');
  }
}
