import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '@app/platform';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { TRAINEES_ENTITIES } from './index.js';

describe('the tables of trainees', () => {
  let fresh: TestDatabase;
  beforeAll(async () => {
    fresh = await freshDatabase();
  });
  afterAll(() => fresh.drop());

  it('are what the entities say', async () => {
    const dataSource = await new DataSource(dataSourceOptions({ url: fresh.ownerUrl, poolMax: 1, entities: TRAINEES_ENTITIES })).initialize();
    try {
      const changes = await dataSource.driver.createSchemaBuilder().log();
      expect(changes.upQueries.map(({ query }) => query)).toEqual([]);
    } finally {
      await dataSource.destroy();
    }
  });
});
