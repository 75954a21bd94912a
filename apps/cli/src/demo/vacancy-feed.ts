import { bundledAliases, bundledNoTrade, bundledOccupations } from '@app/catalogue';
import { dayNumber, fromDayNumber, type CivilDate } from '@app/kernel';
import { SEED, madeUpEmployers, type Employer } from './county.js';
import { Random } from './random.js';

/** Rows that stand on both boards together, on every day. */
export const FEED_ROWS = 2_000;
/** Rows on the provincial board (湖北公共招聘网); the rest stand on the national one (中国公共招聘网). */
export const HUBEI_ROWS = 1_200;

/** One made-up vacancy in the words of its network. */
export interface FeedRow {
  /** GB/T 2260 code of the county where the work is. */
  readonly county: string;
  readonly publishedOn: CivilDate;
  readonly fields: Readonly<Record<string, string | number>>;
}

/** What both networks tell, each in its own fields. */
interface Posting {
  readonly employer: Employer;
  readonly title: string;
  readonly pay: { readonly text: string; readonly from: number; readonly to: number };
  readonly education: readonly [code: string, label: string];
  readonly publishedOn: CivilDate;
  readonly expiresOn: CivilDate;
  readonly minute: number;
  readonly contact: string;
  readonly telephone: string;
}

const EDUCATIONS: readonly (readonly [readonly [string, string], number])[] = [[['0', '不限'], 40], [['71', '初中'], 22], [['61', '高中'], 14], [['41', '中专'], 10], [['31', '大专'], 7], [['21', '本科'], 2], [['', ''], 5]];
const PREFIXES = ['急聘', '急招', '诚聘', '【高薪】', '长期招', '本地招聘'] as const;
const SUFFIXES = ['（包吃住）', '3名', '（可学徒）', '（双休）', '5人', '(五险)'] as const;
const JUNK_TELEPHONES = ['0000000', '12345678', '无', '面谈', '0710-5812'] as const;
const CONTACTS = ['王经理', '李女士', '张主任', '陈老师', '刘先生', '人事部'] as const;
/** A vacancy stands from so many to so many days. */
const SHORTEST_LIFE = 25;
const LONGEST_LIFE = 70;

/**
 * The boards of a day: `FEED_ROWS` rows, newest first. Every place on a board holds one vacancy after the other, each for
 * some weeks: a later day has the same rows but for those that ended, and as many new ones. The same day gives the same rows.
 */
export function feedOf(today: CivilDate): { readonly hubei: readonly FeedRow[]; readonly cjob: readonly FeedRow[] } {
  const draw = postingsOf(today);
  const slots = Array.from({ length: FEED_ROWS }, (_, slot) => slot);
  const newestFirst = (a: FeedRow, b: FeedRow): number => (a.publishedOn < b.publishedOn ? 1 : a.publishedOn > b.publishedOn ? -1 : 0);
  return {
    hubei: slots.slice(0, HUBEI_ROWS).map((slot) => hubeiRow(draw(twinOf(slot)))).sort(newestFirst),
    cjob: slots.slice(HUBEI_ROWS).map((slot) => cjobRow(draw(twinOf(slot)), idOf(slot, today))).sort(newestFirst),
  };
}

/** One row in 22 is the row before it once more, as on real boards. */
function twinOf(slot: number): number {
  return slot % 22 === 7 ? slot - 1 : slot;
}

function lifeOf(slot: number, today: CivilDate): { readonly number: number; readonly from: number; readonly until: number } {
  const random = Random.of(SEED, 61, slot);
  const length = random.between(SHORTEST_LIFE, LONGEST_LIFE);
  const phase = random.between(0, length - 1);
  const number = Math.floor((dayNumber(today) + phase) / length);
  return { number, from: number * length - phase, until: (number + 1) * length - phase - 1 };
}

function idOf(slot: number, today: CivilDate): string {
  return `${900_000 + slot}${String(lifeOf(twinOf(slot), today).number).padStart(5, '0')}`;
}

function postingsOf(today: CivilDate): (slot: number) => Posting {
  const employers = madeUpEmployers();
  const wordings = new Map<string, string[]>(bundledOccupations().map(({ code, name }) => [code, [name]]));
  for (const { code, alias } of bundledAliases()) wordings.get(code)?.push(alias);
  const noTrade = bundledNoTrade();
  return (slot) => {
    const life = lifeOf(slot, today);
    const random = Random.of(SEED, 62, slot, life.number);
    const employer = random.one(employers);
    const occupation = random.one(employer.occupations);
    const wording = random.chance(0.06) ? random.one(noTrade) : random.one(wordings.get(occupation)!);
    return {
      employer,
      title: decorated(wording, random),
      pay: payOf(occupation, random),
      education: random.weighted(EDUCATIONS),
      publishedOn: fromDayNumber(life.from),
      expiresOn: fromDayNumber(life.until),
      minute: random.between(0, 479),
      contact: random.one(CONTACTS),
      telephone: telephoneOf(employer, random),
    };
  };
}

function decorated(wording: string, random: Random): string {
  return `${random.chance(0.2) ? random.one(PREFIXES) : ''}${wording}${random.chance(0.2) ? random.one(SUFFIXES) : ''}`;
}

/** A quarter of the telephones cannot be dialled; a few belong to one agency that advertises for many. */
function telephoneOf(employer: Employer, random: Random): string {
  if (random.chance(0.2)) return random.one(JUNK_TELEPHONES);
  if (random.chance(0.04)) return '19200019999';
  const own = String(employer.number).padStart(4, '0');
  return random.chance(0.05) ? `0710-592${own}-${random.between(801, 899)}` : random.chance(0.3) ? `0710-592${own}` : `1920001${own}`;
}

/** Skilled and heavy trades pay more; the text takes one of the forms of real boards. */
function payOf(occupation: string, random: Random): Posting['pay'] {
  const base = occupation.startsWith('6-29') || occupation.startsWith('6-16') || occupation.startsWith('6-30') ? 48 : occupation.startsWith('6-18') || occupation.startsWith('4-02-02') ? 42 : occupation.startsWith('5-') ? 24 : 30;
  const from = (base + random.between(-6, 12)) * 100;
  const to = from + random.between(5, 25) * 100;
  const day = Math.round(from / 26 / 10) * 10;
  const form = random.weighted([['range', 40], ['month', 20], ['thousand', 8], ['from', 8], ['day', 7], ['hour', 4], ['year', 4], ['talk', 7], ['blank', 2]] as const);
  switch (form) {
    case 'range': return { text: `${from}-${to}`, from, to };
    case 'month': return { text: `${from}-${to}元/月`, from, to };
    case 'thousand': return { text: `${from / 1000}千-${to / 1000}千`, from, to };
    case 'from': return { text: `${from}元以上`, from, to: 0 };
    case 'day': return { text: `${day}元/天`, from: day * 26, to: day * 26 };
    case 'hour': return { text: `${Math.round(from / 208)}元/小时`, from, to: from };
    case 'year': return { text: `${((from * 12) / 10_000).toFixed(1)}-${((to * 12) / 10_000).toFixed(1)}万/年`, from, to };
    case 'talk': return { text: '面议', from: 0, to: 0 };
    case 'blank': return { text: '', from: 0, to: 0 };
  }
}

function hubeiRow({ employer, title, pay, education, publishedOn, minute, contact, telephone }: Posting): FeedRow {
  const time = `${String(9 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`;
  return {
    county: employer.county,
    publishedOn,
    fields: { AAB004: employer.name, ACB215REMARK: title, ACB21AREMARK: pay.text, AAC011REMARK: education[1], AAB301REMARK: employer.label, UCE466: `${publishedOn} ${time}`, AAE004: contact, AAE005: telephone },
  };
}

function cjobRow(posting: Posting, id: string): FeedRow {
  const { employer, title, pay, education, publishedOn, expiresOn, minute, contact, telephone } = posting;
  return {
    county: employer.county,
    publishedOn,
    fields: {
      acb200: id, aab001: 5_000 + employer.number, aab004: employer.name, aca112: title, aca111_: '', acb22a: '按岗位要求完成工作，具体面谈。', acb240: minute % 9, acb241: pay.from, acb242: pay.to, acb202: employer.label, aab301: employer.county, aab302: employer.label,
      area: '420000', area_: '湖北省', acb221: 18, acb222: 55, acc217: 0, aac011: education[0], aac015: '', acb228: minute % 3 === 0 ? '包吃住' : '', acb239: '', s_aae397: publishedOn, s_aae398: expiresOn, aae004: contact, aae005: telephone, aae006: employer.label,
    },
  };
}
