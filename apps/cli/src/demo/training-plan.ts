import type { CourseTerm } from '@app/catalogue';
import { addDays, type CivilDate } from '@app/kernel';
import { GROUPS, PROVIDERS, SEED, type Group, type Township } from './county.js';
import type { MadeUpPerson } from './made-up-people.js';
import { Random } from './random.js';

/** A class of the demo, with who sat in it. */
export interface PlannedClass {
  readonly id: string;
  readonly group: Group;
  readonly name: string;
  readonly course: CourseTerm;
  readonly provider: string;
  /** The township where it is held, 9 digits. */
  readonly region: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly seats: number;
  readonly members: readonly MadeUpPerson[];
}

const MONTHS_BACK_DAYS = 425;
const HOURS_A_DAY = 6;
const PROGRAMMES: Readonly<Record<Group, readonly string[]>> = {
  employment: ['就业技能培训', '劳动力转移培训'],
  vocational: ['凤雏计划'],
  yulu: ['雨露计划'],
  rural: ['农村实用科技培训', '新型职业农民培育'],
  outreach: ['科普培训'],
};
/** How long ago, in days, the first and the last class of a group opened. Graduates' classes are those of last year. */
const OPENED: Readonly<Record<Group, readonly [number, number]>> = { employment: [MONTHS_BACK_DAYS, 6], vocational: [MONTHS_BACK_DAYS, 415], yulu: [MONTHS_BACK_DAYS, 345], rural: [MONTHS_BACK_DAYS, 4], outreach: [300, 90] };
/** The final term of a long course, in days; other courses take their hours. */
const FINAL_TERM: Partial<Record<Group, number>> = { vocational: 180, yulu: 120 };

/** The 60 classes of the last fourteen months. Everybody sits in one; neighbours sit together. */
export function planClasses(people: readonly MadeUpPerson[], courses: readonly CourseTerm[], townships: readonly Township[], today: CivilDate): PlannedClass[] {
  return GROUPS.flatMap(({ group, classes }) => {
    const byTownship = people.filter((person) => person.group === group).sort((a, b) => (a.township < b.township ? -1 : a.township > b.township ? 1 : a.number - b.number));
    const taught = courses.filter((course) => PROGRAMMES[group].includes(course.programme));
    const order = Random.of(SEED, 31, classes).shuffled([...Array(classes).keys()]);
    return order.map((slot, i) => {
      const members = byTownship.slice(Math.floor((i * byTownship.length) / classes), Math.floor(((i + 1) * byTownship.length) / classes));
      return planClass(group, i, { slot, of: classes, members, taught, townships, today });
    });
  });
}

interface ClassPlace {
  readonly slot: number;
  readonly of: number;
  readonly members: readonly MadeUpPerson[];
  readonly taught: readonly CourseTerm[];
  readonly townships: readonly Township[];
  readonly today: CivilDate;
}

function planClass(group: Group, i: number, { slot, of, members, taught, townships, today }: ClassPlace): PlannedClass {
  const random = Random.of(SEED, 32, GROUPS.findIndex((each) => each.group === group), i);
  const course = taught[i % taught.length]!;
  const [first, last] = OPENED[group];
  const openedDaysAgo = Math.round(first - (of === 1 ? 0 : (slot * (first - last)) / (of - 1)));
  const startsOn = addDays(today, -openedDaysAgo);
  const days = FINAL_TERM[group] ?? Math.max(0, Math.ceil((course.theoryHours + course.practiceHours) / HOURS_A_DAY) - 1);
  const region = members[Math.floor(members.length / 2)]!.township;
  const township = townships.find(({ code }) => code === region)!.name;
  return {
    id: `class-${group}-${i + 1}`,
    group,
    name: `${township}${course.name.replace(/^.*：/, '')}班（${startsOn.slice(0, 7)}）`,
    course,
    provider: random.one(PROVIDERS.filter((provider) => provider.groups.includes(group))).name,
    region,
    startsOn,
    endsOn: addDays(startsOn, days),
    seats: Math.ceil(members.length / 10) * 10,
    members,
  };
}
