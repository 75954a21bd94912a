// How many people a vacancy asks at once.

/** The domain's default: people asked for each opening. */
export const FANOUT = 3;
/** Before a vacancy has answers of its own it counts as if it had so many, of the usual acceptance. */
const PRIOR_ANSWERS = 6;
const USUAL_ACCEPTANCE = 1 / 3;
/** How likely a wave may be to bring more yeses than openings. */
const RISK = 0.1;

/** So many for each opening, whatever the answers were. */
export const fixedWave = (left) => FANOUT * left;

/**
 * As many as can be asked with little risk that more say yes than there are openings left: whoever says yes and hears
 * "filled" was asked for nothing, and that message is lost. Never fewer than the openings left, never more than
 * `FANOUT` times as many. How likely a yes is, the vacancy's own answers say.
 */
export function carefulWave(left, { yes, all }) {
  const chance = (yes + PRIOR_ANSWERS * USUAL_ACCEPTANCE) / (all + PRIOR_ANSWERS);
  let size = left;
  while (size < FANOUT * left && riskOf(left, size + 1, chance) <= RISK) size++;
  return size;
}

/** The chance that more than `left` of `asked` say yes, when each does with the same chance. */
export function riskOf(left, asked, chance) {
  let term = (1 - chance) ** asked;
  let within = term;
  for (let yes = 1; yes <= Math.min(left, asked); yes++) {
    term *= ((asked - yes + 1) / yes) * (chance / (1 - chance));
    within += term;
  }
  return Math.max(0, 1 - within);
}
