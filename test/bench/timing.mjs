/** Times `work` `runs` times after `warmup` runs; milliseconds, median and 95th percentile. */
export async function timed(work, { runs = 20, warmup = 3 } = {}) {
  const times = [];
  for (let i = -warmup; i < runs; i++) {
    const start = performance.now();
    await work(i);
    if (i >= 0) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { median: times[Math.floor(times.length / 2)], p95: times[Math.min(times.length - 1, Math.ceil(times.length * 0.95) - 1)] };
}

export const round = (value, digits = 2) => Number(value.toFixed(digits));

/** A seeded generator of numbers in [0, 1). */
export function seeded(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
