/** What the calls to one stratum gave. */
export interface AuditedStratum {
  readonly key: string;
  /** Members of the stratum, called or not. */
  readonly members: number;
  readonly employed: number;
  readonly notEmployed: number;
  /** Called, and nothing was learned. */
  readonly silent: number;
}

/** What is known of a denominator without calls, and what the calls gave. */
export interface AuditEvidence {
  /** Employed on evidence that the rule accepts: the numerator of the E2 rate. */
  readonly proven: number;
  /** Known not to be employed. */
  readonly notEmployed: number;
  /** Everybody else of the denominator. */
  readonly strata: readonly AuditedStratum[];
}

/** A rate with the calls counted in. Shares from 0 to 1. */
export interface AuditEstimate {
  readonly n: number;
  /** The rate on evidence alone, as R1 has it. */
  readonly provenRate: number | null;
  /** Nobody of the unsettled is employed, and all of them are. */
  readonly low: number | null;
  readonly high: number | null;
  /** Null where nobody was to be counted, a stratum has no answer, or silence could move the rate by more than half a point. */
  readonly rate: number | null;
  /** 95 %: what chance in the draw leaves open, at the worst that the silent can mean. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Why there is no rate, in Chinese. */
  readonly message: string | null;
  /** How far the rate moves between "no silent person is employed" and "all are". */
  readonly silenceSpan: number | null;
  readonly called: number;
  readonly silent: number;
}

const Z = 1.959963984540054;
/** A rate in the middle of a span is off by half of it at the most: half a point. */
const WIDEST_SPAN = 0.01;
const SILENT = '未接通的人会使结果相差 1 个百分点以上，只给区间，不给单一数值';
const UNASKED = '有一类人没有抽查结果，只给区间，不给单一数值';

/**
 * The rate of everybody from those who are proven and a stratified audit of the rest (double sampling for stratification,
 * where the first phase, the ledger, has everybody): Σ Nₕ·pₕ ÷ N with the finite-population variance, each stratum's
 * spread taken from (employed + 1) ÷ (answers + 2), so that a stratum of one voice is not taken for certain. The interval
 * is Wilson's, on the size that a simple random sample of this variance would have. Silent people are never taken to be
 * like those who answered: the interval's ends are those of "none of them is employed" and "all of them are".
 * Sources: Cochran, Sampling Techniques, 3rd ed. (1977), 5.3 and 12.2; Korn and Graubard, Survey Methodology 24 (1998),
 * on effective sample size; Wilson (1927); Manski, Journal of Human Resources 24 (1989), on bounds under non-response.
 * @throws RangeError when the counts contradict each other
 */
export function estimateWithAudit(evidence: AuditEvidence): AuditEstimate {
  assertEvidence(evidence);
  const { proven, notEmployed } = evidence;
  const strata = evidence.strata.filter(({ members }) => members > 0);
  const open = strata.reduce((sum, { members }) => sum + members, 0);
  const n = proven + notEmployed + open;
  const silent = strata.reduce((sum, stratum) => sum + stratum.silent, 0);
  const called = strata.reduce((sum, stratum) => sum + calledIn(stratum), 0);
  if (n === 0) return { n, provenRate: null, low: null, high: null, rate: null, interval: null, message: null, silenceSpan: null, called, silent };
  const none = employedShare(strata, open, 'none');
  const all = employedShare(strata, open, 'all');
  const toRate = (share: number): number => (proven + share * open) / n;
  const silenceSpan = toRate(all.share) - toRate(none.share);
  const isUnasked = strata.some((stratum) => calledIn(stratum) === 0);
  const message = isUnasked ? UNASKED : silenceSpan > WIDEST_SPAN ? SILENT : null;
  return {
    n,
    provenRate: proven / n,
    low: toRate(0),
    high: toRate(1),
    rate: message === null ? toRate((none.share + all.share) / 2) : null,
    interval: [toRate(wilsonOf(none)[0]), toRate(wilsonOf(all)[1])],
    message,
    silenceSpan,
    called,
    silent,
  };
}

interface Share {
  readonly share: number;
  readonly variance: number;
  /** The share with each stratum's moved a little off 0 and 1: it has a spread also where every answer was the same. */
  readonly smoothed: number;
}

/** The share of the open people who are employed, when none or all of the silent are; a stratum nobody called counts as silent. */
function employedShare(strata: readonly AuditedStratum[], open: number, ofSilent: 'none' | 'all'): Share {
  let share = 0;
  let variance = 0;
  let smoothed = 0;
  for (const stratum of strata) {
    const weight = stratum.members / open;
    const called = calledIn(stratum);
    const employed = stratum.employed + (ofSilent === 'all' ? stratum.silent : 0);
    share += weight * (called === 0 ? (ofSilent === 'all' ? 1 : 0) : employed / called);
    const spread = (employed + 1) / (called + 2);
    smoothed += weight * spread;
    if (called === 0) continue;
    variance += (weight * weight * (1 - called / stratum.members) * spread * (1 - spread)) / Math.max(1, called - 1);
  }
  return { share, variance, smoothed };
}

/** Wilson's interval for a share of this variance. */
function wilsonOf({ share, variance, smoothed }: Share): readonly [low: number, high: number] {
  if (variance === 0) return [share, share];
  const effective = (smoothed * (1 - smoothed)) / variance;
  const zSquared = Z * Z;
  const scale = 1 + zSquared / effective;
  const centre = (share + zSquared / (2 * effective)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / effective + zSquared / (4 * effective * effective));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

function calledIn({ employed, notEmployed, silent }: AuditedStratum): number {
  return employed + notEmployed + silent;
}

function assertEvidence({ proven, notEmployed, strata }: AuditEvidence): void {
  const counts = [proven, notEmployed, ...strata.flatMap((one) => [one.members, one.employed, one.notEmployed, one.silent])];
  if (counts.some((count) => !Number.isSafeInteger(count) || count < 0)) throw new RangeError('counts: not whole numbers from 0');
  if (strata.some((one) => calledIn(one) > one.members)) throw new RangeError('strata: more called than there are');
  if (new Set(strata.map(({ key }) => key)).size < strata.length) throw new RangeError('strata: a key twice');
}
