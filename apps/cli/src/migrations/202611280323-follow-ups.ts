import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When to look after each employment, kept from the ledger: at once with every start and end, and every night. */
export class FollowUps1795836180000 implements MigrationInterface {
  readonly name = 'FollowUps1795836180000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table follow_ups (
        id uuid primary key default gen_random_uuid(), county text not null, owner_region text not null,
        registration_id uuid not null, employment_id uuid not null, employer_id uuid, milestone text not null, starts_on date not null, due_on date not null,
        state text not null, evidence_fact_id uuid,
        constraint one_follow_up_per_milestone unique (employment_id, milestone),
        constraint follow_up_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
        constraint follow_up_milestone_is_known check (milestone in ('30', '90', '180', '365')),
        constraint follow_up_state_is_known check (state in ('open', 'done', 'moot')),
        constraint done_by_evidence check ((state = 'done') = (evidence_fact_id is not null))
      );
      create index follow_ups_to_do on follow_ups (county, due_on, id) where state = 'open';
      create index follow_ups_by_day on follow_ups (county, due_on, id);
      alter table follow_ups enable row level security; alter table follow_ups force row level security;
      create policy follow_ups_seen on follow_ups for select to shouyu_app using (in_scope(owner_region) and acting_kind() in ('officer', 'system'));
      create policy follow_ups_owner on follow_ups to current_user using (true) with check (true);
      grant select on follow_ups to shouyu_app;

      -- What the ledger says of these employments, written again: running it twice changes nothing. Only this function writes the table.
      create function refresh_follow_ups(of_county text, employments uuid[]) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
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
            from ledger_facts s left join registrations r on r.id = s.registration_id and r.county = of_county cross join (values (30), (90), (180), (365)) m (days)
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
        end $$;
      revoke all on function refresh_follow_ups(text, uuid[]) from public;
      grant execute on function refresh_follow_ups(text, uuid[]) to shouyu_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function refresh_follow_ups(text, uuid[]); drop table follow_ups;');
  }
}
