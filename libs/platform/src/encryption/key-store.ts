import { randomBytes } from 'node:crypto';
import { EnvelopeFault, openWith, sealWith, type DataKeys } from './field-cipher.js';

/** The little of a database client that the key store needs; its rows are typed by the caller. */
export interface KeyQueries {
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

interface WrappedKey {
  readonly id: string;
  readonly purpose: 'encrypt' | 'index';
  readonly wrapped: string;
}

const KEY_BYTES = 32;
const wrapAddress = (id: string, purpose: string): string => `data_keys|wrapped|${id}|${purpose}`;

/** Makes the first data keys where there are none. Needs the owner's rights; runs with the migrations. */
export async function ensureDataKeys(database: KeyQueries, masterKey: Buffer): Promise<void> {
  for (const purpose of ['encrypt', 'index'] as const) {
    const id = `${purpose === 'encrypt' ? 'e' : 'i'}1`;
    const wrapped = sealWith('master', masterKey, randomBytes(KEY_BYTES).toString('base64'), wrapAddress(id, purpose));
    await database.query(`insert into data_keys (id, purpose, wrapped) values ($1, $2, $3) on conflict do nothing`, [id, purpose, wrapped]);
  }
}

/** Unwraps the data keys. @throws Error when the master key is not the one they were wrapped with. */
export async function loadDataKeys(database: KeyQueries, masterKey: Buffer): Promise<DataKeys> {
  const rows = await database.query<WrappedKey>(`select id, purpose, wrapped from data_keys where retired_at is null order by created_at, id`);
  const encryption = new Map<string, Buffer>();
  let index: Buffer | undefined;
  let current = '';
  for (const row of rows) {
    const key = unwrap(masterKey, row);
    if (row.purpose === 'index') index = key;
    else {
      encryption.set(row.id, key);
      current = row.id;
    }
  }
  if (!index || current === '') throw new Error('the database has no data keys: run the migrations first');
  return { current, encryption, index };
}

function unwrap(masterKey: Buffer, row: WrappedKey): Buffer {
  try {
    return Buffer.from(openWith(masterKey, row.wrapped, wrapAddress(row.id, row.purpose)), 'base64');
  } catch (error) {
    if (!(error instanceof EnvelopeFault)) throw error;
    throw new Error('the master key is not the one that this database was encrypted with: give the right one by MASTER_KEY_FILE or MASTER_KEY', { cause: error });
  }
}
