import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Support categories are a closed list in the database, too (the twin of SUPPORT_CATEGORIES). */
export class SupportCategoriesKnown1795884120000 implements MigrationInterface {
  readonly name = 'SupportCategoriesKnown1795884120000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table support_categories add constraint support_category_is_known check (category in ('lifted-out', 'monitored', 'subsistence', 'extreme-hardship', 'disaster-stricken', 'zero-employment'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table support_categories drop constraint support_category_is_known');
  }
}
