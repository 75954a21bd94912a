import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Money carries the instants of the county's ledger clock, so that a report as known by an instant knows which payments it may tell of. */
export class PaymentsInLedgerTime1795848600000 implements MigrationInterface {
  readonly name = 'PaymentsInLedgerTime1795848600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table fund_entries alter column recorded_at drop default;
      create trigger a_stamp before insert on fund_entries for each row execute function stamp_recorded_at();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger a_stamp on fund_entries;
      alter table fund_entries alter column recorded_at set default now();
    `);
  }
}
