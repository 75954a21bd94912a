import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A provider reads the agreements that it has signed itself; those of others, also of the same order, are not shown to it. */
export class AgreementsOfProviders1795866660000 implements MigrationInterface {
  readonly name = 'AgreementsOfProviders1795866660000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create policy training_agreements_of_provider on training_agreements for select to shouyu_app using (
        acting_kind() = 'officer' and coalesce(current_setting('app.role', true), '') = 'training-provider' and provider_id = acting_organization() and county = left(current_setting('app.region_from', true), 6));
      create index training_agreements_of_county on training_agreements (county, recorded_at, id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index training_agreements_of_county; drop policy training_agreements_of_provider on training_agreements');
  }
}
