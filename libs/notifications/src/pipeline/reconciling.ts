/** A hand-over that has not been answered for so long after the claim is in doubt. A call may take 10 s. */
export const LAPSE_MS = 30_000;
/** So long after its time a message has lost its job: nothing that works takes so long. */
export const LEFT_BEHIND_MS = 600_000;
/** When a provider is asked about what is in doubt, in seconds after the look before; then it waits for an officer. */
export const ROUND_PAUSES_S = [35, 120, 600, 3_600, 6 * 3_600, 24 * 3_600] as const;

/** The pause before a round of reconciling, from 1, in milliseconds; null: there is none any more. */
export function pauseBeforeRoundMs(round: number): number | null {
  const pauseS = ROUND_PAUSES_S[round - 1];
  return pauseS === undefined ? null : pauseS * 1_000;
}
