/** Above so many messages a wave begins with a trial, and a second officer lets the rest go. Source: domain page, waves. */
export const LARGE_WAVE_ABOVE = 200;
/** Messages of the trial. The claim holds the same number. */
export const TRIAL_SIZE = 20;
export const WAVE_SIZE_MAX = 5_000;

/** Why a wave was stopped. */
export const WAVE_STOPS = ['officer', 'filled', 'withdrawn', 'expired'] as const;
export type WaveStop = (typeof WAVE_STOPS)[number];

export const WAVE_STATES = ['trial', 'sending', 'stopped'] as const;
export type WaveState = (typeof WAVE_STATES)[number];

/** How many of a wave's messages may go before anybody else has looked at it. */
export function firstOf(size: number): number {
  return size > LARGE_WAVE_ABOVE ? TRIAL_SIZE : size;
}

/** `trial`: the first messages only, until a second officer releases the rest. */
export function waveStateOf({ releasedAt, stoppedAt }: { readonly releasedAt: Date | null; readonly stoppedAt: Date | null }): WaveState {
  if (stoppedAt !== null) return 'stopped';
  return releasedAt === null ? 'trial' : 'sending';
}
