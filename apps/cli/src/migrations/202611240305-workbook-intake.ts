import type { MigrationInterface, QueryRunner } from 'typeorm';

const OFFICERS = `acting_kind() in ('officer', 'system')`;

/** Row scope for the application, officers and the service itself only. */
const scoped = (table: string, grants: string): string => `
  alter table ${table} enable row level security; alter table ${table} force row level security;
  create policy ${table}_scope on ${table} to shouyu_app using (in_scope(owner_region) and ${OFFICERS}) with check (in_scope(owner_region) and ${OFFICERS});
  grant ${grants} on ${table} to shouyu_app;`;

const UPLOADS = `
  create table workbook_uploads (
    id uuid primary key default gen_random_uuid(),
    owner_region text not null constraint upload_owner_is_a_full_code check (owner_region ~ '^[0-9]{12}$'),
    sender text not null,
    form text not null constraint form_is_known check (form in ('trainees', 'vacancies', 'course-results', 'attendance', 'placements')),
    -- One upload after the other: those whose rows could meet have the same turn.
    turn text not null,
    file_name text,
    sha256 text not null constraint file_hash_is_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
    size int not null,
    file text,
    repeats uuid,
    template_version int,
    uploaded_by text not null,
    uploaded_at timestamptz not null default now(),
    state text not null constraint upload_state_is_known check (state in ('unclear', 'received', 'planned', 'confirmed', 'done', 'undoing', 'undone', 'cancelled', 'failed')),
    layouts jsonb not null,
    notes jsonb not null default '[]',
    passed_over int not null default 0,
    rows_total int not null default 0,
    rows_new int not null default 0,
    rows_changed int not null default 0,
    rows_unchanged int not null default 0,
    rows_duplicate int not null default 0,
    rows_faulty int not null default 0,
    rows_done int not null default 0,
    rows_undone int not null default 0,
    rows_kept int not null default 0,
    reason text,
    fencing int not null default 0,
    planned_at timestamptz,
    confirmed_by text,
    confirmed_at timestamptz,
    ended_at timestamptz,
    undone_by text,
    undone_at timestamptz,
    version int not null default 1,
    constraint every_planned_row_is_accounted_for check (rows_total = rows_new + rows_changed + rows_unchanged + rows_duplicate + rows_faulty),
    constraint progress_ends_at_the_total check (rows_done between 0 and rows_total),
    constraint confirmation_names_its_officer check ((confirmed_by is null) = (confirmed_at is null))
  );
  create unique index one_run_per_turn on workbook_uploads (turn) where state in ('confirmed', 'undoing');
  create index workbook_uploads_by_time on workbook_uploads (owner_region, uploaded_at desc, id);
  create index workbook_uploads_of_file on workbook_uploads (sha256, form);
  create index workbook_uploads_with_file on workbook_uploads (uploaded_at) where file is not null;
  ${scoped('workbook_uploads', 'select, insert, update')}`;

const ROWS = `
  create table workbook_rows (
    upload_id uuid not null constraint row_of_upload references workbook_uploads,
    -- Place in the file, over all sheets, from 0.
    place int not null,
    owner_region text not null,
    sheet text not null,
    number int not null,
    content text,
    outcome text not null constraint workbook_row_outcome_is_known check (outcome in ('new', 'changed', 'unchanged', 'duplicate', 'faulty')),
    faults jsonb not null default '[]',
    subject_id uuid,
    done boolean not null default false,
    trace text,
    undone boolean,
    kept_because text,
    primary key (upload_id, place),
    constraint a_faulty_workbook_row_says_why check (outcome <> 'faulty' or faults <> '[]'),
    constraint a_kept_row_says_why check ((undone is false) = (kept_because is not null))
  );
  create index workbook_rows_to_do on workbook_rows (upload_id, place) where not done;
  ${scoped('workbook_rows', 'select, insert, update, delete')}`;

const LAYOUTS = `
  create table workbook_layouts (
    sender text not null,
    form text not null,
    fingerprint text not null,
    owner_region text not null,
    columns jsonb not null,
    remembered_by text not null,
    remembered_at timestamptz not null default now(),
    primary key (sender, form, fingerprint)
  );
  ${scoped('workbook_layouts', 'select, insert, update')}`;

/** Workbooks that were uploaded, what became of each row, and the layouts that senders use. */
export class WorkbookIntake1795489500000 implements MigrationInterface {
  readonly name = 'WorkbookIntake1795489500000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [UPLOADS, ROWS, LAYOUTS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table workbook_layouts, workbook_rows, workbook_uploads;');
  }
}
