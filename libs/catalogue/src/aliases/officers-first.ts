import { comparable } from '../titles/clean-title.js';
import type { OccupationAlias } from '../titles/title-index.js';

/** An alias with who taught it. */
export type TaughtAlias = OccupationAlias & { readonly source: 'bundled' | 'officer' };

/** The aliases that count: where an officer has decided a wording, the bundle's own (ambiguous) reading of it gives way. */
export function officersFirst(aliases: readonly TaughtAlias[]): TaughtAlias[] {
  const decided = new Set(aliases.filter((alias) => alias.source === 'officer').map((alias) => comparable(alias.alias)));
  return aliases.filter((alias) => alias.source === 'officer' || decided.size === 0 || !decided.has(comparable(alias.alias)));
}
