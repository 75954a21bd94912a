import type { Fen, StatementLine } from '@app/outcomes';

/** A claim with what has been settled of it so far. */
export interface ClaimSoFar {
  readonly lineId: string;
  readonly personId: string;
  readonly fen: Fen;
}

/** What changes for one person-course: a difference to a claim (`lineId`), or a claim of who was not entitled before (null). */
export interface Difference {
  readonly lineId: string | null;
  /** The id under which the claim stands; of a new claim the one under which the person stands now. */
  readonly personId: string;
  /** Worked out anew: nothing for who is not entitled any more, or whose person-course another claim holds. */
  readonly base: Fen;
  readonly earned: Fen;
  /** Up, or below nothing what comes back. Of a new claim all of it, be it nothing. */
  readonly fen: Fen;
}

const NOTHING = { base: 0, earned: 0, paid: 0 } as const;

/**
 * What lies between what was settled and what a class is worth now. So far + difference = now, for every person-course;
 * claims that stay the same are left out. Where two claims were found to be of one person, the first keeps what the person
 * is worth and the other comes back: a person-course is never paid twice.
 * @param claims of the first statement and its confirmed supplements, in a fixed order
 * @param now worked out from the ledger, persons under the ids that they stand under
 * @param aliases old id → the id that a person stands under
 */
export function supplementClass(claims: readonly ClaimSoFar[], now: readonly Pick<StatementLine, 'personId' | 'base' | 'earned' | 'paid'>[], aliases: ReadonlyMap<string, string>): Difference[] {
  const open = new Map(now.map((line) => [line.personId, line]));
  const ofClaims = claims.map(({ lineId, personId, fen }) => {
    const standsUnder = aliases.get(personId) ?? personId;
    const { base, earned, paid } = open.get(standsUnder) ?? NOTHING;
    open.delete(standsUnder);
    return { lineId, personId, base, earned, fen: paid - fen };
  });
  const fresh = [...open.values()].map(({ personId, base, earned, paid }): Difference => ({ lineId: null, personId, base, earned, fen: paid }));
  return [...ofClaims.filter(({ fen }) => fen !== 0), ...fresh];
}
