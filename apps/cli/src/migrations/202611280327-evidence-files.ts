import type { MigrationInterface, QueryRunner } from 'typeorm';

const OWN_PEOPLE = `in_scope(owner_region) and acting_kind() in ('officer', 'system')`;

/** Scans of what evidence rests on. Their content lies sealed in a folder or in S3-compatible storage, never here. */
export class EvidenceFiles1795836420000 implements MigrationInterface {
  readonly name = 'EvidenceFiles1795836420000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table evidence_files (
        id uuid primary key, county text not null, owner_region text not null, fact_id uuid not null constraint file_of_evidence references evidence_details (fact_id),
        sha256 text not null, size int not null, media_type text not null, blob_key text not null, added_by text not null, added_at timestamptz not null default now(),
        constraint one_file_per_evidence_and_content unique (fact_id, sha256),
        constraint evidence_file_county_holds_its_region check (owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)),
        constraint evidence_file_hash_is_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
        constraint evidence_file_has_5_mib_at_the_most check (size between 1 and 5242880),
        constraint evidence_file_type_is_known check (media_type in ('application/pdf', 'image/jpeg', 'image/png'))
      );
      create index evidence_files_by_key on evidence_files (blob_key);
      alter table evidence_files enable row level security; alter table evidence_files force row level security;
      create policy evidence_files_seen on evidence_files for select to shouyu_app using (${OWN_PEOPLE});
      create policy evidence_files_added on evidence_files for insert to shouyu_app with check (${OWN_PEOPLE});
      create policy evidence_files_owner on evidence_files to current_user using (true) with check (true);
      grant select, insert (id, county, owner_region, fact_id, sha256, size, media_type, blob_key, added_by) on evidence_files to shouyu_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table evidence_files');
  }
}
