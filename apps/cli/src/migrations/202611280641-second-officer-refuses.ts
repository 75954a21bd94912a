import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Two refusals take a level of evidence away for good: never the work of the officer who recorded it, nor twice of the same. */
export class SecondOfficerRefuses1795848060000 implements MigrationInterface {
  readonly name = 'SecondOfficerRefuses1795848060000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function check_evidence_refusal() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        declare kinds text[];
        begin
          select coalesce(array_agg(f.kind), '{}') into kinds from ledger_facts f
           where f.employment_id = new.employment_id and f.level = new.level and f.recorded_by = new.recorded_by and f.kind in ('evidence', 'evidence-refused') and fact_in_force(f.id);
          if 'evidence' = any (kinds) then
            raise exception 'evidence is refused by a second officer' using errcode = 'check_violation', constraint = 'refusal_is_of_a_second_officer';
          end if;
          if 'evidence-refused' = any (kinds) then
            raise exception 'the second refusal is of another officer' using errcode = 'check_violation', constraint = 'second_refusal_is_of_another_officer';
          end if;
          return new;
        end $$;
      -- After the stamp, which takes the county's lock: no other refusal slips in between. Books that the owner takes over (no acting officer) stand as they are.
      create trigger c_second_officer before insert on ledger_facts for each row when (new.kind = 'evidence-refused' and acting_kind() = 'officer') execute function check_evidence_refusal();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger c_second_officer on ledger_facts; drop function check_evidence_refusal();');
  }
}
