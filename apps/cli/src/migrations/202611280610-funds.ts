import type { MigrationInterface, QueryRunner } from 'typeorm';

const OFFICERS = `acting_kind() in ('officer', 'system') and coalesce(current_setting('app.role', true), '') <> 'village-officer'`;
const OWN_PEOPLE = `in_scope(owner_region) and ${OFFICERS}`;
/** Rules, funds and the totals of a class are nobody's secret inside their county. */
const OWN_COUNTY = `(in_scope(owner_region) or county = left(current_setting('app.region_from', true), 6)) and ${OFFICERS}`;
const HOLDS = `owner_region ~ '^[0-9]{12}$' and county = substr(owner_region, 1, 6)`;

/** Row scope: who sees, who adds. */
const scoped = (table: string, seen: string): string => `
  alter table ${table} enable row level security; alter table ${table} force row level security;
  create policy ${table}_seen on ${table} for select to shouyu_app using (${seen});
  create policy ${table}_added on ${table} for insert to shouyu_app with check (${OWN_PEOPLE});
  create policy ${table}_owner on ${table} to current_user using (true) with check (true);`;
const appendOnly = (table: string): string => `create trigger ${table}_append_only before update or delete or truncate on ${table} for each statement execute function refuse_change();`;

const RULES = `
  create table subsidy_rule_versions (
    id uuid primary key default gen_random_uuid(), county text not null, owner_region text not null,
    version int not null, from_on date not null, basis text not null, rules jsonb not null, set_by text not null, set_at timestamptz not null default now(),
    constraint one_rule_set_per_version unique (county, version),
    constraint rule_version_county_holds_its_region check (${HOLDS}),
    constraint versions_count_from_one check (version >= 1),
    constraint subsidy_rules_are_a_list check (jsonb_typeof(rules) = 'array')
  );
  ${scoped('subsidy_rule_versions', OWN_COUNTY)}
  ${appendOnly('subsidy_rule_versions')}
  grant select, insert (county, owner_region, version, from_on, basis, rules, set_by) on subsidy_rule_versions to shouyu_app;`;

/** The sums stand beside the fund so that one CHECK can keep them; only the trigger of the entries writes them. */
const FUNDS = `
  create table funds (
    id uuid primary key default gen_random_uuid(), county text not null, owner_region text not null,
    name text not null, source text not null, department text not null, year int not null,
    appropriated_fen bigint not null default 0, committed_fen bigint not null default 0, paid_fen bigint not null default 0,
    created_by text not null, created_at timestamptz not null default now(),
    constraint one_fund_per_name_and_year unique (county, year, name),
    constraint fund_county_holds_its_region check (${HOLDS}),
    constraint fund_department_is_known check (department in ('human-resources', 'education', 'agriculture', 'poverty-relief', 'science')),
    constraint fund_year_is_a_year check (year between 2000 and 2100),
    constraint fund_sums_are_not_negative check (appropriated_fen >= 0 and committed_fen >= 0 and paid_fen >= 0),
    constraint never_more_than_appropriated check (committed_fen + paid_fen <= appropriated_fen)
  );
  ${scoped('funds', OWN_COUNTY)}
  grant select, insert (county, owner_region, name, source, department, year, created_by) on funds to shouyu_app;`;

const STATEMENTS = `
  create table subsidy_statements (
    id uuid primary key default gen_random_uuid(), county text not null, owner_region text not null,
    class_id uuid not null, programme text not null, ends_on date not null, year int not null,
    rule_version_id uuid not null constraint statement_by_a_rule_version references subsidy_rule_versions (id), rule_id text not null,
    fund_id uuid not null constraint statement_on_a_fund references funds (id), fund_name text not null, cap_fen bigint, cap_of_all_fen bigint,
    as_of_on date not null, known_by timestamptz not null, opened int not null, employed int not null, pay_percent int not null, people int not null, total_fen bigint not null, part_names text[] not null, parts_fen bigint[] not null,
    state text not null default 'made', made_by text not null, made_at timestamptz not null default now(),
    decided_by text, decided_at timestamptz, refusal_reason text, revoked_by text, revoked_at timestamptz, revocation_reason text,
    constraint statement_county_holds_its_region check (${HOLDS}),
    constraint statement_state_is_known check (state in ('made', 'confirmed', 'refused', 'revoked')),
    constraint statement_rate_is_a_share check (employed between 0 and opened and pay_percent between 0 and 100),
    constraint statement_sums_are_not_negative check (people >= 0 and total_fen >= 0),
    constraint statement_is_decided_by_another check (decided_by <> made_by),
    constraint statement_decision_is_whole check ((state = 'made') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
    constraint statement_refusal_says_why check ((state = 'refused') = (refusal_reason is not null)),
    constraint statement_revocation_is_whole check ((state = 'revoked') = (revoked_by is not null) and (revoked_by is null) = (revoked_at is null) and (revoked_by is null) = (revocation_reason is null))
  );
  create unique index one_live_statement_per_class_and_rule on subsidy_statements (class_id, rule_id) where state in ('made', 'confirmed');
  create index subsidy_statements_by_time on subsidy_statements (county, made_at, id);
  create index subsidy_statements_of_fund on subsidy_statements (fund_id);
  ${scoped('subsidy_statements', OWN_COUNTY)}
  create policy subsidy_statements_moved on subsidy_statements for update to shouyu_app using (${OWN_PEOPLE}) with check (${OWN_PEOPLE});
  grant select, insert (county, owner_region, class_id, programme, ends_on, year, rule_version_id, rule_id, fund_id, fund_name, cap_fen, cap_of_all_fen, as_of_on, known_by, opened, employed, pay_percent, people, total_fen, part_names, parts_fen, made_by),
    update (state, decided_by, decided_at, refusal_reason, revoked_by, revoked_at, revocation_reason) on subsidy_statements to shouyu_app;

  create table subsidy_lines (
    id uuid primary key default gen_random_uuid(), statement_id uuid not null constraint line_of_a_statement references subsidy_statements (id), county text not null, owner_region text not null,
    class_id uuid not null, registration_id uuid not null, person_id uuid not null, hours numeric(7,1) not null,
    base_fen bigint not null, earned_fen bigint not null, payable_fen bigint not null, parts_fen bigint[] not null, released_at timestamptz,
    constraint line_county_holds_its_region check (${HOLDS}),
    constraint line_pays_at_most_what_is_earned check (payable_fen between 0 and earned_fen and earned_fen <= base_fen)
  );
  -- One person-course, one claim, whatever the fund; a claim taken back makes room for another.
  create unique index one_claim_per_person_course on subsidy_lines (class_id, person_id) where released_at is null;
  create unique index one_claim_per_registration_and_class on subsidy_lines (class_id, registration_id) where released_at is null;
  create index subsidy_lines_of_statement on subsidy_lines (statement_id, registration_id);
  create index subsidy_lines_of_person on subsidy_lines (person_id);
  create index subsidy_lines_of_registration on subsidy_lines (registration_id);
  ${scoped('subsidy_lines', OWN_PEOPLE)}
  grant select, insert (statement_id, county, owner_region, class_id, registration_id, person_id, hours, base_fen, earned_fen, payable_fen, parts_fen) on subsidy_lines to shouyu_app;`;

const ENTRIES = `
  create table fund_entries (
    id uuid primary key default gen_random_uuid(), county text not null, owner_region text not null, fund_id uuid not null constraint entry_of_a_fund references funds (id),
    kind text not null, fen bigint not null, statement_id uuid constraint entry_of_a_statement references subsidy_statements (id), line_id uuid constraint entry_of_a_line references subsidy_lines (id),
    part int not null default 0, attempt int not null default 0, occurred_on date not null, reference text, reason text, recorded_by text not null, recorded_at timestamptz not null default now(),
    constraint entry_county_holds_its_region check (${HOLDS}),
    constraint entry_kind_is_known check (kind in ('appropriated', 'withdrawn', 'committed', 'released', 'paid', 'reversed')),
    constraint entry_is_of_money check (fen > 0),
    constraint entry_names_its_line check ((kind in ('appropriated', 'withdrawn')) = (line_id is null) and (line_id is null) = (statement_id is null)),
    constraint entry_names_its_part check ((kind in ('paid', 'reversed')) = (part > 0) and (part > 0) = (attempt > 0)),
    constraint entry_names_its_document check (kind not in ('appropriated', 'withdrawn', 'paid') or reference is not null),
    constraint taking_back_says_why check (kind not in ('withdrawn', 'released', 'reversed') or reason is not null)
  );
  -- Commits, releases, pays or takes back once: whoever does it again at the same time finds the place taken.
  create unique index one_entry_per_step on fund_entries (line_id, kind, part, attempt);
  create unique index one_appropriation_per_document on fund_entries (fund_id, kind, reference) where line_id is null;
  create index fund_entries_by_time on fund_entries (fund_id, recorded_at, id);
  create index fund_entries_of_statement on fund_entries (statement_id);
  ${scoped('fund_entries', `case when line_id is null then ${OWN_COUNTY} else ${OWN_PEOPLE} end`)}
  ${appendOnly('fund_entries')}
  grant select, insert (county, owner_region, fund_id, kind, fen, statement_id, line_id, part, attempt, occurred_on, reference, reason, recorded_by) on fund_entries to shouyu_app;`;

/** Rules, funds, statements and the entries of money; what they may do to each other is in the next migration. */
export class Funds1795846200000 implements MigrationInterface {
  readonly name = 'Funds1795846200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [RULES, FUNDS, STATEMENTS, ENTRIES]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table fund_entries, subsidy_lines, subsidy_statements, funds, subsidy_rule_versions');
  }
}
