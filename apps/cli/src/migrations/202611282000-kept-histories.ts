import type { MigrationInterface, QueryRunner } from 'typeorm';

const GUARD = `
      if acting_kind() <> 'system' or not in_scope(rpad(of_county, 12, '0')) then
        raise exception 'rates are computed by the service, county by county' using errcode = 'insufficient_privilege';
      end if;`;

const hidden = (table: string): string => `
  alter table ${table} enable row level security; alter table ${table} force row level security;
  create policy ${table}_owner on ${table} to current_user using (true) with check (true);`;

const TABLES = `
  -- The histories of a county's people as texts, of every fact recorded up to an instant: the ledger only grows, so they stay true.
  -- Without a number of facts they are still being made. They may be thrown away at any time. No role reads these tables, only the functions below.
  create table kept_histories (
    id uuid constraint kept_histories_pkey primary key default gen_random_uuid(), county text not null, known_by timestamptz not null, begun_at timestamptz not null default now(),
    bounds uuid[] not null, facts bigint,
    constraint kept_histories_count_their_facts check (facts >= 0)
  );
  create unique index one_kept_history_per_county on kept_histories (county) where facts is not null;
  create unique index one_kept_history_in_making on kept_histories (county) where facts is null;
  ${hidden('kept_histories')}

  -- Some thousand people in the order of their ids. Ids in a text do not compress, so nothing is tried.
  create table kept_history_blocks (
    history_id uuid not null constraint block_of_kept_histories references kept_histories (id) on delete cascade, part int not null, number int not null, facts int not null, histories text not null,
    constraint kept_history_blocks_pkey primary key (history_id, part, number)
  );
  alter table kept_history_blocks alter column histories set storage external;
  ${hidden('kept_history_blocks')}`;

const READING = `
  -- People beyond one id and up to another, with their facts recorded after one instant and up to another, in texts of so many people each: a line a
  -- person, and of each fact its letter, the microseconds of its recording (16 digits), its day and what it says, ended by a semicolon.
  create function rate_history_texts(of_county text, since timestamptz, known_by timestamptz, after uuid, upto uuid, people int) returns table (number int, facts int, histories text) language plpgsql stable security definer
  set search_path = public, pg_temp set plan_cache_mode = force_custom_plan set work_mem = '96MB' as $$
    begin ${GUARD}
      return query
        select n.block, sum(n.facts)::int, string_agg(n.person_id || n.history || E'\\n', '' order by n.person_id)
        from (
          select p.*, ((row_number() over (order by p.person_id) - 1) / people)::int as block from (
            select f.person_id, count(*) as facts, string_agg(
              case f.kind when 'enrolled' then 'E' when 'completed' then 'C' when 'certified' then 'T' when 'dropped' then 'D' when 'not-employed' then 'N'
                when 'employment-started' then 'J' when 'employment-ended' then 'X' when 'evidence' then 'V' when 'evidence-refused' then 'W' end
              || lpad((date_part('epoch', f.recorded_at) * 1000000)::bigint::text, 16, '0') || (f.effective_on - date '1970-01-01') || '|' || case f.kind
                when 'enrolled' then f.class_id || f.owner_region
                when 'completed' then f.class_id::text when 'certified' then f.class_id::text when 'dropped' then f.class_id::text
                when 'employment-started' then f.employment_id || coalesce(f.employer_id::text, '') || '|' || (f.payload ->> 'type') || '|' || (f.payload ->> 'permanent') || '|' || coalesce(f.payload ->> 'pay', '') || '|' || coalesce(f.payload ->> 'contractMonths', '')
                  || '|' || coalesce(f.payload ->> 'workplace', '')
                when 'employment-ended' then f.employment_id::text
                when 'evidence' then f.employment_id || f.level::text when 'evidence-refused' then f.employment_id || f.level::text
                else ''
              end || ';', '') as history
            from ledger_facts f
            where f.county = of_county and f.person_id > after and f.person_id <= upto and f.recorded_at > since and f.recorded_at <= known_by and f.kind <> 'retracted'
            group by f.person_id
          ) p
        ) n group by n.block order by n.block;
    end $$;

  -- One part of what is kept; a null: it is there no more.
  create function kept_history_part(of_county text, history uuid, of_part int) returns table (histories text) language plpgsql stable security definer set search_path = public, pg_temp as $$
    begin ${GUARD}
      if not exists (select from kept_histories k where k.id = history and k.county = of_county) then return query select null::text; return; end if;
      return query select b.histories from kept_history_blocks b where b.history_id = history and b.part = of_part order by b.number;
    end $$;

  -- What is kept of a county, how many facts have been recorded since (or at all), up to an instant, and whether it is being made anew.
  create function kept_history_of(of_county text, until timestamptz) returns table (id uuid, known_by timestamptz, bounds uuid[], facts bigint, facts_since bigint, is_being_made boolean) language plpgsql stable security definer set search_path = public, pg_temp as $$
    begin ${GUARD}
      return query
        select k.id, k.known_by, k.bounds, k.facts,
          (select count(*) from ledger_facts f where f.county = of_county and f.recorded_at > coalesce(k.known_by, '-infinity') and f.recorded_at <= until),
          exists (select from kept_histories m where m.county = of_county and m.facts is null and m.begun_at > now() - interval '30 minutes')
        from (values (of_county)) c (county) left join kept_histories k on k.county = c.county and k.facts is not null;
    end $$;`;

const KEEPING = `
  -- Begins to keep a county's histories anew, in parts of about so many people; nothing: somebody else is at it. Whoever has not ended after half an hour is taken for dead.
  create function begin_kept_history(of_county text, people int) returns table (id uuid, known_by timestamptz, bounds uuid[]) language plpgsql volatile security definer set search_path = public, pg_temp as $$
    begin ${GUARD}
      -- Whoever forgets holds this until the commit: what is read from here on is as it is after that.
      perform pg_advisory_xact_lock_shared(hashtext('shouyu.kept-histories'), hashtext(of_county));
      delete from kept_histories k where k.county = of_county and k.facts is null and k.begun_at <= now() - interval '30 minutes';
      return query insert into kept_histories as k (county, known_by, bounds)
        select of_county, ledger_head(of_county), array(select b.upto from rate_history_bounds(of_county, people) b) where ledger_head(of_county) is not null
        on conflict (county) where facts is null do nothing returning k.id, k.known_by, k.bounds;
    end $$;

  -- Reads a part from the ledger and keeps it, unless it was forgotten meanwhile.
  create function keep_history_part(of_county text, history uuid, until timestamptz, of_part int, after uuid, upto uuid, people int) returns table (histories text) language plpgsql volatile security definer set search_path = public, pg_temp as $$
    begin ${GUARD}
      perform from kept_histories k where k.id = history and k.county = of_county and k.facts is null for key share;
      if not found then return query select t.histories from rate_history_texts(of_county, '-infinity', until, after, upto, people) t; return; end if;
      return query insert into kept_history_blocks as b (history_id, part, number, facts, histories)
        select history, of_part, t.number, t.facts, t.histories from rate_history_texts(of_county, '-infinity', until, after, upto, people) t returning b.histories;
    end $$;

  -- From here on these are the county's kept histories, or they are dropped. False: they were forgotten meanwhile.
  create function end_kept_history(of_county text, history uuid, is_whole boolean) returns boolean language plpgsql volatile security definer set search_path = public, pg_temp as $$
    begin ${GUARD}
      perform from kept_histories k where k.id = history and k.county = of_county and k.facts is null for update;
      if not found then return false; end if;
      delete from kept_histories k where k.county = of_county and (k.facts is not null) = is_whole;
      if is_whole then update kept_histories k set facts = (select coalesce(sum(b.facts), 0) from kept_history_blocks b where b.history_id = history) where k.id = history; end if;
      return is_whole;
    end $$;

  -- For whoever changes what the ledger said before (the erasure of a person, a history that is taken over), in the same transaction: the owner alone. The next reading keeps them anew.
  create function forget_kept_histories(of_county text) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
    begin
      perform pg_advisory_xact_lock(hashtext('shouyu.kept-histories'), hashtext(of_county));
      delete from kept_histories k where k.county = of_county;
    end $$;
  revoke all on function forget_kept_histories(text) from public;`;

const FUNCTIONS = [
  'rate_history_texts(text, timestamptz, timestamptz, uuid, uuid, int)', 'kept_history_part(text, uuid, int)', 'kept_history_of(text, timestamptz)', 'begin_kept_history(text, int)',
  'keep_history_part(text, uuid, timestamptz, int, uuid, uuid, int)', 'end_kept_history(text, uuid, boolean)',
];

/** As it was. */
const PAGE_OF_BEFORE = `
  create function rate_history_page(of_county text, known_by timestamptz, after uuid, upto uuid) returns table (person_id uuid, facts text) language plpgsql stable security definer
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
    end $$;
  revoke all on function rate_history_page(text, timestamptz, uuid, uuid) from public;
  grant execute on function rate_history_page(text, timestamptz, uuid, uuid) to shouyu_app;`;

/** The histories of a county's people are kept as texts; a reading takes them and what was recorded since. */
export class KeptHistories1795896000000 implements MigrationInterface {
  readonly name = 'KeptHistories1795896000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, READING, KEEPING]) await runner.query(part);
    for (const signature of FUNCTIONS) await runner.query(`revoke all on function ${signature} from public; grant execute on function ${signature} to shouyu_app`);
    await runner.query('drop function rate_history_page(text, timestamptz, uuid, uuid)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(PAGE_OF_BEFORE);
    await runner.query(`drop function forget_kept_histories(text); drop function ${FUNCTIONS.join('; drop function ')}; drop table kept_history_blocks, kept_histories;`);
  }
}
