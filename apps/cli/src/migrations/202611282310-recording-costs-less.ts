import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In force, asked where the fact is read: the function is called only for what somebody retracted. The offset keeps it a question about one fact; as a join it would go through every retraction. */
const inForce = (fact: string): string => `not exists (select from ledger_facts x where x.retracts_fact_id = ${fact}.id and fact_in_force(x.id) offset 0)`;

/** As before, by its parts: each is one look into an index, so that one plan serves every kind of fact. */
const MOVES = `
  create or replace function check_ledger_move() returns trigger language plpgsql security definer
  set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
    declare
      move ledger_moves; kinds text[]; first_day date; last_day date; target ledger_facts; own boolean;
    begin
      select * into move from ledger_moves m where m.kind = new.kind;
      if new.kind = 'retracted' then
        select * into target from ledger_facts f where f.id = new.retracts_fact_id;
        if target.county is distinct from new.county or target.registration_id is distinct from new.registration_id or not fact_in_force(target.id) then
          raise exception 'illegal ledger move: % ', new.kind using errcode = 'check_violation', constraint = 'legal_ledger_move';
        end if;
        return new;
      end if;
      select coalesce(array_agg(f.kind), '{}'), min(f.effective_on) filter (where f.kind = move.not_before), min(f.effective_on) filter (where f.kind = 'employment-ended'),
             coalesce(bool_and(f.county = new.county and (f.kind = 'class' or f.registration_id = new.registration_id)), true)
        into kinds, first_day, last_day, own
        from (
          select e.id, e.kind, e.effective_on, e.county, e.registration_id from ledger_facts e where e.employment_id = new.employment_id
          union all
          select r.id, r.kind, r.effective_on, r.county, r.registration_id from ledger_facts r where r.class_id = new.class_id and r.registration_id = new.registration_id
          union all
          select c.id, c.kind, c.effective_on, c.county, c.registration_id from ledger_facts c where c.class_id = new.class_id and c.kind = 'class' and c.registration_id is distinct from new.registration_id
        ) f
       where ${inForce('f')};
      if not own or not move.needs <@ kinds or move.refuses && kinds or new.effective_on < first_day or (new.kind = 'employment-started' and last_day < new.effective_on) then
        raise exception 'illegal ledger move: %', new.kind using errcode = 'check_violation', constraint = 'legal_ledger_move';
      end if;
      return new;
    end $$;`;

const FOLLOW_UPS = `
  -- What the ledger says of these employments, written again: running it twice changes nothing. Only this function writes the table.
  create or replace function refresh_follow_ups(of_county text, employments uuid[]) returns void language plpgsql volatile security definer
  set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
    begin
      -- The ledger's own lock: what is read below is not overtaken by a fact that commits meanwhile.
      perform pg_advisory_xact_lock(hashtext('shouyu.ledger'), hashtext(of_county));
      insert into follow_ups as u (county, owner_region, registration_id, employment_id, employer_id, milestone, starts_on, due_on, state, evidence_fact_id)
      select of_county, r.owner_region, s.registration_id, s.employment_id, s.employer_id, m.days::text, s.effective_on, s.effective_on + m.days,
             case when p.id is not null then 'done' when l.last_day < s.effective_on + m.days then 'moot' else 'open' end, p.id
      from ledger_facts s
      join registrations r on r.id = s.registration_id and r.county = of_county
      cross join lateral (select min(e.effective_on) as last_day from ledger_facts e where e.employment_id = s.employment_id and e.kind = 'employment-ended' and ${inForce('e')}) l
      cross join (values (30), (90), (180), (365)) m (days)
      left join lateral (
        select f.id from ledger_facts f join evidence_details d on d.fact_id = f.id
        where f.employment_id = s.employment_id and f.kind = 'evidence' and d.milestone = m.days::text and ${inForce('f')} order by f.recorded_at, f.id limit 1
      ) p on true
      where s.county = of_county and s.kind = 'employment-started' and s.employment_id = any (employments) and ${inForce('s')}
      order by s.employment_id, m.days
      on conflict on constraint one_follow_up_per_milestone do update
        set owner_region = excluded.owner_region, employer_id = excluded.employer_id, starts_on = excluded.starts_on, due_on = excluded.due_on, state = excluded.state, evidence_fact_id = excluded.evidence_fact_id
        where (u.owner_region, u.employer_id, u.starts_on, u.due_on, u.state, u.evidence_fact_id) is distinct from (excluded.owner_region, excluded.employer_id, excluded.starts_on, excluded.due_on, excluded.state, excluded.evidence_fact_id);
      -- An employment that never was is followed by nobody.
      update follow_ups u set state = 'moot', evidence_fact_id = null
      where u.county = of_county and u.employment_id = any (employments) and u.state <> 'moot'
        and not exists (select from ledger_facts s where s.employment_id = u.employment_id and s.kind = 'employment-started' and ${inForce('s')});
    end $$;

  -- The calendar follows what the service records, in the same statement: every employment that began, ended, or had a fact taken back. A history that is taken over has its calendar written once, at its end.
  create function follow_employments() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare c record;
    begin
      for c in
        select a.county, array_agg(distinct coalesce(a.employment_id, f.employment_id)) as employments
        from added a left join ledger_facts f on a.kind = 'retracted' and f.id = a.retracts_fact_id
        where a.kind in ('employment-started', 'employment-ended') or f.employment_id is not null group by a.county
      loop
        perform refresh_follow_ups(c.county, c.employments);
      end loop;
      return null;
    end $$;
  create trigger e_follow_ups after insert on ledger_facts referencing new table as added for each statement when (current_user = 'shouyu_app') execute function follow_employments();`;

/** Most facts name no class, no employment or no other fact: they stand in no index of these. */
const INDEXES = `
  drop index ledger_facts_of_class; drop index ledger_facts_of_employment; drop index ledger_facts_retractions;
  create index ledger_facts_of_class on ledger_facts (class_id, registration_id) where class_id is not null;
  create index ledger_facts_of_employment on ledger_facts (employment_id) where employment_id is not null;
  create index ledger_facts_retractions on ledger_facts (retracts_fact_id) where retracts_fact_id is not null;`;

/** As it was. */
const BEFORE = `
  drop trigger e_follow_ups on ledger_facts; drop function follow_employments();
  drop index ledger_facts_of_class; drop index ledger_facts_of_employment; drop index ledger_facts_retractions;
  create index ledger_facts_of_class on ledger_facts (class_id, registration_id);
  create index ledger_facts_of_employment on ledger_facts (employment_id);
  create index ledger_facts_retractions on ledger_facts (retracts_fact_id);
  create or replace function check_ledger_move() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      move ledger_moves; kinds text[]; first_day date; last_day date; target ledger_facts; own boolean;
    begin
      select * into move from ledger_moves m where m.kind = new.kind;
      if new.kind = 'retracted' then
        select * into target from ledger_facts f where f.id = new.retracts_fact_id;
        if target.county is distinct from new.county or target.registration_id is distinct from new.registration_id or not fact_in_force(target.id) then
          raise exception 'illegal ledger move: % ', new.kind using errcode = 'check_violation', constraint = 'legal_ledger_move';
        end if;
        return new;
      end if;
      select coalesce(array_agg(f.kind), '{}'), min(f.effective_on) filter (where f.kind = move.not_before), min(f.effective_on) filter (where f.kind = 'employment-ended'),
             coalesce(bool_and(f.county = new.county and (f.kind = 'class' or f.registration_id = new.registration_id)), true)
        into kinds, first_day, last_day, own
        from ledger_facts f
       where ((new.class_id is not null and f.class_id = new.class_id and (f.registration_id = new.registration_id or f.kind = 'class'))
              or (new.employment_id is not null and f.employment_id = new.employment_id))
         and fact_in_force(f.id);
      if not own or not move.needs <@ kinds or move.refuses && kinds or new.effective_on < first_day or (new.kind = 'employment-started' and last_day < new.effective_on) then
        raise exception 'illegal ledger move: %', new.kind using errcode = 'check_violation', constraint = 'legal_ledger_move';
      end if;
      return new;
    end $$;
  create or replace function refresh_follow_ups(of_county text, employments uuid[]) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
    begin
      -- The ledger's own lock: what is read below is not overtaken by a fact that commits meanwhile.
      perform pg_advisory_xact_lock(hashtext('shouyu.ledger'), hashtext(of_county));
      insert into follow_ups as u (county, owner_region, registration_id, employment_id, employer_id, milestone, starts_on, due_on, state, evidence_fact_id)
      select of_county, w.owner_region, w.registration_id, w.employment_id, w.employer_id, w.milestone, w.starts_on, w.due_on,
             case when w.evidence_fact_id is not null then 'done' when w.last_day < w.due_on then 'moot' else 'open' end, w.evidence_fact_id
      from (
        select s.employment_id, s.registration_id, s.employer_id, s.effective_on as starts_on, m.days::text as milestone, s.effective_on + m.days as due_on,
               coalesce(r.owner_region, s.owner_region) as owner_region,
               (select min(e.effective_on) from ledger_facts e where e.employment_id = s.employment_id and e.kind = 'employment-ended' and fact_in_force(e.id)) as last_day,
               (select f.id from ledger_facts f join evidence_details d on d.fact_id = f.id
                where f.employment_id = s.employment_id and f.kind = 'evidence' and d.milestone = m.days::text and fact_in_force(f.id) order by f.recorded_at, f.id limit 1) as evidence_fact_id
        from ledger_facts s join registrations r on r.id = s.registration_id and r.county = of_county cross join (values (30), (90), (180), (365)) m (days)
        where s.county = of_county and s.kind = 'employment-started' and s.employment_id = any (employments) and fact_in_force(s.id)
      ) w
      order by w.employment_id, w.due_on
      on conflict on constraint one_follow_up_per_milestone do update
        set owner_region = excluded.owner_region, employer_id = excluded.employer_id, starts_on = excluded.starts_on, due_on = excluded.due_on, state = excluded.state, evidence_fact_id = excluded.evidence_fact_id
        where (u.owner_region, u.employer_id, u.starts_on, u.due_on, u.state, u.evidence_fact_id) is distinct from (excluded.owner_region, excluded.employer_id, excluded.starts_on, excluded.due_on, excluded.state, excluded.evidence_fact_id);
      -- An employment that never was is followed by nobody.
      update follow_ups u set state = 'moot', evidence_fact_id = null
      where u.county = of_county and u.employment_id = any (employments) and u.state <> 'moot'
        and not exists (select from ledger_facts s where s.employment_id = u.employment_id and s.kind = 'employment-started' and fact_in_force(s.id));
    end $$;`;

/** One event costs fewer looks and fewer ways to the database and back: the follow-up calendar is written by the ledger itself. */
export class RecordingCostsLess1795907400000 implements MigrationInterface {
  readonly name = 'RecordingCostsLess1795907400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [MOVES, FOLLOW_UPS, INDEXES]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(BEFORE);
  }
}
