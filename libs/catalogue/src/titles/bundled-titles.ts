import aliases from '../data/aliases.json' with { type: 'json' };
import occupations from '../data/occupations.json' with { type: 'json' };
import type { OccupationAlias, OccupationTerm } from './title-index.js';

/** The bundled occupations with the 大类, 中类 and 小类 above them. */
export function bundledOccupations(): OccupationTerm[] {
  return occupations.rows.map((row) => {
    const [code = '', name = ''] = row.split(' ');
    return { code, name, level: code.split('-').length };
  });
}

/** The bundled aliases; a wording that stands under two occupations is ambiguous on purpose. */
export function bundledAliases(): OccupationAlias[] {
  return Object.entries(aliases.occupations).flatMap(([code, wordings]) => wordings.split(' ').map((alias) => ({ alias, code })));
}

/** The bundled wordings that need no trade. */
export function bundledNoTrade(): string[] {
  return aliases.noTrade.split(' ');
}
