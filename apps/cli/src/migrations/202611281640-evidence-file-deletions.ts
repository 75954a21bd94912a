import type { MigrationInterface, QueryRunner } from 'typeorm';

const OWN_PEOPLE = `in_scope(owner_region) and acting_kind() in ('officer', 'system')`;
/** Village officers are often kin: they see what became of a file, and ask for nothing. */
const OFFICES = `${OWN_PEOPLE} and coalesce(current_setting('app.role', true), '') <> 'village-officer'`;

/** Since when a piece of evidence counts no more: itself retracted, or the employment that it proves. Null while it stands. */
const WITHDRAWN = `
  create function evidence_withdrawn_at(of_fact uuid) returns timestamptz language sql stable security definer set search_path = public, pg_temp as $$
    with evidence as materialized (select f.id, f.employment_id from ledger_facts f where f.id = of_fact and f.kind = 'evidence' and in_scope(f.owner_region)),
    starts as materialized (select s.id from evidence e join ledger_facts s on s.employment_id = e.employment_id and s.kind = 'employment-started'),
    retractions as materialized (select r.id, r.recorded_at from (select id from evidence union all select id from starts) t join ledger_facts r on r.retracts_fact_id = t.id)
    select max(r.recorded_at) from retractions r
    where fact_in_force(r.id) and not (exists (select from evidence e where fact_in_force(e.id)) and exists (select from starts s where fact_in_force(s.id))) $$;
  revoke all on function evidence_withdrawn_at(uuid) from public;
  grant execute on function evidence_withdrawn_at(uuid) to shouyu_app;

  -- Nothing is taken away from under an audit that has drawn it and has not judged it yet.
  create function evidence_is_audited(of_fact uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from evidence_audit_items i join evidence_audits a on a.id = i.audit_id where i.fact_id = of_fact and i.drawn and i.verdict is null and a.finished_at is null and in_scope(i.owner_region))
      and evidence_withdrawn_at(of_fact) is null $$;
  revoke all on function evidence_is_audited(uuid) from public;
  grant execute on function evidence_is_audited(uuid) to shouyu_app;`;

const DELETIONS = `
  create table evidence_file_deletions (
    id uuid primary key default gen_random_uuid(), county text not null, owner_region text not null, fact_id uuid not null,
    file_id uuid not null constraint deletion_of_a_file references evidence_files (id),
    ground text not null, state text not null, asked_by text not null, asked_at timestamptz not null default now(),
    decided_by text, decided_at timestamptz, refusal_code text, gone_at timestamptz,
    constraint deletion_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
    constraint deletion_ground_is_known check (ground in ('expired', 'withdrawn', 'person-asked', 'wrong-file')),
    constraint deletion_state_is_known check (state in ('asked', 'refused', 'lapsed', 'marked', 'gone')),
    constraint deletion_is_decided_by_another check (decided_by <> asked_by),
    constraint deletion_on_request_is_decided check (case when ground in ('person-asked', 'wrong-file') then (state in ('refused', 'marked', 'gone')) = (decided_by is not null) else decided_by is null and state in ('marked', 'gone') end),
    constraint deletion_decision_is_whole check ((decided_by is null) = (decided_at is null)),
    constraint deletion_refusal_is_coded check ((state = 'refused') = (refusal_code is not null) and refusal_code in ('still-needed', 'not-the-person', 'file-is-right')),
    constraint deletion_end_is_whole check ((state = 'gone') = (gone_at is not null))
  );
  create unique index one_open_request_per_file on evidence_file_deletions (file_id) where state = 'asked';
  create unique index one_deletion_per_file on evidence_file_deletions (file_id) where state in ('marked', 'gone');
  create index evidence_file_deletions_by_time on evidence_file_deletions (county, asked_at, id);
  create index evidence_file_deletions_to_do on evidence_file_deletions (county, asked_at, id) where state = 'marked';
  create index evidence_files_by_age on evidence_files (county, added_at, id);
  alter table evidence_file_deletions enable row level security; alter table evidence_file_deletions force row level security;
  create policy evidence_file_deletions_seen on evidence_file_deletions for select to shouyu_app using (${OWN_PEOPLE});
  create policy evidence_file_deletions_added on evidence_file_deletions for insert to shouyu_app with check (${OFFICES});
  create policy evidence_file_deletions_moved on evidence_file_deletions for update to shouyu_app using (${OFFICES}) with check (${OFFICES});
  create policy evidence_file_deletions_owner on evidence_file_deletions to current_user using (true) with check (true);
  grant select, insert (county, owner_region, fact_id, file_id, ground, state, asked_by), update (state, decided_by, decided_at, refusal_code, gone_at) on evidence_file_deletions to shouyu_app;`;

/** The twin of DELETION_MOVES. A scan is deleted at its time, not before: 3 years after it came, 30 days after its evidence was withdrawn. */
const LAWS = `
  create function check_evidence_file_deletion() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare file evidence_files;
    begin
      if tg_op = 'INSERT' then
        select * into file from evidence_files f where f.id = new.file_id;
        if file.id is null or (file.fact_id, file.owner_region) is distinct from (new.fact_id, new.owner_region) then
          raise exception 'a deletion is of its file' using errcode = 'check_violation', constraint = 'deletion_fits_its_file';
        end if;
        if new.asked_by is distinct from current_setting('app.actor_id', true) then
          raise exception 'who asks is who acts' using errcode = 'check_violation', constraint = 'deletion_says_who';
        end if;
        if new.state = 'asked' and exists (select from evidence_file_deletions d where d.file_id = new.file_id and d.state in ('marked', 'gone')) then
          raise exception 'the file is deleted' using errcode = 'unique_violation', constraint = 'one_deletion_per_file';
        end if;
        if not (new.state = 'asked' and new.ground in ('person-asked', 'wrong-file') and acting_kind() = 'officer'
                or new.state = 'marked' and acting_kind() = 'system' and case new.ground
                     when 'expired' then file.added_at <= now() - interval '3 years'
                     when 'withdrawn' then coalesce(evidence_withdrawn_at(file.fact_id) <= now() - interval '30 days', false) else false end) then
          raise exception 'not due, or not by this way' using errcode = 'check_violation', constraint = 'legal_deletion_move';
        end if;
      elsif not ((old.state, new.state) in (('asked', 'refused'), ('asked', 'marked')) and acting_kind() = 'officer' and new.decided_by = current_setting('app.actor_id', true)
                 or (old.state, new.state) = ('asked', 'lapsed') and exists (select from evidence_file_deletions d where d.file_id = new.file_id and d.state in ('marked', 'gone'))
                 or (old.state, new.state) = ('marked', 'gone') and acting_kind() = 'system' and (new.decided_by, new.decided_at) is not distinct from (old.decided_by, old.decided_at)) then
        raise exception 'illegal deletion move: % to %', old.state, new.state using errcode = 'check_violation', constraint = 'legal_deletion_move';
      end if;
      if new.state = 'marked' and evidence_is_audited(new.fact_id) then
        raise exception 'the evidence is being audited' using errcode = 'check_violation', constraint = 'no_deletion_under_audit';
      end if;
      return new;
    end $$;
  create trigger a_check before insert or update on evidence_file_deletions for each row execute function check_evidence_file_deletion();

  -- What somebody asked for has come about by itself.
  create function lapse_deletion_requests() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      update evidence_file_deletions set state = 'lapsed' where file_id = new.file_id and state = 'asked';
      return null;
    end $$;
  create trigger b_lapse after insert on evidence_file_deletions for each row when (new.state = 'marked') execute function lapse_deletion_requests();`;

/** Scans of evidence are deleted: when their time is over, after their evidence was withdrawn, or when the person asks. The ledger stays. */
export class EvidenceFileDeletions1795884000000 implements MigrationInterface {
  readonly name = 'EvidenceFileDeletions1795884000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [WITHDRAWN, DELETIONS, LAWS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table evidence_file_deletions; drop index evidence_files_by_age;
      drop function lapse_deletion_requests(); drop function check_evidence_file_deletion(); drop function evidence_is_audited(uuid); drop function evidence_withdrawn_at(uuid);`);
  }
}
