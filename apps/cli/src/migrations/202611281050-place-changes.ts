import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when an order has its place: says which change of it an employer is told of. */
export class PlaceChanges1795863000000 implements MigrationInterface {
  readonly name = 'PlaceChanges1795863000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table order_queue_places add column moved_at timestamptz not null default now()');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table order_queue_places drop column moved_at');
  }
}
