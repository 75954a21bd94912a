import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLE = `coalesce(current_setting('app.role', true), '')`;
const DAY = (instant: string): string => `(${instant} at time zone 'Asia/Shanghai')::date`;
const RECORD = 'record_household_incomes(jsonb, text)';
const RETRACT = 'retract_household_incomes(uuid[], text, text)';
const FORMS = ['trainees', 'vacancies', 'course-results', 'attendance', 'placements'];

/** Whoever may write, and whose word it is: an officer's own; the service's only for the officer who decided. */
const HAND = `
      if ${ROLE} not in ('county-officer', 'township-officer', 'system') then
        raise exception 'incomes of households are not recorded by this role' using errcode = 'insufficient_privilege';
      end if;
      hand := case when ${ROLE} = 'system' then by_officer else current_setting('app.actor_id', true) end;
      if hand is null then raise exception 'an income names who recorded it' using errcode = 'not_null_violation'; end if;`;

const INCOMES = `
  -- Many incomes at once, as record_household_income has one: what stands already is not written again, and what contradicts it is not written.
  create function record_household_incomes(given jsonb, by_officer text) returns table (place int, verdict text, income uuid) language plpgsql security definer set search_path = public, pg_temp as $$
    declare hand text;
    begin
      ${HAND}
      -- One at a time for a household, in one order: of two alike at once the second sees the first.
      perform pg_advisory_xact_lock(hashtext('shouyu.household-incomes'), k.key) from (select distinct hashtext(g.household::text) as key from jsonb_to_recordset(given) as g (household uuid) order by 1) k;
      return query
        with asked as materialized (
          select * from jsonb_to_recordset(given) as g (place int, household uuid, region text, year int, per_head int, from_source text, reference text, on_day date)
        ), standing as materialized (
          select a.place, bool_or(i.per_head_yuan = a.per_head and i.source_reference is not distinct from a.reference) as is_same
          from asked a join household_incomes i on i.household_id = a.household and i.year = a.year and i.source = a.from_source and i.effective_on = a.on_day
          where not exists (select from household_incomes r where r.retracts_id = i.id) group by a.place
        ), to_add as materialized (
          select a.*, gen_random_uuid() as id from asked a where not exists (select from standing s where s.place = a.place)
        ), added as (
          insert into household_incomes as i (id, county, owner_region, household_id, year, per_head_yuan, source, source_reference, effective_on, recorded_by)
          select t.id, left(t.region, 6), t.region, t.household, t.year, t.per_head, t.from_source, t.reference, t.on_day, hand from to_add t order by t.place returning i.id
        )
        select a.place, case when t.id is not null then 'new' when s.is_same then 'same' else 'differs' end, n.id
        from asked a left join to_add t on t.place = a.place left join added n on n.id = t.id left join standing s on s.place = a.place;
    end $$;

  -- Takes many back, as retract_household_income has one; what another officer must take back stays, and is told.
  create function retract_household_incomes(incomes uuid[], why text, by_officer text) returns table (income uuid, verdict text) language plpgsql security definer set search_path = public, pg_temp as $$
    declare hand text;
    begin
      ${HAND}
      return query
        with asked as materialized (
          select i.*, exists (select from household_incomes r where r.retracts_id = i.id) as is_gone, i.recorded_by = hand and ${DAY('i.recorded_at')} <> ${DAY('clock_timestamp()')} as is_own
          from household_incomes i where i.id = any (incomes) and i.retracts_id is null
        ), added as (
          insert into household_incomes (county, owner_region, household_id, effective_on, recorded_by, retracts_id, reason)
          select a.county, a.owner_region, a.household_id, ${DAY('clock_timestamp()')}, hand, a.id, why from asked a where not a.is_gone and not a.is_own order by a.id returning retracts_id
        )
        select a.id, case when a.is_gone then 'already' when a.is_own then 'own' else 'retracted' end from asked a left join added d on d.retracts_id = a.id;
    end $$;
  revoke all on function ${RECORD}, ${RETRACT} from public;
  grant execute on function ${RECORD}, ${RETRACT} to shouyu_app;
  -- They run as the restricted role, so that row scope holds inside them too.
  grant create on schema public to shouyu_sensitive;
  alter function ${RECORD} owner to shouyu_sensitive;
  alter function ${RETRACT} owner to shouyu_sensitive;
  revoke create on schema public from shouyu_sensitive;`;

const known = (forms: readonly string[]): string => `alter table workbook_uploads drop constraint form_is_known, add constraint form_is_known check (form in (${forms.map((form) => `'${form}'`).join(', ')}));`;

/** Incomes of households come by workbook too: many at once, under the name of the officer who confirmed them. */
export class IncomesByWorkbook1795883400000 implements MigrationInterface {
  readonly name = 'IncomesByWorkbook1795883400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(INCOMES);
    await runner.query(known([...FORMS, 'household-incomes']));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(known(FORMS));
    await runner.query(`drop function ${RETRACT}; drop function ${RECORD};`);
  }
}
