import type { MigrationInterface, QueryRunner } from 'typeorm';
import { FundMoves1795846260000 } from './202611280611-fund-moves.js';

/** Columns, keys and checks: a supplement names the first statement, says why, and counts from one; a difference names its claim. */
const TABLES = `
  alter table subsidy_statements add column supplements_id uuid constraint supplement_of_a_statement references subsidy_statements (id), add column supplement_number int not null default 0, add column supplement_reason text,
    drop constraint statement_sums_are_not_negative, add constraint statement_sums_are_not_negative check (people >= 0 and (supplements_id is not null or total_fen >= 0)),
    add constraint supplement_says_why check ((supplements_id is null) = (supplement_reason is null) and (supplements_id is null) = (supplement_number = 0) and supplement_number >= 0);
  drop index one_live_statement_per_class_and_rule;
  create unique index one_live_statement_per_class_and_rule on subsidy_statements (class_id, rule_id) where state in ('made', 'confirmed') and supplements_id is null;
  create unique index one_open_supplement_per_statement on subsidy_statements (supplements_id) where state = 'made';
  create unique index one_supplement_per_number on subsidy_statements (supplements_id, supplement_number) where supplements_id is not null;
  grant insert (supplements_id, supplement_number, supplement_reason) on subsidy_statements to shouyu_app;

  alter table subsidy_lines add column supplements_line_id uuid constraint difference_of_a_claim references subsidy_lines (id),
    drop constraint line_pays_at_most_what_is_earned,
    add constraint line_pays_at_most_what_is_earned check (earned_fen between 0 and base_fen and case when supplements_line_id is null then payable_fen between 0 and earned_fen else payable_fen <> 0 and payable_fen <= earned_fen end);
  drop index one_claim_per_person_course;
  drop index one_claim_per_registration_and_class;
  create unique index one_claim_per_person_course on subsidy_lines (class_id, person_id) where released_at is null and supplements_line_id is null;
  create unique index one_claim_per_registration_and_class on subsidy_lines (class_id, registration_id) where released_at is null and supplements_line_id is null;
  create unique index one_difference_per_claim_and_statement on subsidy_lines (supplements_line_id, statement_id) where supplements_line_id is not null;
  grant insert (supplements_line_id) on subsidy_lines to shouyu_app;

  alter table fund_entries drop constraint entry_kind_is_known, drop constraint entry_names_its_part, drop constraint entry_names_its_document, drop constraint taking_back_says_why,
    add constraint entry_kind_is_known check (kind in ('appropriated', 'withdrawn', 'committed', 'released', 'paid', 'reversed', 'returned', 'return-reversed')),
    add constraint entry_names_its_part check ((kind in ('paid', 'reversed', 'returned', 'return-reversed')) = (part > 0) and (part > 0) = (attempt > 0)),
    add constraint entry_names_its_document check (kind not in ('appropriated', 'withdrawn', 'paid', 'returned') or reference is not null),
    add constraint taking_back_says_why check (kind not in ('withdrawn', 'released', 'reversed', 'return-reversed') or reason is not null);`;

const STATEMENTS = `
  create or replace function check_subsidy_statement() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if not exists (select from funds f where f.id = new.fund_id and f.county = new.county and f.name = new.fund_name)
         or not exists (select from subsidy_rule_versions v where v.id = new.rule_version_id and v.county = new.county) then
        raise exception 'a statement is on a fund and by a rule of its county' using errcode = 'check_violation', constraint = 'statement_within_its_county';
      end if;
      if cardinality(new.part_names) <> cardinality(new.parts_fen) or new.total_fen <> (select coalesce(sum(p.fen), 0) from unnest(new.parts_fen) as p (fen)) then
        raise exception 'the parts are the whole' using errcode = 'check_violation', constraint = 'statement_parts_are_the_whole';
      end if;
      if new.supplements_id is not null then
        -- Nobody revokes the first one meanwhile.
        perform from subsidy_statements f where f.id = new.supplements_id for update;
        if not exists (select from subsidy_statements f where f.id = new.supplements_id and f.supplements_id is null and f.state = 'confirmed'
              and (f.county, f.class_id, f.programme, f.ends_on, f.year, f.rule_version_id, f.rule_id, f.fund_id) = (new.county, new.class_id, new.programme, new.ends_on, new.year, new.rule_version_id, new.rule_id, new.fund_id))
           or new.supplement_number <> (select count(*) + 1 from subsidy_statements o where o.supplements_id = new.supplements_id) then
          raise exception 'a supplement fits the first statement' using errcode = 'check_violation', constraint = 'supplement_fits_its_statement';
        end if;
      end if;
      return new;
    end $$;

  create or replace function check_statement_move() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if (old.state, new.state) not in (('made', 'confirmed'), ('made', 'refused'), ('confirmed', 'revoked'))
         or (new.state = 'confirmed' and not (select count(*) = new.people and coalesce(sum(l.payable_fen), 0) = new.total_fen from subsidy_lines l where l.statement_id = new.id and l.released_at is null))
         or (new.state = 'revoked' and exists (select from fund_entries c where c.statement_id = new.id and c.kind = 'committed' and not exists (select from fund_entries r where r.line_id = c.line_id and r.kind = 'released')))
         -- What others rest on stays: a first statement with a supplement in life, a supplement with a later one, or one that asks for money back (its people's caps may be used up since).
         or (new.state = 'revoked' and exists (select from subsidy_statements o where o.supplements_id = coalesce(new.supplements_id, new.id) and o.state in ('made', 'confirmed') and o.supplement_number > new.supplement_number))
         or (new.state = 'revoked' and exists (select from subsidy_lines l where l.statement_id = new.id and l.payable_fen < 0)) then
        raise exception 'illegal statement move: % to %', old.state, new.state using errcode = 'check_violation', constraint = 'legal_statement_move';
      end if;
      if new.state in ('refused', 'revoked') then update subsidy_lines set released_at = now() where statement_id = new.id and released_at is null; end if;
      return new;
    end $$;`;

const LINES = `
  create or replace function check_subsidy_lines() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      -- The lock first: what is looked at after it is what stands when the others have committed.
      perform lock_subsidies(c.county) from (select distinct a.county from added a order by 1) c;
      if exists (select from added a left join subsidy_statements s on s.id = a.statement_id and s.state = 'made' and s.class_id = a.class_id and s.county = a.county and cardinality(s.part_names) = cardinality(a.parts_fen)
                 where s.id is null or a.payable_fen <> (select coalesce(sum(p.fen), 0) from unnest(a.parts_fen) as p (fen)) or (a.supplements_line_id is null and exists (select from unnest(a.parts_fen) as p (fen) where p.fen < 0))) then
        raise exception 'a line fits its statement' using errcode = 'check_violation', constraint = 'line_fits_its_statement';
      end if;
      -- A difference is to a claim of the same person-course, by the first statement or a supplement to it; together they are never below nothing nor above what is earned now.
      if exists (select from added a join subsidy_statements s on s.id = a.statement_id left join subsidy_lines c on c.id = a.supplements_line_id and c.supplements_line_id is null and c.released_at is null and (c.class_id, c.registration_id, c.person_id) = (a.class_id, a.registration_id, a.person_id)
                 left join subsidy_statements f on f.id = c.statement_id and f.state = 'confirmed' and s.supplements_id = coalesce(f.supplements_id, f.id)
                 where a.supplements_line_id is not null and (f.id is null or cardinality(a.parts_fen) <> 1
                   or c.payable_fen + (select sum(d.payable_fen) from subsidy_lines d where d.supplements_line_id = c.id and d.released_at is null) not between 0 and a.earned_fen)) then
        raise exception 'a difference fits its claim' using errcode = 'check_violation', constraint = 'difference_fits_its_claim';
      end if;
      -- Also of a person who was found to be another: the index compares ids, this compares people.
      if exists (select from (select distinct a.class_id from added a) c join subsidy_lines l on l.class_id = c.class_id and l.released_at is null and l.supplements_line_id is null left join person_aliases p on p.person_id = l.person_id left join added n on n.id = l.id
                 group by l.class_id, coalesce(p.same_as, l.person_id) having count(*) > 1 and count(n.id) > 0) then
        raise exception 'the person-course is claimed' using errcode = 'unique_violation', constraint = 'one_claim_per_person_course';
      end if;
      -- Whoever is paid anything stays within the caps of the year, over all classes (and, where the rule says so, all funds). What is to come back makes room once a second officer has said so.
      if exists (select from (select distinct a.person_id, s.county, s.year, s.fund_name, s.cap_fen, s.cap_of_all_fen from added a join subsidy_statements s on s.id = a.statement_id where a.payable_fen > 0 and coalesce(s.cap_fen, s.cap_of_all_fen) is not null) g
                 join subsidy_lines l on l.person_id = g.person_id and l.released_at is null join subsidy_statements o on o.id = l.statement_id and o.county = g.county and o.year = g.year and (l.payable_fen > 0 or o.state = 'confirmed')
                 group by g.person_id, g.county, g.year, g.fund_name, g.cap_fen, g.cap_of_all_fen
                 having sum(l.payable_fen) > g.cap_of_all_fen or sum(l.payable_fen) filter (where o.fund_name = g.fund_name) > g.cap_fen) then
        raise exception 'above the cap of the year' using errcode = 'check_violation', constraint = 'never_above_the_cap';
      end if;
      return null;
    end $$;`;

const ENTRIES = `
  -- What must have happened to a line before: committed → paid (part by part) → reversed → paid again …; committed → released while nothing is paid. A difference below nothing: returned → return-reversed → returned again ….
  create or replace function check_fund_entries() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      -- One move of a statement's money at a time, its supplements' with it.
      perform from subsidy_statements s where s.id in (select coalesce(o.supplements_id, o.id) from added a join subsidy_statements o on o.id = a.statement_id union select a.statement_id from added a) order by s.id for update;
      if exists (select from added a left join funds f on f.id = a.fund_id and f.county = a.county where f.id is null)
         or exists (
           select from added a
           left join subsidy_lines l on l.id = a.line_id and l.statement_id = a.statement_id and l.released_at is null
           left join subsidy_statements s on s.id = a.statement_id and s.fund_id = a.fund_id and s.state = 'confirmed'
           where a.line_id is not null and (
             l.id is null or s.id is null
             or a.fen is distinct from (case when a.part = 0 then l.payable_fen when a.kind in ('returned', 'return-reversed') then -l.parts_fen[a.part] else l.parts_fen[a.part] end)
             or (a.kind not in ('committed', 'returned', 'return-reversed') and not exists (select from fund_entries e where e.line_id = a.line_id and e.kind = 'committed'))
             or (a.kind <> 'released' and exists (select from fund_entries e where e.line_id = a.line_id and e.kind = 'released'))
             or (a.kind in ('committed', 'released') and a.attempt <> 0)
             or (a.kind = 'released' and exists (select from fund_entries e where e.line_id = a.line_id and e.kind = 'paid' and not exists (select from fund_entries r where r.line_id = e.line_id and r.kind = 'reversed' and r.part = e.part and r.attempt = e.attempt)))
             or (a.kind = 'paid' and a.attempt > 1 and not exists (select from fund_entries r where r.line_id = a.line_id and r.kind = 'reversed' and r.part = a.part and r.attempt = a.attempt - 1))
             or (a.kind = 'reversed' and not exists (select from fund_entries e where e.line_id = a.line_id and e.kind = 'paid' and e.part = a.part and e.attempt = a.attempt))
             or (a.kind = 'returned' and a.attempt > 1 and not exists (select from fund_entries r where r.line_id = a.line_id and r.kind = 'return-reversed' and r.part = a.part and r.attempt = a.attempt - 1))
             or (a.kind = 'return-reversed' and not exists (select from fund_entries e where e.line_id = a.line_id and e.kind = 'returned' and e.part = a.part and e.attempt = a.attempt))
             -- Nobody gives back what they have not got.
             or (a.kind in ('returned', 'reversed') and exists (select from subsidy_lines d where d.supplements_line_id = coalesce(l.supplements_line_id, l.id)) and (
                 select sum(case when e.kind in ('paid', 'return-reversed') then e.fen else -e.fen end) from fund_entries e join subsidy_lines x on x.id = e.line_id
                 where (x.id = coalesce(l.supplements_line_id, l.id) or x.supplements_line_id = coalesce(l.supplements_line_id, l.id)) and e.kind in ('paid', 'reversed', 'returned', 'return-reversed')) < 0)
             -- Parts are paid in their order.
             or (a.kind = 'paid' and exists (select from generate_series(1, a.part - 1) as p (part) where l.parts_fen[p.part] > 0
                 and not exists (select from fund_entries e where e.line_id = a.line_id and e.kind = 'paid' and e.part = p.part and not exists (select from fund_entries r where r.line_id = e.line_id and r.kind = 'reversed' and r.part = e.part and r.attempt = e.attempt))))))
      then raise exception 'illegal fund move' using errcode = 'check_violation', constraint = 'legal_fund_move'; end if;
      return null;
    end $$;

  create or replace function add_to_funds() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      update funds f set appropriated_fen = f.appropriated_fen + d.appropriated, committed_fen = f.committed_fen + d.committed, paid_fen = f.paid_fen + d.paid
      from (select a.fund_id,
              sum(case a.kind when 'appropriated' then a.fen when 'withdrawn' then -a.fen else 0 end)::bigint as appropriated,
              sum(case a.kind when 'committed' then a.fen when 'reversed' then a.fen when 'released' then -a.fen when 'paid' then -a.fen else 0 end)::bigint as committed,
              sum(case when a.kind in ('paid', 'return-reversed') then a.fen when a.kind in ('reversed', 'returned') then -a.fen else 0 end)::bigint as paid
            from added a group by a.fund_id) d
      where f.id = d.fund_id;
      return null;
    end $$;`;

const SUMS = `
  create or replace function subsidy_paid(of_statements uuid[]) returns table (statement_id uuid, part int, paid_fen bigint, people int) language sql stable security definer set search_path = public, pg_temp as $$
    select e.statement_id, e.part, sum(case when e.kind in ('paid', 'return-reversed') then e.fen else -e.fen end)::bigint, (count(*) filter (where e.kind in ('paid', 'returned')) - count(*) filter (where e.kind in ('reversed', 'return-reversed')))::int
    from fund_entries e join subsidy_statements s on s.id = e.statement_id
    where e.statement_id = any (of_statements) and e.kind in ('paid', 'reversed', 'returned', 'return-reversed') and acting_kind() in ('officer', 'system') and coalesce(current_setting('app.role', true), '') <> 'village-officer'
      and (in_scope(s.owner_region) or s.county = left(current_setting('app.region_from', true), 6))
    group by 1, 2 $$;`;

/** The columns and checks of before. Where supplements were made they do not fit, and nothing is taken back. */
const TABLES_BEFORE = `
  alter table fund_entries drop constraint entry_kind_is_known, drop constraint entry_names_its_part, drop constraint entry_names_its_document, drop constraint taking_back_says_why,
    add constraint entry_kind_is_known check (kind in ('appropriated', 'withdrawn', 'committed', 'released', 'paid', 'reversed')),
    add constraint entry_names_its_part check ((kind in ('paid', 'reversed')) = (part > 0) and (part > 0) = (attempt > 0)),
    add constraint entry_names_its_document check (kind not in ('appropriated', 'withdrawn', 'paid') or reference is not null),
    add constraint taking_back_says_why check (kind not in ('withdrawn', 'released', 'reversed') or reason is not null);
  alter table subsidy_lines drop constraint line_pays_at_most_what_is_earned, drop column supplements_line_id, add constraint line_pays_at_most_what_is_earned check (payable_fen between 0 and earned_fen and earned_fen <= base_fen);
  create unique index one_claim_per_person_course on subsidy_lines (class_id, person_id) where released_at is null;
  create unique index one_claim_per_registration_and_class on subsidy_lines (class_id, registration_id) where released_at is null;
  alter table subsidy_statements drop constraint statement_sums_are_not_negative, drop constraint supplement_says_why, drop column supplements_id, drop column supplement_number, drop column supplement_reason,
    add constraint statement_sums_are_not_negative check (people >= 0 and total_fen >= 0);
  create unique index one_live_statement_per_class_and_rule on subsidy_statements (class_id, rule_id) where state in ('made', 'confirmed');`;

/**
 * What changed after a statement was confirmed is settled by another one that names it: differences to
 * its claims, up or down, claims of who is entitled since, and money that comes back. The first one stays as it was.
 */
export class SupplementaryStatements1795884060000 implements MigrationInterface {
  readonly name = 'SupplementaryStatements1795884060000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, STATEMENTS, LINES, ENTRIES, SUMS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    const before = new FundMoves1795846260000();
    await before.down(runner);
    await runner.query(TABLES_BEFORE);
    await before.up(runner);
  }
}
