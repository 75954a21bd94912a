import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '@app/platform';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { PLACEMENTS_ENTITIES } from '../index.js';

describe('the tables of placements', () => {
  let fresh: TestDatabase;
  beforeAll(async () => {
    fresh = await freshDatabase();
  });
  afterAll(() => fresh.drop());

  it('are what the entities say', async () => {
    const dataSource = await new DataSource(dataSourceOptions({ url: fresh.ownerUrl, entities: PLACEMENTS_ENTITIES })).initialize();
    try {
      const drift = await dataSource.driver.createSchemaBuilder().log();
      expect(drift.upQueries.map((query) => query.query)).toEqual([]);
    } finally {
      await dataSource.destroy();
    }
  });

  it('let the owner alone say when a fact was recorded, and never in the future', async () => {
    const insert = (recordedAt: string) =>
      fresh.owner.query(`insert into ledger_facts (county, owner_region, kind, effective_on, recorded_at, class_id, recorded_by) values ('420626', '420626000000', 'class', '2026-01-05', $1, $2, 'seed') returning recorded_at`, [recordedAt, randomUUID()]);
    expect((await insert('2026-01-05T08:00:00Z')).rows).toEqual([{ recorded_at: new Date('2026-01-05T08:00:00Z') }]);
    await expect(insert('2999-01-01T00:00:00Z')).rejects.toThrow(/future/);
  });
});
