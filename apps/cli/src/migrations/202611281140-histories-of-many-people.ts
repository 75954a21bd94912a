import type { MigrationInterface, QueryRunner } from 'typeorm';

const GUARD = `
      if acting_kind() <> 'system' or not in_scope(rpad(of_county, 12, '0')) then
        raise exception 'rates are computed by the service, county by county' using errcode = 'insufficient_privilege';
      end if;`;

const BOUNDS = `
  drop function rate_history_bounds(text, int);
  -- Where the people of one reading end, so that each has about so many: whoever has a fact is registered in the county.
  create function rate_history_bounds(of_county text, people int) returns table (upto uuid) language plpgsql stable security definer set search_path = public, pg_temp as $$
    begin ${GUARD}
      return query select n.person_id from (select r.person_id, row_number() over (order by r.person_id) as number from registrations r where r.county = of_county) n
        where n.number % people = 0 order by 1;
    end $$;
  revoke all on function rate_history_bounds(text, int) from public;
  grant execute on function rate_history_bounds(text, int) to shouyu_app;`;

const READING = `
  -- As before; what a fact is, is asked once.
  create or replace function rate_history_page(of_county text, known_by timestamptz, after uuid, upto uuid) returns table (person_id uuid, facts text) language plpgsql stable security definer
  set search_path = public, pg_temp set plan_cache_mode = force_custom_plan set work_mem = '96MB' as $$
    begin ${GUARD}
      return query
        select f.person_id, string_agg(
          case f.kind
            when 'enrolled' then 'E' || (f.effective_on - date '1970-01-01') || '|' || f.class_id || f.owner_region || (date_part('epoch', f.recorded_at) * 1000000)::bigint
            when 'completed' then 'C' || (f.effective_on - date '1970-01-01') || '|' || f.class_id
            when 'employment-started' then 'J' || (f.effective_on - date '1970-01-01') || '|' || f.employment_id || coalesce(f.employer_id::text, '')
              || '|' || (f.payload ->> 'type') || '|' || (f.payload ->> 'permanent') || '|' || coalesce(f.payload ->> 'pay', '') || '|' || coalesce(f.payload ->> 'contractMonths', '')
            when 'evidence' then 'V' || (f.effective_on - date '1970-01-01') || '|' || f.employment_id || f.level
            when 'employment-ended' then 'X' || (f.effective_on - date '1970-01-01') || '|' || f.employment_id
            when 'certified' then 'T' || (f.effective_on - date '1970-01-01') || '|' || f.class_id
            when 'dropped' then 'D' || (f.effective_on - date '1970-01-01') || '|' || f.class_id
            when 'not-employed' then 'N' || (f.effective_on - date '1970-01-01') || '|'
            when 'evidence-refused' then 'W' || (f.effective_on - date '1970-01-01') || '|' || f.employment_id || f.level
          end, ';')
        from ledger_facts f
        where f.county = of_county and f.person_id > after and f.person_id <= upto and f.recorded_at <= known_by
          and f.kind <> 'retracted'
        group by f.person_id;
    end $$;`;

/** Histories are read for many people at once: the table is gone through a few times instead of some thirty. */
export class HistoriesOfManyPeople1795866000000 implements MigrationInterface {
  readonly name = 'HistoriesOfManyPeople1795866000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [BOUNDS, READING]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    // The pages of before answer the same; where they end was counted in facts.
    await runner.query(`
      drop function rate_history_bounds(text, int);
      create function rate_history_bounds(of_county text, facts int) returns table (upto uuid) language plpgsql stable security definer set search_path = public, pg_temp as $$
        begin ${GUARD}
          return query select distinct n.person_id from (select f.person_id, row_number() over (order by f.person_id) as number from ledger_facts f where f.county = of_county and f.person_id is not null) n
            where n.number % facts = 0 order by 1;
        end $$;
      revoke all on function rate_history_bounds(text, int) from public;
      grant execute on function rate_history_bounds(text, int) to shouyu_app;`);
  }
}
