import type { MigrationInterface, QueryRunner } from 'typeorm';

const SYSTEM = `in_scope(owner_region) and acting_kind() = 'system'`;

const DELETIONS = `
  create table agreement_file_deletions (
    id uuid primary key default gen_random_uuid(), county text not null, owner_region text not null, agreement_id uuid not null,
    file_id uuid not null constraint deletion_of_an_agreement_file references agreement_files (id),
    ground text not null, state text not null, asked_by text not null, asked_at timestamptz not null default now(), gone_at timestamptz,
    constraint agreement_deletion_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
    constraint agreement_deletion_ground_is_known check (ground in ('expired', 'withdrawn')),
    constraint agreement_deletion_state_is_known check (state in ('marked', 'gone')),
    constraint agreement_deletion_end_is_whole check ((state = 'gone') = (gone_at is not null)),
    constraint one_deletion_per_agreement_file unique (file_id)
  );
  create index agreement_file_deletions_to_do on agreement_file_deletions (county, asked_at, id) where state = 'marked';
  create index agreement_files_by_age on agreement_files (county, added_at, id);
  alter table agreement_file_deletions enable row level security; alter table agreement_file_deletions force row level security;
  -- Whoever sees the file's row sees what became of it.
  create policy agreement_file_deletions_seen on agreement_file_deletions for select to shouyu_app using (exists (select from agreement_files f where f.id = file_id));
  create policy agreement_file_deletions_added on agreement_file_deletions for insert to shouyu_app with check (${SYSTEM});
  create policy agreement_file_deletions_moved on agreement_file_deletions for update to shouyu_app using (${SYSTEM}) with check (${SYSTEM});
  create policy agreement_file_deletions_owner on agreement_file_deletions to current_user using (true) with check (true);
  grant select, insert (county, owner_region, agreement_id, file_id, ground, state, asked_by), update (state, gone_at) on agreement_file_deletions to shouyu_app;`;

/** The same terms as for scans of evidence; an agreement is withdrawn when another version stands in its place. Never while its order is under way. */
const LAWS = `
  create function agreement_replaced_at(of_agreement uuid) returns timestamptz language sql stable security definer set search_path = public, pg_temp as $$
    select min(n.recorded_at) from training_agreements a join training_agreements n on n.order_id = a.order_id and n.kind = a.kind and n.registration_id is not distinct from a.registration_id and n.version > a.version
    where a.id = of_agreement and in_scope(a.owner_region) $$;
  revoke all on function agreement_replaced_at(uuid) from public;
  grant execute on function agreement_replaced_at(uuid) to shouyu_app;

  create function check_agreement_file_deletion() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare file agreement_files;
    begin
      if tg_op = 'INSERT' then
        select * into file from agreement_files f where f.id = new.file_id;
        if file.id is null or (file.agreement_id, file.owner_region) is distinct from (new.agreement_id, new.owner_region) or new.asked_by is distinct from current_setting('app.actor_id', true) then
          raise exception 'a deletion is of its file, by who acts' using errcode = 'check_violation', constraint = 'agreement_deletion_fits_its_file';
        end if;
        if not (new.state = 'marked' and acting_kind() = 'system' and case new.ground
             when 'expired' then file.added_at <= now() - interval '3 years' and exists (select from training_agreements a join training_orders o on o.id = a.order_id where a.id = file.agreement_id and o.state in ('settled', 'cancelled', 'rejected'))
             else coalesce(agreement_replaced_at(file.agreement_id) <= now() - interval '30 days', false) end) then
          raise exception 'not due' using errcode = 'check_violation', constraint = 'legal_agreement_deletion_move';
        end if;
      elsif (old.state, new.state) <> ('marked', 'gone') or acting_kind() <> 'system' then
        raise exception 'illegal deletion move: % to %', old.state, new.state using errcode = 'check_violation', constraint = 'legal_agreement_deletion_move';
      end if;
      return new;
    end $$;
  create trigger a_check before insert or update on agreement_file_deletions for each row execute function check_agreement_file_deletion();`;

/** Scans of training agreements end as scans of evidence do. The agreement's row stays. */
export class AgreementFileDeletions1795897260000 implements MigrationInterface {
  readonly name = 'AgreementFileDeletions1795897260000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [DELETIONS, LAWS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table agreement_file_deletions; drop index agreement_files_by_age; drop function check_agreement_file_deletion(); drop function agreement_replaced_at(uuid);');
  }
}
