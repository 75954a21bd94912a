import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What officers decide of titles, wordings and employers; the indexes of the queues that wait for them. */
export class DoubtQueues1795490100000 implements MigrationInterface {
  readonly name = 'DoubtQueues1795490100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ALIASES);
    await runner.query(DECISIONS);
    await runner.query(WORDING);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger held_for_its_wording on vacancies; drop function judge_wording();
      drop index vacancies_waiting_for_occupation; drop index vacancies_of_wording;
      alter table vacancies drop wording_hash;
      drop table employer_rejections, wording_decisions, title_decisions;
      revoke insert, delete on no_trade_titles from shouyu_app;
      delete from no_trade_titles where source = 'officer'; alter table no_trade_titles drop constraint no_trade_titles_pkey, drop source, add primary key (alias);
      drop index one_occupation_per_officers_alias;
      delete from title_aliases where source = 'officer'; alter table title_aliases drop constraint title_aliases_pkey, add primary key (alias, occupation);`);
  }
}

/** What an officer teaches stands beside what the bundle holds, so that taking it back leaves the bundle as it was. */
const ALIASES = `
  alter table title_aliases drop constraint title_aliases_pkey, add constraint title_aliases_pkey primary key (alias, occupation, source);
  create unique index one_occupation_per_officers_alias on title_aliases (alias) where source = 'officer';
  alter table no_trade_titles add source text not null default 'bundled' constraint no_trade_source_is_known check (source in ('bundled', 'officer'));
  alter table no_trade_titles drop constraint no_trade_titles_pkey, add constraint no_trade_titles_pkey primary key (alias, source);
  grant insert, delete on no_trade_titles to shouyu_app;`;

const DECISIONS = `
  create table title_decisions (
    id uuid primary key default gen_random_uuid(),
    owner_region text not null constraint title_decision_owner_is_a_full_code check (owner_region ~ '^[0-9]{12}$'),
    wording text not null,
    alias text not null,
    verdict text not null constraint title_verdict_is_known check (verdict in ('occupation', 'no-trade', 'undecidable')),
    occupation text,
    taught boolean not null,
    vacancies int not null,
    decided_by uuid not null,
    decided_at timestamptz not null default now(),
    withdrawn_by uuid,
    withdrawn_at timestamptz,
    constraint only_an_occupation_is_named check ((verdict = 'occupation') = (occupation is not null)),
    constraint withdrawal_names_its_officer check ((withdrawn_at is null) = (withdrawn_by is null))
  );
  create unique index one_standing_decision_per_wording on title_decisions (owner_region, wording) where withdrawn_at is null;
  create index title_decisions_by_time on title_decisions (decided_at, id);
  grant select, insert, update (withdrawn_by, withdrawn_at) on title_decisions to shouyu_app;
  alter table title_decisions enable row level security; alter table title_decisions force row level security;
  create policy title_decisions_scope on title_decisions to shouyu_app using (acting_kind() in ('officer', 'system') and in_scope(owner_region));

  create table wording_decisions (
    id uuid primary key default gen_random_uuid(),
    owner_region text not null constraint wording_decision_owner_is_a_full_code check (owner_region ~ '^[0-9]{12}$'),
    wording_hash text not null,
    verdict text not null constraint wording_verdict_is_known check (verdict in ('clear', 'refuse')),
    reason text not null,
    vacancies int not null,
    decided_by uuid not null,
    decided_at timestamptz not null default clock_timestamp()
  );
  create index wording_decisions_of_wording on wording_decisions (owner_region, wording_hash, decided_at);
  grant select, insert on wording_decisions to shouyu_app;
  alter table wording_decisions enable row level security; alter table wording_decisions force row level security;
  -- Read for an employer too: its own post with words that were decided on is judged as they were.
  create policy wording_decisions_read on wording_decisions for select to shouyu_app using (in_scope(owner_region));
  create policy wording_decisions_add on wording_decisions for insert to shouyu_app with check (acting_kind() = 'officer' and in_scope(owner_region));
  create trigger wording_decisions_stand before update or delete on wording_decisions for each row execute function refuse_change();

  create table employer_rejections (
    id uuid primary key default gen_random_uuid(),
    employer_id uuid not null constraint rejection_of_employer references employers,
    owner_region text not null constraint rejection_owner_is_a_full_code check (owner_region ~ '^[0-9]{12}$'),
    reason text not null,
    closed int not null,
    rejected_by uuid not null,
    rejected_at timestamptz not null default now()
  );
  create index rejections_of_employer on employer_rejections (employer_id, rejected_at);
  grant select, insert on employer_rejections to shouyu_app;
  alter table employer_rejections enable row level security; alter table employer_rejections force row level security;
  create policy employer_rejections_read on employer_rejections for select to shouyu_app using (acting_kind() in ('officer', 'system') and in_scope(owner_region));
  create policy employer_rejections_add on employer_rejections for insert to shouyu_app with check (acting_kind() = 'officer' and in_scope(owner_region));
  create trigger employer_rejections_stand before update or delete on employer_rejections for each row execute function refuse_change();`;

/**
 * Whatever writes a vacancy sets wording_flags and wording_hash; the database holds what restricts, or remembers what was
 * decided of the same words. Named to run before offered_follows_the_rule (triggers run by name).
 */
const WORDING = `
  alter table vacancies add wording_hash text;
  create index vacancies_waiting_for_occupation on vacancies (owner_region, cleaned_title, created_at) where status = 'open' and occupation is null and occupation_by is null and not no_trade and not test;
  create index vacancies_of_wording on vacancies (owner_region, wording_hash) where wording_hash is not null;
  create function judge_wording() returns trigger language plpgsql as $$
    declare decided text;
    begin
      if new.wording_hash is not distinct from (case when tg_op = 'UPDATE' then old.wording_hash end) then return new; end if;
      if new.wording_hash is null then
        new.publication := 'cleared';
        return new;
      end if;
      select verdict into decided from wording_decisions d where d.owner_region = new.owner_region and d.wording_hash = new.wording_hash order by decided_at desc limit 1;
      new.publication := case decided when 'clear' then 'cleared' when 'refuse' then 'refused' else 'held' end;
      return new;
    end $$;
  create trigger held_for_its_wording before insert or update of wording_hash on vacancies for each row execute function judge_wording();`;
