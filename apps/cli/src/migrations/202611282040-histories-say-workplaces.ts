import type { MigrationInterface, QueryRunner } from 'typeorm';

const GUARD = `
      if acting_kind() <> 'system' or not in_scope(rpad(of_county, 12, '0')) then
        raise exception 'rates are computed by the service, county by county' using errcode = 'insufficient_privilege';
      end if;`;

const factsWith = (workplace: string): string => `
  create or replace function rate_facts_of(of_county text, persons uuid[]) returns table (fact jsonb, person_id uuid, home text) language plpgsql stable security definer set search_path = public, pg_temp as $$
    begin ${GUARD}
      return query
        with own as materialized (
          select f.* from ledger_facts f where f.county = of_county and f.person_id = any (persons)
        ), about as (
          select o.* from own o
          union all
          select f.* from ledger_facts f where f.county = of_county and f.kind = 'class' and f.class_id in (select o.class_id from own o)
          union all
          -- Retractions of classes, and those that name nobody: which of them matter the caller knows.
          select f.* from ledger_facts f where f.county = of_county and f.kind = 'retracted' and f.person_id is null
        )
        select jsonb_strip_nulls(jsonb_build_object('id', f.id, 'kind', f.kind, 'effectiveOn', f.effective_on, 'recordedAt', (extract(epoch from f.recorded_at) * 1000000)::bigint,
            'class', f.class_id, 'person', f.person_id, 'employment', f.employment_id, 'level', f.level, 'fact', f.retracts_fact_id))
          || case f.kind
            when 'class' then jsonb_build_object('course', c.course_id, 'programme', c.programme, 'provider', c.provider_id, 'region', c.region, 'endsOn', c.ends_on, 'onTheJob', c.on_the_job, 'outreach', c.outreach)
            when 'employment-started' then jsonb_build_object('employer', f.employer_id, 'type', f.payload -> 'type', 'permanent', f.payload -> 'permanent', 'pay', f.payload -> 'pay', 'contractMonths', f.payload -> 'contractMonths'${workplace})
            else '{}' end,
          f.person_id, case when f.kind = 'enrolled' then f.owner_region end
        from about f left join training_classes c on f.kind = 'class' and c.id = f.class_id
        order by f.effective_on, f.recorded_at, f.owner_region, f.id;
      return query
        select jsonb_build_object('id', e.id, 'kind', e.kind, 'effectiveOn', e.effective_on, 'recordedAt', (extract(epoch from e.recorded_at) * 1000000)::bigint)
          || case e.kind when 'excluded' then jsonb_build_object('person', e.person_id, 'reason', e.reason_code) else jsonb_build_object('fact', e.retracts_fact_id) end, e.person_id, null::text
        from exclusion_facts e where e.county = of_county and e.person_id = any (persons);
    end $$;`;

/** A fact says where a job is done, as the kept histories do, so that the closure is judged from the same pages as the rates. */
export class HistoriesSayWorkplaces1795898400000 implements MigrationInterface {
  readonly name = 'HistoriesSayWorkplaces1795898400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(factsWith(`, 'workplace', f.payload -> 'workplace'`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(factsWith(''));
  }
}
