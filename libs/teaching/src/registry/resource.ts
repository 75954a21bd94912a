import { isCivilDate, type FieldFault } from '@app/kernel';
import type { Reach } from '@app/matching';
import type { SiteKind } from '@app/placements';
import type { Period } from '@app/scheduling';

/** Who teaches: a teacher, an agronomist, an official, an entrepreneur, somebody who learned it here and does well by it. */
export const INSTRUCTOR_KINDS = ['teacher', 'agronomist', 'official', 'entrepreneur', 'successful-trainee'] as const;
export type InstructorKind = (typeof INSTRUCTOR_KINDS)[number];

/** Days on which it is not there; days from … to, both included. */
interface Kept {
  readonly closedDays: readonly Period[];
}

export interface InstructorWords extends Kept {
  /** As people call them; null where a registration says who it is. */
  readonly name: string | null;
  /** A person of ours who teaches; everybody who may sees the name under their own row scope. */
  readonly registrationId: string | null;
  readonly kind: InstructorKind;
  /** Codes of 2022, of any length: `6-18` is everything below it. */
  readonly occupations: readonly string[];
  /** 12 digits. */
  readonly homeRegion: string;
  /** The level that home and the class's site must share. */
  readonly reach: Reach;
  readonly qualification: string | null;
  /** Where they come from: a school, an office, a firm. */
  readonly origin: string | null;
}

export interface RoomWords extends Kept {
  readonly name: string;
  readonly kind: SiteKind;
  /** 12 digits. */
  readonly region: string;
  readonly seats: number;
}

/** 公司 + 基地 + 农户: a company, a co-operative and households that work a base together. */
export interface BaseWords extends Kept {
  readonly name: string;
  readonly region: string;
  readonly seats: number;
  readonly occupations: readonly string[];
  readonly companyId: string | null;
  readonly cooperativeId: string | null;
  readonly households: number;
}

/** The three registers. */
export interface ResourceWords {
  readonly instructor: InstructorWords;
  readonly room: RoomWords;
  readonly base: BaseWords;
}
export type ResourceKind = keyof ResourceWords;
export const RESOURCE_KINDS = ['instructor', 'room', 'base'] as const satisfies readonly ResourceKind[];

/** What is the same of all three. */
export interface ResourceHead {
  readonly id: string;
  readonly county: string;
  /** Whose it is; null: the county's, for every provider. */
  readonly providerId: string | null;
  readonly withdrawnAt: Date | null;
  readonly createdAt: Date;
  readonly version: number;
}
export type Resource<Kind extends ResourceKind> = ResourceHead & ResourceWords[Kind];

/** What the code lists say. */
export interface ResourceCodes {
  readonly hasOccupation: (code: string) => boolean;
  readonly hasRegion: (code: string) => boolean;
}

const CLOSED_PERIODS_MAX = 200;
const OCCUPATIONS_MAX = 20;

/** What breaks a rule, by field. */
export function resourceFaults(kind: ResourceKind, words: ResourceWords[ResourceKind], county: string, { hasOccupation, hasRegion }: ResourceCodes): FieldFault[] {
  const faults: FieldFault[] = [];
  const check = (isRight: boolean, path: string, message: string): void => void (isRight || faults.push({ path, message }));
  if ('occupations' in words) {
    const { occupations } = words;
    check(occupations.length >= 1 && occupations.length <= OCCUPATIONS_MAX, 'occupations', `职业须为 1 至 ${OCCUPATIONS_MAX} 个`);
    occupations.forEach((code, i) => check(hasOccupation(code) && occupations.indexOf(code) === i, `occupations[${i}]`, '目录中没有这个职业，或重复'));
  }
  if ('region' in words) check(hasRegion(words.region) && words.region.startsWith(county), 'region', '须为本县的行政区划');
  if ('homeRegion' in words) {
    check(hasRegion(words.homeRegion), 'homeRegion', '没有这个行政区划');
    check((words.name === null) !== (words.registrationId === null), 'name', '称呼与学员登记二者填一项');
    check(words.kind !== 'successful-trainee' || words.registrationId !== null, 'registrationId', '结业能手须填其学员登记');
  }
  if (kind !== 'instructor' && 'seats' in words) check(words.seats >= 1 && words.seats <= 2_000, 'seats', '座位数须为 1 至 2000');
  check(words.closedDays.length <= CLOSED_PERIODS_MAX, 'closedDays', `最多 ${CLOSED_PERIODS_MAX} 段`);
  words.closedDays.forEach(({ from, to }, i) => check(isCivilDate(from) && isCivilDate(to) && from <= to, `closedDays[${i}]`, '须为先后两个日期'));
  return faults;
}

/** Whether somebody who knows these occupations teaches a course of one; a course without an occupation is anybody's. */
export function coversOccupation(known: readonly string[], occupation: string | null): boolean {
  return occupation === null || known.some((code) => occupation === code || occupation.startsWith(`${code}-`));
}

/** Digits that two regions must share for a reach. */
const SHARED_DIGITS = { township: 9, county: 6, prefecture: 4, province: 2, any: 0 } as const satisfies Record<Reach, number>;

/** Whether somebody of this home and reach can go to a site; a county-wide site lies in no township. */
export function canReach(home: string, reach: Reach, site: string): boolean {
  const digits = SHARED_DIGITS[reach];
  const statesTownship = (code: string): boolean => code.slice(6, 9) !== '000';
  return home.slice(0, digits) === site.slice(0, digits) && (digits < 9 || (statesTownship(home) && statesTownship(site)));
}
