import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';

/** Columns by which a row is about a person, or hangs on one that is. */
const ABOUT_PEOPLE = [
  'registration_id', 'registration_ids', 'trainee_id', 'person_id', 'subject_id', 'same_as', 'id_number', 'phone_index', 'household_id',
  'fact_id', 'file_id', 'referral_id', 'offer_id', 'agreement_id', 'task_id', 'line_id', 'notification_id',
];
/** Plumbing that keeps answers and keys. */
const FURTHER = ['households', 'idempotency_keys', 'person_erasure_files', 'sms_receipts'];

/** A table that somebody adds has a fate, or this fails. */
describe('the list of what an erasure takes', () => {
  let fresh: TestDatabase;
  beforeAll(async () => {
    fresh = await freshDatabase();
  });
  afterAll(() => fresh.drop());

  it('names every table that is about people, and no other', async () => {
    const { rows } = await fresh.owner.query<{ name: string }>(
      `select distinct table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name) where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = any ($1) order by 1`, [ABOUT_PEOPLE]);
    const section = (await readFile(new URL('../../../docs/operations.md', import.meta.url), 'utf8')).split('## Erasing a person')[1]!.split('\n## ')[0]!;
    const listed = section.split('\n').filter((line) => /^\| `/.test(line)).flatMap((line) => [...line.split('|')[1]!.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name!));
    expect(new Set(listed).size).toBe(listed.length);
    expect([...listed].sort()).toEqual([...new Set([...rows.map(({ name }) => name), ...FURTHER])].sort());
  });
});
