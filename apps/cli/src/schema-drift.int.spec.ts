import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACCOUNTS_ENTITIES } from '@app/accounts';
import { CATALOGUE_ENTITIES } from '@app/catalogue';
import { ERASURES_ENTITIES } from '@app/erasures';
import { FUNDS_ENTITIES } from '@app/funds';
import { INTAKE_ENTITIES } from '@app/intake';
import { MATCHES_ENTITIES } from '@app/matches';
import { NOTIFICATIONS_ENTITIES } from '@app/notifications';
import { PLACEMENTS_ENTITIES } from '@app/placements';
import { dataSourceOptions } from '@app/platform';
import { TEACHING_ENTITIES } from '@app/teaching';
import { TRAINEES_ENTITIES } from '@app/trainees';
import { TRAINING_ENTITIES } from '@app/training';
import { VACANCIES_ENTITIES } from '@app/vacancies';
import { WEBHOOKS_ENTITIES } from '@app/webhooks';
import { DataSource } from 'typeorm';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';

const ENTITIES = [...ACCOUNTS_ENTITIES, ...CATALOGUE_ENTITIES, ...TRAINEES_ENTITIES, ...VACANCIES_ENTITIES, ...MATCHES_ENTITIES, ...PLACEMENTS_ENTITIES, ...FUNDS_ENTITIES, ...TEACHING_ENTITIES, ...TRAINING_ENTITIES, ...INTAKE_ENTITIES, ...ERASURES_ENTITIES, ...WEBHOOKS_ENTITIES, ...NOTIFICATIONS_ENTITIES];

describe('the migrations and the entities', () => {
  let fresh: TestDatabase;
  let owner: DataSource;
  beforeAll(async () => {
    fresh = await freshDatabase();
    owner = await new DataSource(dataSourceOptions({ url: fresh.ownerUrl, poolMax: 1, entities: ENTITIES })).initialize();
  });
  afterAll(async () => {
    await owner.destroy();
    await fresh.drop();
  });

  it('describe the same tables: the schema builder finds nothing to change', async () => {
    const { upQueries } = await owner.driver.createSchemaBuilder().log();
    expect(upQueries.map((query) => query.query)).toEqual([]);
  });

  it('leave no table of ours without row-level security, reference data and plumbing apart', async () => {
    const { rows } = await fresh.owner.query<{ name: string }>(`select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and relkind = 'r' and not (relrowsecurity and relforcerowsecurity) order by 1`);
    expect(rows.map((row) => row.name)).toEqual([
      'audit_seals', 'catalogue_state', 'class_offer_transitions', 'class_transitions', 'county_shards', 'county_workers', 'course_skills', 'courses', 'data_keys', 'idempotency_keys', 'ledger_clocks', 'ledger_moves', 'link_misses', 'lottery_moves', 'migrations', 'minimum_wages', 'no_trade_titles', 'notification_purposes', 'notification_transitions', 'occupations', 'order_transitions', 'outbox', 'referral_moves', 'regions', 'schedule_slots', 'scoring_policies', 'skills', 'sms_callback_refusals', 'sms_gateways', 'survey_moves', 'title_aliases', 'vacancy_feed_epoch',
    ]);
  });
});
