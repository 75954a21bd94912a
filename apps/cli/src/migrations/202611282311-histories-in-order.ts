import type { MigrationInterface, QueryRunner } from 'typeorm';

const GUARD = `
      if acting_kind() <> 'system' or not in_scope(rpad(of_county, 12, '0')) then
        raise exception 'rates are computed by the service, county by county' using errcode = 'insufficient_privilege';
      end if;`;

const HEAD = `
  create or replace function rate_history_texts(of_county text, since timestamptz, known_by timestamptz, after uuid, upto uuid, people int) returns table (number int, facts int, histories text) language plpgsql stable security definer
  set search_path = public, pg_temp set plan_cache_mode = force_custom_plan set work_mem = '96MB'`;

const says = (stamp: string): string => `
              case f.kind when 'enrolled' then 'E' when 'completed' then 'C' when 'certified' then 'T' when 'dropped' then 'D' when 'not-employed' then 'N'
                when 'employment-started' then 'J' when 'employment-ended' then 'X' when 'evidence' then 'V' when 'evidence-refused' then 'W' end
              || ${stamp} || (f.effective_on - date '1970-01-01') || '|' || case f.kind
                when 'enrolled' then f.class_id || f.owner_region
                when 'completed' then f.class_id::text when 'certified' then f.class_id::text when 'dropped' then f.class_id::text
                when 'employment-started' then f.employment_id || coalesce(f.employer_id::text, '') || '|' || (f.payload ->> 'type') || '|' || (f.payload ->> 'permanent') || '|' || coalesce(f.payload ->> 'pay', '') || '|' || coalesce(f.payload ->> 'contractMonths', '')
                  || '|' || coalesce(f.payload ->> 'workplace', '')
                when 'employment-ended' then f.employment_id::text
                when 'evidence' then f.employment_id || f.level::text when 'evidence-refused' then f.employment_id || f.level::text
                else ''
              end || ';'`;

const ASKED = `
            from ledger_facts f
            where f.county = of_county and f.person_id > after and f.person_id <= upto and f.recorded_at > since and f.recorded_at <= known_by and f.kind <> 'retracted'`;

const READING = `
  -- People beyond one id and up to another, with their facts recorded after one instant and up to another, in texts of so many people each: a line a person, begun
  -- by a line feed; of each fact its letter, the microseconds of its recording since 2000 (16 hexadecimal digits), its day and what it says, ended by a semicolon.
  -- A part's facts lie all over the table: a bitmap reads each page once and takes only them, neither the rest of the table nor a page for every fact.
  -- They are put in order and strung together block by block: a text for each of many people first, in a hash of them, took most of the time.
  ${HEAD} set enable_seqscan = off set enable_indexscan = off as $$
    begin ${GUARD}
      return query
        select n.block, count(*)::int, string_agg(n.text, '')
        from (
          select ((dense_rank() over people_in_order - 1) / people)::int as block,
            case when lag(o.person_id) over people_in_order is distinct from o.person_id then E'\\n' || o.person_id || o.text else o.text end as text
          from (
            select f.person_id, ${says(`encode(timestamptz_send(f.recorded_at), 'hex')`)} as text ${ASKED} offset 0
          ) o window people_in_order as (order by o.person_id)
        ) n group by n.block order by n.block;
    end $$;

  -- Texts of another form are read by nobody: they are kept anew.
  delete from kept_histories;

  -- Losing them costs time, not truth: they are not written twice, and a server that crashed keeps none.
  alter table kept_history_blocks set unlogged;
  alter table kept_histories set unlogged;
  alter function keep_history_part(text, uuid, timestamptz, int, uuid, uuid, int) set work_mem = '96MB';`;

const AS_BEFORE = `
  ${HEAD} as $$
    begin ${GUARD}
      return query
        select n.block, sum(n.facts)::int, string_agg(n.person_id || n.history || E'\\n', '' order by n.person_id)
        from (
          select p.*, ((row_number() over (order by p.person_id) - 1) / people)::int as block from (
            select f.person_id, count(*) as facts, string_agg(${says(`lpad((date_part('epoch', f.recorded_at) * 1000000)::bigint::text, 16, '0')`)}, '') as history ${ASKED}
            group by f.person_id
          ) p
        ) n group by n.block order by n.block;
    end $$;
  alter function rate_history_texts(text, timestamptz, timestamptz, uuid, uuid, int) reset enable_seqscan;
  alter function rate_history_texts(text, timestamptz, timestamptz, uuid, uuid, int) reset enable_indexscan;
  delete from kept_histories;
  alter table kept_histories set logged;
  alter table kept_history_blocks set logged;
  alter function keep_history_part(text, uuid, timestamptz, int, uuid, uuid, int) reset work_mem;`;

/** Histories are put in order and strung together, in half the time; what is kept of them is not logged. */
export class HistoriesInOrder1795907460000 implements MigrationInterface {
  readonly name = 'HistoriesInOrder1795907460000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(READING);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(AS_BEFORE);
  }
}
