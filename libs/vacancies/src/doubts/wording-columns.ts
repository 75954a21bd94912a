import { createHash } from 'node:crypto';
import { restrictedWording, spelled, type WishFields } from './wording.js';

/** What the wording of a vacancy puts into its row. */
export interface WordingColumns {
  readonly wording_flags: readonly string[];
  /** Null where nothing is restricted: there is nothing to decide. */
  readonly wording_hash: string | null;
}

/** The columns for a vacancy's words. */
export function wordingOf(title: string, description: string | null, fields: WishFields): WordingColumns {
  const { flags, held } = restrictedWording(title, description, fields);
  return { wording_flags: flags, wording_hash: held ? wordingHashOf(title, description) : null };
}

/** By what a wording is the same wording: its characters, however they are spaced and punctuated. Hex SHA-256. */
export function wordingHashOf(title: string, description: string | null): string {
  return createHash('sha256').update(JSON.stringify([spelled(title), spelled(description ?? '')].map((text) => text.replace(/\n+/g, '')))).digest('hex');
}
