import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Only the service itself computes rates over a whole county; an officer sees figures, and people again under the own row scope. */
const GUARD = `
      if acting_kind() <> 'system' or not in_scope(rpad(of_county, 12, '0')) then
        raise exception 'rates are computed by the service, county by county' using errcode = 'insufficient_privilege';
      end if;`;

const hidden = (table: string): string => `
  alter table ${table} enable row level security; alter table ${table} force row level security;
  create policy ${table}_owner on ${table} to current_user using (true) with check (true);`;

const TABLES = `
  -- Every person-course, judged by every named rule as if its time had come: what is mature is a comparison with the start of the
  -- clock. Where it stands and how it was judged is one number: a million rows are grouped by numbers and days alone.
  create table rate_standings (
    completed_on date, opened_start_on date, completed_month int, completed_before int, opened_month int, opened_before int,
    kind int not null, county text not null, person_id uuid not null, class_id uuid not null, home text,
    constraint rate_standings_pkey primary key (county, person_id, class_id),
    constraint completion_is_whole check ((completed_on is null) = (completed_month is null) and (completed_on is null) = (completed_before is null)),
    constraint opening_is_whole check ((opened_start_on is null) = (opened_month is null) and (opened_start_on is null) = (opened_before is null))
  );
  create index rate_standings_by_completion on rate_standings (county, completed_month);
  create index rate_standings_by_opening on rate_standings (county, opened_month);
  ${hidden('rate_standings')}

  -- What the numbers mean; '' for what there is not. Profiles tell of exclusions (health, custody): no role reads these tables, only the functions below.
  create table rate_kinds (
    id int generated always as identity constraint rate_kinds_pkey primary key, county text not null, township text not null, programme text not null, profile text not null, roll_profile text not null,
    constraint one_number_per_kind unique (county, township, programme, profile, roll_profile)
  );
  ${hidden('rate_kinds')}

  -- Who must be judged anew: a fact has come (no day), or one recorded before takes effect on a day.
  create table rate_changes (
    id bigint generated always as identity constraint rate_changes_pkey primary key, county text not null, person_id uuid not null, due_on date
  );
  create index rate_changes_of_county on rate_changes (county, due_on);
  ${hidden('rate_changes')}

  -- By which rules a county was judged, and for which day at the latest. While it is judged from the beginning, who does so stands in \`building\`.
  create table rate_projections (county text constraint rate_projections_pkey primary key, rules text not null, latest_as_of date not null, building uuid, building_since timestamptz);
  ${hidden('rate_projections')}

  create index ledger_facts_of_person on ledger_facts (county, person_id);
  create index ledger_facts_that_are_rare on ledger_facts (county, kind) where kind in ('class', 'retracted');
  create index exclusion_facts_of_person on exclusion_facts (county, person_id);`;

const CHANGES = `
  create function note_rate_changes() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into rate_changes (county, person_id) select distinct a.county, a.person_id from added a where a.person_id is not null;
      if exists (select from added a where a.person_id is null) then
        -- A class, or a retraction that names no person: of everybody whom the fact at the root is about.
        with recursive root as (
          select a.county, a.kind, a.class_id, a.person_id, a.retracts_fact_id from added a where a.person_id is null
          union all
          select f.county, f.kind, f.class_id, f.person_id, f.retracts_fact_id from root r join ledger_facts f on f.id = r.retracts_fact_id where r.person_id is null
        )
        insert into rate_changes (county, person_id)
        select r.county, r.person_id from root r where r.person_id is not null
        union select f.county, f.person_id from root r join ledger_facts f on f.class_id = r.class_id and f.county = r.county where r.kind = 'class' and f.person_id is not null;
      end if;
      return null;
    end $$;
  create trigger c_rate_changes after insert on ledger_facts referencing new table as added for each statement execute function note_rate_changes();

  create function note_excluded() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into rate_changes (county, person_id) select distinct a.county, a.person_id from added a;
      return null;
    end $$;
  create trigger c_rate_changes after insert on exclusion_facts referencing new table as added for each statement execute function note_excluded();

  -- Two registrations found to be one person count once.
  create function note_same_person() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into rate_changes (county, person_id) select r.county, r.person_id from registrations r where r.person_id in (new.person_id, new.same_as);
      return null;
    end $$;
  create trigger c_rate_changes after insert or update on person_aliases for each row execute function note_same_person();

  insert into rate_changes (county, person_id)
  select county, person_id from ledger_facts where person_id is not null union select county, person_id from exclusion_facts;`;

const READING = `
  -- Ids that stand for another person, of people with facts in the county.
  create function rate_aliases(of_county text) returns table (person_id uuid, same_as uuid) language plpgsql stable security definer set search_path = public, pg_temp as $$
    begin ${GUARD}
      return query select a.person_id, a.same_as from person_aliases a
        where exists (select from registrations r where r.county = of_county and r.person_id in (a.person_id, a.same_as));
    end $$;

  -- What is not about one person in a simple way: classes, retractions, exclusions.
  create function rate_rarities(of_county text, known_by timestamptz) returns table (fact jsonb, person_id uuid) language plpgsql stable security definer set search_path = public, pg_temp as $$
    begin ${GUARD}
      return query
        select jsonb_build_object('id', f.id, 'kind', f.kind, 'effectiveOn', f.effective_on, 'recordedAt', (extract(epoch from f.recorded_at) * 1000000)::bigint)
          || case f.kind when 'class' then jsonb_build_object('class', f.class_id, 'course', c.course_id, 'programme', c.programme, 'provider', c.provider_id, 'region', c.region, 'endsOn', c.ends_on, 'onTheJob', c.on_the_job, 'outreach', c.outreach)
             else jsonb_build_object('fact', f.retracts_fact_id) end, coalesce(f.person_id, t.person_id)
        from ledger_facts f left join training_classes c on f.kind = 'class' and c.id = f.class_id left join ledger_facts t on t.id = f.retracts_fact_id
        where f.county = of_county and f.kind in ('class', 'retracted') and f.recorded_at <= known_by;
      return query
        select jsonb_build_object('id', e.id, 'kind', e.kind, 'effectiveOn', e.effective_on, 'recordedAt', (extract(epoch from e.recorded_at) * 1000000)::bigint)
          || case e.kind when 'excluded' then jsonb_build_object('person', e.person_id, 'reason', e.reason_code) else jsonb_build_object('fact', e.retracts_fact_id) end, e.person_id
        from exclusion_facts e where e.county = of_county and e.recorded_at <= known_by;
    end $$;

  -- Every fact about these people, whenever recorded, in force or not, in the order of their days.
  create function rate_facts_of(of_county text, persons uuid[]) returns table (fact jsonb, person_id uuid, home text) language plpgsql stable security definer set search_path = public, pg_temp as $$
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
            when 'employment-started' then jsonb_build_object('employer', f.employer_id, 'type', f.payload -> 'type', 'permanent', f.payload -> 'permanent', 'pay', f.payload -> 'pay', 'contractMonths', f.payload -> 'contractMonths')
            else '{}' end,
          f.person_id, case when f.kind = 'enrolled' then f.owner_region end
        from about f left join training_classes c on f.kind = 'class' and c.id = f.class_id
        order by f.effective_on, f.recorded_at, f.owner_region, f.id;
      return query
        select jsonb_build_object('id', e.id, 'kind', e.kind, 'effectiveOn', e.effective_on, 'recordedAt', (extract(epoch from e.recorded_at) * 1000000)::bigint)
          || case e.kind when 'excluded' then jsonb_build_object('person', e.person_id, 'reason', e.reason_code) else jsonb_build_object('fact', e.retracts_fact_id) end, e.person_id, null::text
        from exclusion_facts e where e.county = of_county and e.person_id = any (persons);
    end $$;

  -- Where pages of people end, so that each has about so many facts.
  create function rate_history_bounds(of_county text, facts int) returns table (upto uuid) language plpgsql stable security definer set search_path = public, pg_temp as $$
    begin ${GUARD}
      return query select distinct n.person_id from (select f.person_id, row_number() over (order by f.person_id) as number from ledger_facts f where f.county = of_county and f.person_id is not null) n
        where n.number % facts = 0 order by 1;
    end $$;

  -- A page of people, each with the facts as one short text: a million people are read in seconds. The facts of a page lie all over the
  -- table, so pages are large: the planner then reads the table in its own order, a few times, instead of jumping about in it.
  create function rate_history_page(of_county text, known_by timestamptz, after uuid, upto uuid) returns table (person_id uuid, facts text) language plpgsql stable security definer
  set search_path = public, pg_temp set plan_cache_mode = force_custom_plan set work_mem = '64MB' as $$
    begin ${GUARD}
      return query
        select f.person_id, string_agg(
          case f.kind when 'enrolled' then 'E' when 'completed' then 'C' when 'certified' then 'T' when 'dropped' then 'D' when 'not-employed' then 'N'
            when 'employment-started' then 'J' when 'employment-ended' then 'X' when 'evidence' then 'V' when 'evidence-refused' then 'W' end
          || (f.effective_on - date '1970-01-01') || '|' || case f.kind
            when 'enrolled' then f.class_id || f.owner_region || (extract(epoch from f.recorded_at) * 1000000)::bigint
            when 'completed' then f.class_id::text when 'certified' then f.class_id::text when 'dropped' then f.class_id::text
            when 'employment-started' then f.employment_id || coalesce(f.employer_id::text, '') || '|' || (f.payload ->> 'type') || '|' || (f.payload ->> 'permanent') || '|' || coalesce(f.payload ->> 'pay', '') || '|' || coalesce(f.payload ->> 'contractMonths', '')
            when 'employment-ended' then f.employment_id::text
            when 'evidence' then f.employment_id || f.level::text when 'evidence-refused' then f.employment_id || f.level::text
            else ''
          end, ';')
        from ledger_facts f
        where f.county = of_county and f.person_id > after and f.person_id <= upto and f.recorded_at <= known_by
          and f.kind <> 'retracted'
        group by f.person_id;
    end $$;`;

const PROJECTING = `
  -- The county's last committed instant, by which rules it was judged, and who must be judged anew: one snapshot. Whoever stores takes
  -- the lock alone, whoever counts shares it: between this and the counting nothing stored changes.
  create function rate_head(of_county text, on_day date, at_most int, alone boolean)
  returns table (head timestamptz, rules text, latest_as_of date, building uuid, building_since timestamptz, last_change bigint, stale bigint[], stale_persons uuid[])
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
    begin ${GUARD}
      if alone then perform pg_advisory_xact_lock(hashtext('shouyu.rates'), hashtext(of_county));
      else perform pg_advisory_xact_lock_shared(hashtext('shouyu.rates'), hashtext(of_county)); end if;
      return query select (select c.last_recorded_at from ledger_clocks c where c.county = of_county), p.rules, p.latest_as_of, p.building, p.building_since,
          (select max(c.id) from rate_changes c where c.county = of_county), coalesce(s.ids, '{}'), coalesce(s.persons, '{}')
        from (select array_agg(s.id) as ids, array_agg(s.person_id) as persons from (select c.id, c.person_id from rate_changes c where c.county = of_county and (c.due_on is null or c.due_on <= on_day) limit at_most) s) s
        left join rate_projections p on p.county = of_county;
    end $$;

  -- Begins a county from the beginning: nothing stored, nobody noted up to the last change that was seen.
  create function begin_rate_projection(of_county text, builder uuid, on_day date, last_seen bigint) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
    begin ${GUARD}
      delete from rate_standings s where s.county = of_county;
      delete from rate_kinds k where k.county = of_county;
      delete from rate_changes c where c.county = of_county and (c.id <= last_seen or c.due_on is not null);
      insert into rate_projections as p (county, rules, latest_as_of, building, building_since) values (of_county, '', on_day, builder, now())
      on conflict on constraint rate_projections_pkey do update set rules = '', latest_as_of = on_day, building = builder, building_since = now();
    end $$;

  -- Replaces what is stored about these people; what was noted and is worked in is forgotten. False: somebody else has begun from the beginning.
  create function store_rate_standings(of_county text, builder uuid, on_day date, persons uuid[], standings jsonb, due jsonb, worked_in bigint[]) returns boolean language plpgsql volatile security definer set search_path = public, pg_temp as $$
    begin ${GUARD}
      perform pg_advisory_xact_lock(hashtext('shouyu.rates'), hashtext(of_county));
      update rate_projections p set latest_as_of = greatest(p.latest_as_of, on_day) where p.county = of_county and p.building is not distinct from builder;
      if not found then return false; end if;
      delete from rate_standings s where s.county = of_county and s.person_id = any (persons);
      insert into rate_kinds (county, township, programme, profile, roll_profile)
      select distinct of_county, coalesce(left(g.h, 9) || '000', ''), g.g, coalesce(g.o, ''), coalesce(g.ro, '') from jsonb_to_recordset(standings) as g (g text, h text, o text, ro text)
      on conflict on constraint one_number_per_kind do nothing;
      insert into rate_standings (county, person_id, class_id, home, kind, completed_on, completed_month, completed_before, opened_start_on, opened_month, opened_before)
      select of_county, g.p, g.c, g.h, k.id, g.d, g.m, g.b, g.rd, g.rm, g.rb
      from jsonb_to_recordset(standings) as g (p uuid, c uuid, g text, h text, d date, m int, b int, o text, rd date, rm int, rb int, ro text)
      join rate_kinds k on k.county = of_county and k.township = coalesce(left(g.h, 9) || '000', '') and k.programme = g.g and k.profile = coalesce(g.o, '') and k.roll_profile = coalesce(g.ro, '');
      delete from rate_changes c where c.id = any (worked_in) or (c.county = of_county and c.due_on is not null and c.person_id = any (persons));
      insert into rate_changes (county, person_id, due_on) select of_county, d.p, d.d from jsonb_to_recordset(due) as d (p uuid, d date);
      return true;
    end $$;

  create function end_rate_projection(of_county text, builder uuid, by_rules text) returns boolean language plpgsql volatile security definer set search_path = public, pg_temp as $$
    begin ${GUARD}
      update rate_projections p set rules = by_rules, building = null, building_since = null where p.county = of_county and p.building = builder;
      return found;
    end $$;

  -- How many persons and person-courses of each profile stand in each cell. Starts are told apart only by the edges given: at which rules they are mature.
  create function rate_groups(of_county text, home_prefix text, from_month int, to_month int, key text, edges date[], roll_edges date[])
  returns table (cell text, township text, profile text, age int, persons bigint, courses bigint, roll_profile text, roll_age int, roll_persons bigint, roll_courses bigint)
  language plpgsql stable security definer set search_path = public, pg_temp set work_mem = '64MB' as $$
    declare
      cell_of text := case key when 'class' then 's.class_id::text' when 'course' then 'c.course_id' when 'provider' then 'c.provider_id::text' when 'region' then 'c.region' else 'null::text' end;
      is_whole boolean := from_month <= 0 and to_month = 2147483647;
      completed text := case when is_whole then 'true' else 's.completed_month between $3 and $4' end;
      opened text := case when is_whole then 'true' else 's.opened_month between $3 and $4' end;
    begin ${GUARD}
      return query execute format($q$
        select case when $7 then k.programme else g.cell end, case when $7 then nullif(k.township, '') end,
               case when g.completed then nullif(k.profile, '') end, g.age, coalesce(sum(g.units) filter (where g.completed and g.stands), 0)::bigint, coalesce(sum(g.units) filter (where g.completed), 0)::bigint,
               case when g.opened then nullif(k.roll_profile, '') end, g.roll_age, coalesce(sum(g.units) filter (where g.opened and g.roll_stands), 0)::bigint, coalesce(sum(g.units) filter (where g.opened), 0)::bigint
        from (
          select s.kind, %1$s as cell, %2$s as completed, case when %2$s then case when s.completed_on < $5[1] then 0 else width_bucket(s.completed_on, $5) end end as age, s.completed_before < $3 as stands,
                 %3$s as opened, case when %3$s then case when s.opened_start_on < $6[1] then 0 else width_bucket(s.opened_start_on, $6) end end as roll_age, s.opened_before < $3 as roll_stands, count(*) as units
          from rate_standings s %4$s
          where s.county = $1 %5$s %6$s
          group by 1, 2, 3, 4, 5, 6, 7, 8
        ) g join rate_kinds k on k.id = g.kind group by 1, 2, 3, 4, 7, 8 $q$,
        cell_of, completed, opened, case when key in ('course', 'provider', 'region') then 'join training_classes c on c.id = s.class_id' else '' end,
        case when length(home_prefix) > 6 then 'and starts_with(s.home, $2)' else '' end,
        case when is_whole then '' else 'and (s.completed_month between $3 and $4 or s.opened_month between $3 and $4)' end)
      using of_county, home_prefix, from_month, to_month, edges, roll_edges, key = 'programme';
    end $$;`;

const FUNCTIONS = [
  'rate_aliases(text)', 'rate_rarities(text, timestamptz)', 'rate_facts_of(text, uuid[])', 'rate_history_bounds(text, int)', 'rate_history_page(text, timestamptz, uuid, uuid)', 'rate_head(text, date, int, boolean)',
  'begin_rate_projection(text, uuid, date, bigint)', 'store_rate_standings(text, uuid, date, uuid[], jsonb, jsonb, bigint[])', 'end_rate_projection(text, uuid, text)', 'rate_groups(text, text, int, int, text, date[], date[])',
];

const REPORTS = `
  create table rate_reports (
    id uuid constraint rate_reports_pkey primary key default gen_random_uuid(), county text not null, owner_region text not null, requested_by text not null default current_setting('app.actor_id'),
    as_of date not null, known_by timestamptz not null, from_month text, to_month text, state text not null default 'waiting', persons_done int not null default 0, persons_expected int not null default 0,
    result jsonb, requested_at timestamptz not null default now(), ended_at timestamptz,
    constraint report_state_is_known check (state in ('waiting', 'working', 'done')),
    constraint report_period_is_whole check ((from_month is null) = (to_month is null)),
    constraint done_report_has_its_result check ((state = 'done') = (result is not null) and (state = 'done') = (ended_at is not null)),
    constraint report_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6))
  );
  create index rate_reports_of_county on rate_reports (county, requested_at desc);
  alter table rate_reports enable row level security; alter table rate_reports force row level security;
  create policy rate_reports_scope on rate_reports to shouyu_app using (in_scope(owner_region) and acting_kind() in ('officer', 'system')) with check (in_scope(owner_region) and acting_kind() in ('officer', 'system'));
  create policy rate_reports_owner on rate_reports to current_user using (true) with check (true);
  grant select, insert, update (state, persons_done, persons_expected, result, ended_at), delete on rate_reports to shouyu_app;`;

/** Rates ready to be counted, kept beside the ledger; reports for any other day. */
export class RateProjections1795836600000 implements MigrationInterface {
  readonly name = 'RateProjections1795836600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, CHANGES, READING, PROJECTING, REPORTS]) await runner.query(part);
    for (const signature of FUNCTIONS) await runner.query(`revoke all on function ${signature} from public; grant execute on function ${signature} to shouyu_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger c_rate_changes on ledger_facts; drop trigger c_rate_changes on exclusion_facts; drop trigger c_rate_changes on person_aliases;
      drop function note_rate_changes(); drop function note_excluded(); drop function note_same_person();
      drop function ${FUNCTIONS.join('; drop function ')};
      drop table rate_reports, rate_projections, rate_changes, rate_standings, rate_kinds;
      drop index ledger_facts_of_person; drop index ledger_facts_that_are_rare; drop index exclusion_facts_of_person;`);
  }
}
