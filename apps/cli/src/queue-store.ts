import { runMigrations } from 'bullmq';
import pg from 'pg';

const SCHEMA = 'bullmq';

/** The queue makes a sequence for each of its queues by itself, hence `create` on its own schema; nothing of ours lies there. */
const GRANTS = [
  `grant usage, create on schema ${SCHEMA} to shouyu_app`,
  `grant select, insert, update, delete on all tables in schema ${SCHEMA} to shouyu_app`,
  `grant usage, select, update on all sequences in schema ${SCHEMA} to shouyu_app`,
  `grant execute on all functions in schema ${SCHEMA} to shouyu_app`,
];

/**
 * Brings the queue's tables to the shape that this version's BullMQ wants, and writes down in the database how they are made
 * anew: `restore_queue_store()`, the one thing that lets the application, which owns nothing, replace a store that was lost.
 */
export async function migrateQueueStore(client: pg.ClientBase): Promise<void> {
  await runMigrations(client, SCHEMA);
  for (const grant of GRANTS) await client.query(grant);
  await client.query(restoreFunction([...(await storeStatements()), ...GRANTS]));
  await client.query('revoke all on function restore_queue_store() from public; grant execute on function restore_queue_store() to shouyu_app');
}

/** The statements of BullMQ's own migrations, as it would send them to a database that has nothing yet. */
async function storeStatements(): Promise<string[]> {
  const sent: string[] = [];
  const empty = {
    async query(text: string, values: readonly unknown[] = []) {
      sent.push(values.reduce<string>((sql, value, i) => sql.replaceAll(`$${i + 1}`, () => pg.escapeLiteral(String(value))), text));
      return { rows: [] };
    },
  };
  await runMigrations(empty, SCHEMA, { skipVersionCheck: true });
  return sent.filter((text) => !/^(begin|commit|select)\b/i.test(text)); // the function is one transaction, takes the lock itself, and asks nothing
}

/** With the owner's rights, and for nothing else: where the store's tables are gone, what is left of them goes too and all are made anew. One caller makes them, and is told so. */
function restoreFunction(statements: readonly string[]): string {
  return `create or replace function restore_queue_store() returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp as $restore_queue_store$
    begin
      perform pg_advisory_xact_lock(hashtext('shouyu.restore-queue-store'));
      if to_regclass('${SCHEMA}.job') is not null then return false; end if;
      drop schema if exists ${SCHEMA} cascade;
      ${statements.map((statement) => `execute ${pg.escapeLiteral(statement)};`).join('\n      ')}
      return true;
    end $restore_queue_store$`;
}
