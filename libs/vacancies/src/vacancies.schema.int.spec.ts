import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '@app/platform';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { VACANCIES_ENTITIES } from './vacancies.entities.js';

describe('the tables of the vacancies', () => {
  let fresh: TestDatabase;
  beforeAll(async () => void (fresh = await freshDatabase()));
  afterAll(() => fresh.drop());

  it('are what the entities say', async () => {
    const owner = await new DataSource(dataSourceOptions({ url: fresh.ownerUrl, poolMax: 1, entities: VACANCIES_ENTITIES })).initialize();
    try {
      expect((await owner.driver.createSchemaBuilder().log()).upQueries.map((query) => query.query)).toEqual([]);
    } finally {
      await owner.destroy();
    }
  });
});
