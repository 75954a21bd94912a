import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = `
  -- One county settles one class at a time: caps of a year are counted over all classes.
  create function lock_subsidies(of_county text) returns void language sql volatile security definer set search_path = public, pg_temp as $$
    select pg_advisory_xact_lock(hashtext('shouyu.subsidies'), hashtext(of_county)) $$;
  revoke all on function lock_subsidies(text) from public;
  grant execute on function lock_subsidies(text) to shouyu_app;

  create function check_subsidy_statement() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if not exists (select from funds f where f.id = new.fund_id and f.county = new.county and f.name = new.fund_name)
         or not exists (select from subsidy_rule_versions v where v.id = new.rule_version_id and v.county = new.county) then
        raise exception 'a statement is on a fund and by a rule of its county' using errcode = 'check_violation', constraint = 'statement_within_its_county';
      end if;
      if cardinality(new.part_names) <> cardinality(new.parts_fen) or new.total_fen <> (select coalesce(sum(p.fen), 0) from unnest(new.parts_fen) as p (fen)) then
        raise exception 'the parts are the whole' using errcode = 'check_violation', constraint = 'statement_parts_are_the_whole';
      end if;
      return new;
    end $$;
  create trigger a_check before insert on subsidy_statements for each row execute function check_subsidy_statement();

  create function check_statement_move() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if (old.state, new.state) not in (('made', 'confirmed'), ('made', 'refused'), ('confirmed', 'revoked'))
         or (new.state = 'confirmed' and not (select count(*) = new.people and coalesce(sum(l.payable_fen), 0) = new.total_fen from subsidy_lines l where l.statement_id = new.id and l.released_at is null))
         or (new.state = 'revoked' and exists (select from fund_entries c where c.statement_id = new.id and c.kind = 'committed' and not exists (select from fund_entries r where r.line_id = c.line_id and r.kind = 'released'))) then
        raise exception 'illegal statement move: % to %', old.state, new.state using errcode = 'check_violation', constraint = 'legal_statement_move';
      end if;
      if new.state in ('refused', 'revoked') then update subsidy_lines set released_at = now() where statement_id = new.id and released_at is null; end if;
      return new;
    end $$;
  create trigger a_move before update on subsidy_statements for each row execute function check_statement_move();

  -- Also of a person who was found to be another: the index compares ids, this compares people.
  create function check_subsidy_line() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare person uuid := coalesce((select a.same_as from person_aliases a where a.person_id = new.person_id), new.person_id);
    begin
      perform lock_subsidies(new.county);
      if not exists (select from subsidy_statements s where s.id = new.statement_id and s.state = 'made' and s.class_id = new.class_id and s.county = new.county and cardinality(s.part_names) = cardinality(new.parts_fen))
         or new.payable_fen <> (select coalesce(sum(p.fen), 0) from unnest(new.parts_fen) as p (fen)) or exists (select from unnest(new.parts_fen) as p (fen) where p.fen < 0) then
        raise exception 'a line fits its statement' using errcode = 'check_violation', constraint = 'line_fits_its_statement';
      end if;
      if exists (select from subsidy_lines l where l.class_id = new.class_id and l.released_at is null
                 and l.person_id in (select person union select a.person_id from person_aliases a where a.same_as = person)) then
        raise exception 'the person-course is claimed' using errcode = 'unique_violation', constraint = 'one_claim_per_person_course';
      end if;
      return new;
    end $$;
  create trigger a_check before insert on subsidy_lines for each row execute function check_subsidy_line();

  -- Whoever is paid anything stays within the caps of the year, over all classes (and, where the rule says so, all funds).
  create function check_subsidy_caps() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if exists (
        select from added a join subsidy_statements s on s.id = a.statement_id
        cross join lateral (
          select sum(l.payable_fen) as of_all, sum(l.payable_fen) filter (where o.fund_name = s.fund_name) as of_fund
          from subsidy_lines l join subsidy_statements o on o.id = l.statement_id
          where l.person_id = a.person_id and l.released_at is null and o.county = s.county and o.year = s.year
        ) spent
        where a.payable_fen > 0 and (spent.of_fund > s.cap_fen or spent.of_all > s.cap_of_all_fen)
      ) then raise exception 'above the cap of the year' using errcode = 'check_violation', constraint = 'never_above_the_cap'; end if;
      return null;
    end $$;
  create trigger b_caps after insert on subsidy_lines referencing new table as added for each statement execute function check_subsidy_caps();`;

const ENTRIES = `
  -- What must have happened to a line before: committed → paid (part by part) → reversed → paid again …; committed → released while nothing is paid.
  create function check_fund_entry() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      line subsidy_lines; statement subsidy_statements; committed boolean; paid int; reversed int; unpaid_before boolean; open_payments boolean; due bigint;
    begin
      if not exists (select from funds f where f.id = new.fund_id and f.county = new.county) then
        raise exception 'an entry stands in a fund of its county' using errcode = 'check_violation', constraint = 'legal_fund_move';
      end if;
      if new.line_id is null then return new; end if;
      select * into statement from subsidy_statements s where s.id = new.statement_id for update;
      select * into line from subsidy_lines l where l.id = new.line_id;
      select exists (select from fund_entries e where e.line_id = new.line_id and e.kind = 'committed') and not exists (select from fund_entries e where e.line_id = new.line_id and e.kind = 'released') into committed;
      select count(*) filter (where e.kind = 'paid' and e.part = new.part), count(*) filter (where e.kind = 'reversed' and e.part = new.part), count(*) filter (where e.kind = 'paid') > count(*) filter (where e.kind = 'reversed')
        into paid, reversed, open_payments from fund_entries e where e.line_id = new.line_id;
      due := line.parts_fen[new.part];
      -- Parts are paid in their order.
      select exists (select from generate_series(1, new.part - 1) as p (part) where line.parts_fen[p.part] > 0
                     and (select count(*) filter (where e.kind = 'paid') - count(*) filter (where e.kind = 'reversed') from fund_entries e where e.line_id = new.line_id and e.part = p.part) = 0) into unpaid_before;
      if line.statement_id is distinct from new.statement_id or statement.fund_id is distinct from new.fund_id or statement.state <> 'confirmed' or line.released_at is not null
         or (case new.kind
           when 'committed' then new.fen <> line.payable_fen
           when 'released' then not committed or open_payments or new.fen <> line.payable_fen
           when 'paid' then not committed or new.fen is distinct from due or paid <> reversed or new.attempt <> paid + 1 or unpaid_before
           when 'reversed' then new.fen is distinct from due or paid <> reversed + 1 or new.attempt <> paid
           else true end)
      then raise exception 'illegal fund move: %', new.kind using errcode = 'check_violation', constraint = 'legal_fund_move'; end if;
      return new;
    end $$;
  create trigger a_check before insert on fund_entries for each row execute function check_fund_entry();

  create function add_to_funds() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      update funds f set appropriated_fen = f.appropriated_fen + d.appropriated, committed_fen = f.committed_fen + d.committed, paid_fen = f.paid_fen + d.paid
      from (select a.fund_id,
              sum(case a.kind when 'appropriated' then a.fen when 'withdrawn' then -a.fen else 0 end)::bigint as appropriated,
              sum(case a.kind when 'committed' then a.fen when 'reversed' then a.fen when 'released' then -a.fen when 'paid' then -a.fen else 0 end)::bigint as committed,
              sum(case a.kind when 'paid' then a.fen when 'reversed' then -a.fen else 0 end)::bigint as paid
            from added a group by a.fund_id) d
      where f.id = d.fund_id;
      return null;
    end $$;
  create trigger b_sums after insert on fund_entries referencing new table as added for each statement execute function add_to_funds();`;

/** Sums of payments are nobody's secret in the county, also for those who see only the people of their township. */
const SUMS = `
  create function subsidy_paid(of_statements uuid[]) returns table (statement_id uuid, part int, paid_fen bigint, people int) language sql stable security definer set search_path = public, pg_temp as $$
    select e.statement_id, e.part, sum(case e.kind when 'paid' then e.fen else -e.fen end)::bigint, (count(*) filter (where e.kind = 'paid') - count(*) filter (where e.kind = 'reversed'))::int
    from fund_entries e join subsidy_statements s on s.id = e.statement_id
    where e.statement_id = any (of_statements) and e.kind in ('paid', 'reversed') and acting_kind() in ('officer', 'system') and coalesce(current_setting('app.role', true), '') <> 'village-officer'
      and (in_scope(s.owner_region) or s.county = left(current_setting('app.region_from', true), 6))
    group by 1, 2 $$;
  revoke all on function subsidy_paid(uuid[]) from public;
  grant execute on function subsidy_paid(uuid[]) to shouyu_app;`;

/** What may follow what: claims, caps, states of a statement, and money that is committed, paid and taken back. */
export class FundMoves1795846260000 implements MigrationInterface {
  readonly name = 'FundMoves1795846260000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [STATEMENTS, ENTRIES, SUMS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger b_sums on fund_entries; drop trigger a_check on fund_entries; drop trigger b_caps on subsidy_lines; drop trigger a_check on subsidy_lines; drop trigger a_move on subsidy_statements; drop trigger a_check on subsidy_statements;
      drop function subsidy_paid(uuid[]); drop function add_to_funds(); drop function check_fund_entry(); drop function check_subsidy_caps(); drop function check_subsidy_line(); drop function check_statement_move(); drop function check_subsidy_statement(); drop function lock_subsidies(text);`);
  }
}
