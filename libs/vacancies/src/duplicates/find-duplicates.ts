import { isInside } from '@app/kernel';

/** Why two vacancies are one, the surest first. */
export const DUPLICATE_REASONS = ['officer', 'telephone', 'pay', 'post'] as const;
export type DuplicateReason = (typeof DUPLICATE_REASONS)[number];

export const DUPLICATE_REASON_LABEL: Readonly<Record<DuplicateReason, string>> = {
  officer: '经办人认定为同一岗位', telephone: '同一单位、同一地点、相同岗位名称，联系电话相同', pay: '同一单位、同一地点、相同岗位名称，薪资相同', post: '同一单位、同一地点、相同岗位名称，见于不同来源',
};

/** A vacancy as far as it can repeat another. */
export interface ComparedVacancy {
  readonly id: string;
  readonly employerId: string;
  /** Code of the network, `workbook`, or `employer` for an employer's own post. */
  readonly source: string;
  readonly cleanedTitle: string;
  /** 12 digits; null = unknown. */
  readonly region: string | null;
  /** Blind index of a telephone that tells employers apart: neither junk nor an agency's; null otherwise. */
  readonly telephone: string | null;
  readonly payFrom: number | null;
  readonly payTo: number | null;
  readonly createdAt: Date;
}

/** What an officer said of two vacancies; stands against every rule. */
export interface PairDecision {
  readonly one: string;
  readonly other: string;
  readonly verdict: 'same' | 'different';
}

/** A vacancy that repeats another. */
export interface DuplicateLink {
  readonly id: string;
  readonly canonicalId: string;
  readonly reason: DuplicateReason;
}

/** Titles at least so alike are equal (Dice over pairs of characters). Source: the vacancy feeds page. */
const TITLES_ALIKE = 0.8;
/** The employer's own post is canonical, then what townships collect, then the networks in the order in which counties trust them. */
const SOURCE_RANK: Readonly<Record<string, number>> = { employer: 0, workbook: 1, hubei: 2, cjob: 3 };
const LAST_RANK = 9;

/**
 * Which vacancies repeat another: same employer, same place, equal title, and within one source equal telephone or equal
 * pay. Refined where sources say less than each other: a county holds its townships, and across sources two good telephones
 * that differ speak against, unless the pay is equal. One canonical vacancy a group: own post, then source rank, then
 * oldest. Source: the vacancy feeds page, "Duplicates across sources".
 */
export function findDuplicates(vacancies: readonly ComparedVacancy[], decisions: readonly PairDecision[] = []): DuplicateLink[] {
  const verdicts = new Map(decisions.flatMap(({ one, other, verdict }) => [[`${one} ${other}`, verdict], [`${other} ${one}`, verdict]] as const));
  return [...blocksOf(vacancies, decisions).values()].flatMap((block) => linksOf(block, (a, b) => verdicts.get(`${a.id} ${b.id}`) ?? null));
}

/** Vacancies that can meet: those of one employer; an officer's word can join two employers' blocks. */
function blocksOf(vacancies: readonly ComparedVacancy[], decisions: readonly PairDecision[]): Map<string, ComparedVacancy[]> {
  const employerOf = new Map(vacancies.map((vacancy) => [vacancy.id, vacancy.employerId]));
  const joined = new Map<string, string>();
  const rootOf = (employer: string): string => (joined.has(employer) ? rootOf(joined.get(employer)!) : employer);
  for (const { one, other, verdict } of decisions) {
    const [a, b] = [employerOf.get(one), employerOf.get(other)];
    if (verdict === 'same' && a !== undefined && b !== undefined && rootOf(a) !== rootOf(b)) joined.set(rootOf(a), rootOf(b));
  }
  const blocks = new Map<string, ComparedVacancy[]>();
  for (const vacancy of vacancies) {
    const key = rootOf(vacancy.employerId);
    const block = blocks.get(key);
    if (block) block.push(vacancy);
    else blocks.set(key, [vacancy]);
  }
  return blocks;
}

interface Pair {
  readonly a: number;
  readonly b: number;
  readonly reason: DuplicateReason;
}

function linksOf(block: readonly ComparedVacancy[], verdictOf: (a: ComparedVacancy, b: ComparedVacancy) => PairDecision['verdict'] | null): DuplicateLink[] {
  if (block.length < 2) return [];
  const pairs: Pair[] = [];
  for (let a = 0; a < block.length; a++) {
    for (let b = a + 1; b < block.length; b++) {
      const reason = verdictOf(block[a]!, block[b]!) === 'same' ? 'officer' : reasonOf(block[a]!, block[b]!);
      if (reason !== null) pairs.push({ a, b, reason });
    }
  }
  pairs.sort((one, other) => DUPLICATE_REASONS.indexOf(one.reason) - DUPLICATE_REASONS.indexOf(other.reason) || one.a - other.a || one.b - other.b);
  const groupOf = block.map((_, i) => [i]);
  const why = new Map<number, DuplicateReason>();
  for (const { a, b, reason } of pairs) {
    const [mine, theirs] = [groupOf[a]!, groupOf[b]!];
    if (mine === theirs) continue;
    // Nobody is joined to a group in which somebody contradicts: two posts of one employer must not meet over a third.
    const contradicts = mine.some((i) => theirs.some((j) => verdictOf(block[i]!, block[j]!) === 'different' || (reason !== 'officer' && areApart(block[i]!, block[j]!))));
    if (contradicts) continue;
    for (const i of [a, b]) if (!why.has(i)) why.set(i, reason);
    mine.push(...theirs);
    for (const i of theirs) groupOf[i] = mine;
  }
  return [...new Set(groupOf)].filter((group) => group.length > 1).flatMap((group) => {
    const canonical = group.map((i) => block[i]!).reduce((best, each) => (comesFirst(each, best) ? each : best));
    return group.filter((i) => block[i] !== canonical).map((i) => ({ id: block[i]!.id, canonicalId: canonical.id, reason: why.get(i)! }));
  });
}

/** Why two vacancies of one employer are one; null = they are not, or nothing says so. */
function reasonOf(a: ComparedVacancy, b: ComparedVacancy): DuplicateReason | null {
  if (areApart(a, b) || !areTitlesAlike(a.cleanedTitle, b.cleanedTitle)) return null;
  if (a.telephone !== null && a.telephone === b.telephone) return 'telephone';
  if (isPayEqual(a, b)) return 'pay';
  return a.source === b.source ? null : 'post';
}

/** Whether two vacancies cannot be one: other places, or (across sources) two good telephones that differ while the pay does not agree. */
function areApart(a: ComparedVacancy, b: ComparedVacancy): boolean {
  if (a.region === null || b.region === null || !(isInside(a.region, b.region) || isInside(b.region, a.region))) return true;
  return a.telephone !== null && b.telephone !== null && a.telephone !== b.telephone && !isPayEqual(a, b);
}

function isPayEqual(a: ComparedVacancy, b: ComparedVacancy): boolean {
  return (a.payFrom !== null || a.payTo !== null) && a.payFrom === b.payFrom && a.payTo === b.payTo;
}

function comesFirst(a: ComparedVacancy, b: ComparedVacancy): boolean {
  const [rankA, rankB] = [SOURCE_RANK[a.source] ?? LAST_RANK, SOURCE_RANK[b.source] ?? LAST_RANK];
  if (rankA !== rankB) return rankA < rankB;
  return a.createdAt.getTime() !== b.createdAt.getTime() ? a.createdAt < b.createdAt : a.id < b.id;
}

/** Equal, or alike by Dice over pairs of characters. */
export function areTitlesAlike(a: string, b: string): boolean {
  if (a === b) return true;
  const [pairsA, pairsB] = [pairsOf(a), pairsOf(b)];
  const left = new Map<string, number>();
  for (const pair of pairsA) left.set(pair, (left.get(pair) ?? 0) + 1);
  let shared = 0;
  for (const pair of pairsB) {
    const count = left.get(pair) ?? 0;
    if (count === 0) continue;
    shared++;
    left.set(pair, count - 1);
  }
  return pairsA.length + pairsB.length > 0 && (2 * shared) / (pairsA.length + pairsB.length) >= TITLES_ALIKE;
}

function pairsOf(text: string): string[] {
  const chars = [...text];
  return chars.slice(1).map((char, i) => chars[i]! + char);
}
