import type { PaidClaim } from '@app/outcomes';

/** A record of a fact, as a file of facts has it. */
export type FactRecord = Readonly<Record<string, unknown>> & { readonly id: string; readonly kind: string };

const OPENED_ON = '2016-03-01';
const ENDED_ON = '2016-06-30';
const RECORDED_AT = '2016-12-31T00:00:00+08:00';
const RAIN_FEN = 150_000;

/** What the county's report of 2016 says was trained: programme, course, people; where it names no course, the rest. */
const TRAINED = [
  { programme: '就业培训', course: '办公文秘', people: 168 },
  { programme: '就业培训', course: '育婴师', people: 131 },
  { programme: '就业培训', course: '汽车驾驶', people: 876 },
  { programme: '就业培训', course: '未列明', people: 1_902 - 168 - 131 - 876 },
  { programme: '中职毕业生', course: '未列明', people: 378 },
  { programme: '雨露计划', course: '春季学期', people: 556 },
  { programme: '农村实用科技培训', course: '未列明', people: 2_346 },
  { programme: '科普培训', course: '未列明', people: 140, outreach: true },
  { programme: '创业培训', course: '电商创业', people: 182 },
  { programme: '创业培训', course: '未列明', people: 829 - 182 },
  { programme: '双技能培训', course: '未列明', people: 11_256, onTheJob: true },
] as const;
/** The report has 2,346 a second time, as trained for work elsewhere: the same people in a second class. */
const AGAIN = { programme: '劳动力转移培训', course: '未列明', of: '农村实用科技培训' } as const;
const START_UPS = 576;
export const RAIN_PAID = 394;

/**
 * The report as a ledger: people without names, in as many classes as it has figures. It holds what the report says and no
 * more: nobody has a job but those whose start-up was supported, and of these there is no proof. The report's 72 % names
 * no people, so no fact follows from it.
 */
export function articleFacts(): FactRecord[] {
  const facts: FactRecord[] = [];
  for (const { programme, course, people, ...flags } of TRAINED) {
    facts.push(aClass(programme, course, flags));
    for (const person of peopleOf(programme, course, people)) {
      facts.push(completion(person, programme, course));
      if (programme === AGAIN.of) facts.push(completion(person, AGAIN.programme, AGAIN.course));
    }
  }
  facts.push(aClass(AGAIN.programme, AGAIN.course, {}));
  const founders = TRAINED.filter(({ programme }) => programme === '创业培训').flatMap(({ programme, course, people }) => peopleOf(programme, course, people));
  for (const person of founders.slice(0, START_UPS)) {
    facts.push({ id: `创业-${person}`, kind: 'employment-started', effectiveOn: '2016-07-01', recordedAt: RECORDED_AT, employment: `创业-${person}`, person, type: 'self-employment', employer: null, permanent: false });
  }
  return facts;
}

/** The rain programme's money, as far as it was paid: 394 people at 1,500 yuan. */
export function articlePayments(): PaidClaim[] {
  return peopleOf('雨露计划', '春季学期', RAIN_PAID).map((personId) => ({ personId, classId: classOf('雨露计划', '春季学期'), fund: '雨露计划补助', year: '2016', fen: RAIN_FEN }));
}

function aClass(programme: string, course: string, flags: object): FactRecord {
  const id = classOf(programme, course);
  return { id: `班-${id}`, kind: 'class', effectiveOn: OPENED_ON, recordedAt: RECORDED_AT, class: id, course, programme, provider: '未列明', region: '420626', endsOn: ENDED_ON, ...flags };
}

function completion(person: string, programme: string, course: string): FactRecord {
  const trained = classOf(programme, course);
  return { id: `结业-${trained}-${person}`, kind: 'completed', effectiveOn: ENDED_ON, recordedAt: RECORDED_AT, person, class: trained };
}

function classOf(programme: string, course: string): string {
  return `${programme}/${course}`;
}

function peopleOf(programme: string, course: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${programme}/${course}/${i + 1}`);
}
