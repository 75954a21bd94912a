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

  -- Over all lines of one command at once, so that a class of thousands costs no more than its joins.
  create function check_subsidy_lines() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      -- The lock first: what is looked at after it is what stands when the others have committed.
      perform lock_subsidies(c.county) from (select distinct a.county from added a order by 1) c;
      if exists (select from added a left join subsidy_statements s on s.id = a.statement_id and s.state = 'made' and s.class_id = a.class_id and s.county = a.county and cardinality(s.part_names) = cardinality(a.parts_fen)
                 where s.id is null or a.payable_fen <> (select coalesce(sum(p.fen), 0) from unnest(a.parts_fen) as p (fen)) or exists (select from unnest(a.parts_fen) as p (fen) where p.fen < 0)) then
        raise exception 'a line fits its statement' using errcode = 'check_violation', constraint = 'line_fits_its_statement';
      end if;
      -- Also of a person who was found to be another: the index compares ids, this compares people.
      if exists (select from (select distinct a.class_id from added a) c join subsidy_lines l on l.class_id = c.class_id and l.released_at is null left join person_aliases p on p.person_id = l.person_id left join added n on n.id = l.id
                 group by l.class_id, coalesce(p.same_as, l.person_id) having count(*) > 1 and count(n.id) > 0) then
        raise exception 'the person-course is claimed' using errcode = 'unique_violation', constraint = 'one_claim_per_person_course';
      end if;
      -- Whoever is paid anything stays within the caps of the year, over all classes (and, where the rule says so, all funds).
      if exists (select from (select distinct a.person_id, s.county, s.year, s.fund_name, s.cap_fen, s.cap_of_all_fen from added a join subsidy_statements s on s.id = a.statement_id where a.payable_fen > 0 and coalesce(s.cap_fen, s.cap_of_all_fen) is not null) g
                 join subsidy_lines l on l.person_id = g.person_id and l.released_at is null join subsidy_statements o on o.id = l.statement_id and o.county = g.county and o.year = g.year
                 group by g.person_id, g.county, g.year, g.fund_name, g.cap_fen, g.cap_of_all_fen
                 having sum(l.payable_fen) > g.cap_of_all_fen or sum(l.payable_fen) filter (where o.fund_name = g.fund_name) > g.cap_fen) then
        raise exception 'above the cap of the year' using errcode = 'check_violation', constraint = 'never_above_the_cap';
      end if;
      return null;
    end $$;
  create trigger a_check after insert on subsidy_lines referencing new table as added for each statement execute function check_subsidy_lines();`;

const ENTRIES = `
  -- What must have happened to a line before: committed → paid (part by part) → reversed → paid again …; committed → released while nothing is paid.
  create function check_fund_entries() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      -- One move of a statement's money at a time.
      perform from subsidy_statements s where s.id in (select a.statement_id from added a) order by s.id for update;
      if exists (select from added a left join funds f on f.id = a.fund_id and f.county = a.county where f.id is null)
         or exists (
           select from added a
           left join subsidy_lines l on l.id = a.line_id and l.statement_id = a.statement_id and l.released_at is null
           left join subsidy_statements s on s.id = a.statement_id and s.fund_id = a.fund_id and s.state = 'confirmed'
           where a.line_id is not null and (
             l.id is null or s.id is null or a.fen is distinct from (case when a.part = 0 then l.payable_fen else l.parts_fen[a.part] end)
             or (a.kind <> 'committed' and not exists (select from fund_entries e where e.line_id = a.line_id and e.kind = 'committed'))
             or (a.kind <> 'released' and exists (select from fund_entries e where e.line_id = a.line_id and e.kind = 'released'))
             or (a.kind in ('committed', 'released') and a.attempt <> 0)
             or (a.kind = 'released' and exists (select from fund_entries e where e.line_id = a.line_id and e.kind = 'paid' and not exists (select from fund_entries r where r.line_id = e.line_id and r.kind = 'reversed' and r.part = e.part and r.attempt = e.attempt)))
             or (a.kind = 'paid' and a.attempt > 1 and not exists (select from fund_entries r where r.line_id = a.line_id and r.kind = 'reversed' and r.part = a.part and r.attempt = a.attempt - 1))
             or (a.kind = 'reversed' and not exists (select from fund_entries e where e.line_id = a.line_id and e.kind = 'paid' and e.part = a.part and e.attempt = a.attempt))
             -- Parts are paid in their order.
             or (a.kind = 'paid' and exists (select from generate_series(1, a.part - 1) as p (part) where l.parts_fen[p.part] > 0
                 and not exists (select from fund_entries e where e.line_id = a.line_id and e.kind = 'paid' and e.part = p.part and not exists (select from fund_entries r where r.line_id = e.line_id and r.kind = 'reversed' and r.part = e.part and r.attempt = e.attempt))))))
      then raise exception 'illegal fund move' using errcode = 'check_violation', constraint = 'legal_fund_move'; end if;
      return null;
    end $$;
  create trigger a_check after insert on fund_entries referencing new table as added for each statement execute function check_fund_entries();

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
      drop trigger b_sums on fund_entries; drop trigger a_check on fund_entries; drop trigger a_check on subsidy_lines; drop trigger a_move on subsidy_statements; drop trigger a_check on subsidy_statements;
      drop function subsidy_paid(uuid[]); drop function add_to_funds(); drop function check_fund_entries(); drop function check_subsidy_lines(); drop function check_statement_move(); drop function check_subsidy_statement(); drop function lock_subsidies(text);`);
  }
}
