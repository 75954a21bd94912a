import type { CivilDate } from '@app/kernel';
import type { Instant } from '../facts/instant.js';

/** Where a household's income comes from. What a household says of itself is kept, and proves nothing. */
export const INCOME_SOURCES = ['registry', 'visit', 'document', 'self-report'] as const;
export type IncomeSource = (typeof INCOME_SOURCES)[number];

/** Support categories of a household (帮扶类别). */
export const SUPPORT_CATEGORIES = ['lifted-out', 'monitored', 'subsistence', 'extreme-hardship', 'disaster-stricken', 'zero-employment'] as const;
export type SupportCategory = (typeof SUPPORT_CATEGORIES)[number];

/** A record of an append-only book; a retraction names the record that it takes back, and holds for good. */
export interface BookRecord {
  readonly id: string;
  /** The day from which it holds. */
  readonly effectiveOn: CivilDate;
  /** When the book learned it, in commit order. */
  readonly recordedAt: Instant;
  /** The record that this one takes back; null: it says something itself. */
  readonly retracts: string | null;
}

/** Income of a household in a calendar year, whole yuan a head. */
export interface IncomeRecord extends BookRecord {
  readonly household: string;
  readonly year: number;
  readonly perHeadYuan: number;
  readonly source: IncomeSource;
}

/** A poverty line (脱贫标准), whole yuan a head and year, from its effective day on. */
export interface LineRecord extends BookRecord {
  /** Whose line it is: a province or a county, 12 digits. */
  readonly region: string;
  readonly perHeadYuan: number;
}

/** What somebody earned on a day before training, whole yuan a month; 0: nothing. */
export interface PriorPayRecord extends BookRecord {
  readonly person: string;
  readonly payYuan: number;
}

/** A person belongs to a household (null: to none) from the day on which it was registered. */
export interface MembershipRecord {
  readonly person: string;
  readonly household: string | null;
  readonly effectiveOn: CivilDate;
  readonly recordedAt: Instant;
}

/** A support category of a household. The latest record of one household, category and first day is what counts. */
export interface SupportRecord {
  readonly household: string;
  readonly category: string;
  readonly fromOn: CivilDate;
  /** The last day; null: until further notice. */
  readonly toOn: CivilDate | null;
  readonly recordedAt: Instant;
  /** Recorded by mistake: it never was. */
  readonly withdrawn: boolean;
}

/** The two dates that a figure is taken at; `knownBy` null: everything recorded. */
export interface BookView {
  readonly asOf: CivilDate;
  readonly knownBy: Instant | null;
}

/** The records that hold at a viewpoint: known, effective, and not taken back by a retraction known by then. */
export function standingRecords<T extends BookRecord>(records: readonly T[], { asOf, knownBy }: BookView): T[] {
  const known = records.filter(({ recordedAt }) => knownBy === null || recordedAt <= knownBy);
  const takenBack = new Set(known.flatMap(({ retracts }) => (retracts === null ? [] : [retracts])));
  return known.filter(({ id, retracts, effectiveOn }) => retracts === null && effectiveOn <= asOf && !takenBack.has(id));
}

/** The household of every person who ever had one. Nobody knows since when the first one holds, so it holds backwards. */
export function householdsOf(records: readonly MembershipRecord[], { asOf, knownBy }: BookView): Map<string, string | null> {
  const chosen = new Map<string, MembershipRecord>();
  for (const record of records) {
    if (knownBy !== null && record.recordedAt > knownBy) continue;
    const other = chosen.get(record.person);
    if (other === undefined || isCloser(record, other, asOf)) chosen.set(record.person, record);
  }
  return new Map([...chosen].map(([person, { household }]) => [person, household]));
}

/** Of those up to the day the latest; where all lie later, the earliest. */
function isCloser(a: MembershipRecord, b: MembershipRecord, asOf: CivilDate): boolean {
  const [aIsLater, bIsLater] = [a.effectiveOn > asOf, b.effectiveOn > asOf];
  if (aIsLater !== bIsLater) return bIsLater;
  const order = compare(a.effectiveOn, b.effectiveOn) || a.recordedAt - b.recordedAt || compare(a.household ?? '', b.household ?? '');
  return aIsLater ? order < 0 : order > 0;
}

/** What is said of a household's categories at a viewpoint: those that have begun, ended ones included, by first day and code. */
export function supportsOf(records: readonly SupportRecord[], { asOf, knownBy }: BookView): Map<string, SupportRecord[]> {
  const latest = new Map<string, SupportRecord>();
  for (const record of records) {
    if ((knownBy !== null && record.recordedAt > knownBy) || record.fromOn > asOf) continue;
    const key = JSON.stringify([record.household, record.category, record.fromOn]);
    const other = latest.get(key);
    if (other === undefined || isRevision(record, other)) latest.set(key, record);
  }
  const byHousehold = new Map<string, SupportRecord[]>();
  for (const record of latest.values()) if (!record.withdrawn) byHousehold.set(record.household, [...(byHousehold.get(record.household) ?? []), record]);
  for (const list of byHousehold.values()) list.sort((a, b) => compare(a.fromOn, b.fromOn) || compare(a.category, b.category));
  return byHousehold;
}

/** Two records of one instant do not happen in a book; whatever their order, one of them counts. */
function isRevision(record: SupportRecord, other: SupportRecord): boolean {
  const order = record.recordedAt - other.recordedAt || compare(record.toOn ?? '', other.toOn ?? '') || Number(record.withdrawn) - Number(other.withdrawn);
  return order > 0;
}

/** Whether a category holds on a day. */
export function isSupportedOn({ fromOn, toOn }: SupportRecord, day: CivilDate): boolean {
  return fromOn <= day && (toOn === null || day <= toOn);
}

/** The order of two texts by code units: dates, ids and codes are plain. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
