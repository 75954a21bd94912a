/** The next wave goes so long after the one before, unless everybody has answered. Source: issue of match notifications, waves. */
export const WAVE_PAUSE_HOURS = 24;

/** Openings × fanout; an employer who wants several is taken for one opening at a time. @param openings ≥ 0; null: several */
export function sizeOfWave(openings: number | null, fanout: number): number {
  return (openings ?? 1) * fanout;
}

/** When the next wave may go; null: now. */
export function nextWaveAt({ lastAt, unanswered }: { readonly lastAt: Date | null; readonly unanswered: number }, now: Date): Date | null {
  if (lastAt === null || unanswered === 0) return null;
  const at = new Date(lastAt.getTime() + WAVE_PAUSE_HOURS * 3_600_000);
  return at > now ? at : null;
}
