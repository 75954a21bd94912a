import type { Education } from '@app/kernel';
import { addDays, idCheckCharacter, type CivilDate } from '@app/kernel';
import type { TraineeInput } from '@app/trainees';
import { COUNTY, GROUPS, SEED, type Group, type Township } from './county.js';
import { Random } from './random.js';

/** A person who does not exist: their number in the demo, the group of the article, and the registration as it is handed in. */
export interface MadeUpPerson {
  readonly number: number;
  readonly group: Group;
  /** Code of the township, 9 digits. */
  readonly township: string;
  readonly input: TraineeInput;
}

/** What a roster can name. */
export interface RosterCatalogue {
  readonly townships: readonly Township[];
  readonly skillIds: readonly string[];
  readonly occupations: readonly string[];
  readonly courseIds: readonly string[];
}

const SURNAMES = [
  ['王', 70], ['李', 70], ['张', 68], ['刘', 52], ['陈', 45], ['杨', 30], ['黄', 24], ['周', 22], ['吴', 20], ['徐', 16], ['孙', 15], ['胡', 15], ['朱', 13], ['高', 12], ['林', 11], ['何', 11], ['郭', 11], ['马', 10],
  ['罗', 10], ['梁', 9], ['宋', 9], ['郑', 9], ['谢', 8], ['韩', 8], ['唐', 8], ['冯', 7], ['于', 6], ['董', 6], ['程', 6], ['曹', 6], ['袁', 6], ['邓', 6], ['许', 6], ['傅', 5], ['沈', 5], ['曾', 5], ['彭', 5], ['吕', 5],
] as const;
const MEN = '伟强磊军洋勇杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆建国志文海林德贵成福祥永生' as const;
const WOMEN = '芳娜秀英敏静丽艳娟霞燕玲丹萍红玉兰凤洁梅琳素云莲珍荣爱春菊香月莉倩婷雪慧晶欣' as const;
/** Township sizes as people live: 城关 most, the far ones least. */
const TOWNSHIP_WEIGHTS: Readonly<Record<string, number>> = { '420626100': 22, '420626101': 9, '420626102': 6, '420626103': 6, '420626104': 8, '420626105': 13, '420626106': 12, '420626107': 9, '420626108': 8, '420626109': 5, '420626200': 4 };
const AGES: Readonly<Record<Group, readonly [number, number]>> = { employment: [19, 55], vocational: [17, 20], yulu: [16, 23], rural: [25, 63], outreach: [20, 68] };
const EDUCATION_OF: Readonly<Record<Group, readonly (readonly [Education, number])[]>> = {
  employment: [['primary', 12], ['junior-high', 50], ['senior-high', 18], ['vocational', 12], ['college', 8]],
  vocational: [['vocational', 100]],
  yulu: [['junior-high', 25], ['vocational', 60], ['college', 15]],
  rural: [['primary', 32], ['junior-high', 52], ['senior-high', 14], ['college', 2]],
  outreach: [['primary', 40], ['junior-high', 48], ['senior-high', 12]],
};
const CERTIFICATES = ['低压电工作业证', '焊接与热切割作业证', '叉车证', 'C1驾驶证', 'B2驾驶证', '健康证', '保安员证', '高处作业证'] as const;
const REACHES = [['township', 16], ['county', 36], ['prefecture', 18], ['province', 14], ['any', 16]] as const;
/** Where people of the county go to work: the prefecture, the provincial capital, the coast. */
const DESTINATIONS = ['420600', '420602', '420606', '420100', '420500', '440000', '330000', '320000', '310000'] as const;
const WORDING: Readonly<Record<'disclosure-to-employer' | 'message.match', string>> = { 'disclosure-to-employer': '同意将本人求职信息提供给所推荐的用人单位', 'message.match': '同意接收岗位推荐短信' };
const OLDEST_WISH_DAYS = 400;

/** The county's 5,322 made-up people, in the order of the groups. The same day gives the same people. */
export function madeUpPeople(catalogue: RosterCatalogue, today: CivilDate): MadeUpPerson[] {
  const taken = new Set<string>();
  const people: MadeUpPerson[] = [];
  for (const { group, people: count } of GROUPS) {
    for (let i = 0; i < count; i++) people.push(madeUpPerson(people.length, group, catalogue, today, taken));
  }
  return people;
}

function madeUpPerson(number: number, group: Group, catalogue: RosterCatalogue, today: CivilDate, taken: Set<string>): MadeUpPerson {
  const random = Random.of(SEED, 21, number);
  const township = random.weighted(catalogue.townships.map((each) => [each, TOWNSHIP_WEIGHTS[each.code] ?? 1] as const));
  const isMan = random.chance(group === 'rural' ? 0.55 : 0.5);
  const phone = telephoneOf(number, random);
  const input: TraineeInput = {
    idNumber: madeUpIdNumber(random, AGES[group], isMan, today, taken),
    name: nameOf(random, isMan),
    township: township.code,
    village: random.one(township.villages),
    phone,
    education: random.chance(0.1) ? null : random.weighted(EDUCATION_OF[group]),
    ...householdOf(random, township),
    ...abilities(random, catalogue),
    ...wishesOf(random, catalogue, today),
    consents: phone === null ? [] : consentsOf(random, today),
  };
  return { number, group, township: township.code, input };
}

function nameOf(random: Random, isMan: boolean): string {
  const given = isMan ? MEN : WOMEN;
  const letters = random.chance(0.8) ? 2 : 1;
  return random.weighted(SURNAMES) + Array.from({ length: letters }, () => random.one([...given])).join('');
}

/** An identity number with a right check character: region, birthday, sequence (odd for men). No two are the same. */
function madeUpIdNumber(random: Random, [youngest, oldest]: readonly [number, number], isMan: boolean, today: CivilDate, taken: Set<string>): string {
  for (;;) {
    const birthday = addDays(today, -Math.round(random.between(youngest * 100, oldest * 100 + 99) * 3.6525)).replaceAll('-', '');
    const sequence = random.between(0, 499) * 2 + (isMan ? 1 : 0);
    const first17 = `${random.chance(0.95) ? COUNTY : random.one(['420624', '420625', '420325'])}${birthday}${String(sequence).padStart(3, '0')}`;
    if (taken.has(first17)) continue;
    taken.add(first17);
    return first17 + idCheckCharacter(first17);
  }
}

/** One block of the mobile numbers; every eighth person has none, some share a relative's. */
function telephoneOf(number: number, random: Random): string | null {
  if (random.chance(0.12)) return null;
  const owner = number > 3 && random.chance(0.05) ? number - random.between(1, 3) : number;
  return `1920000${String((owner * 7919) % 10_000).padStart(4, '0')}`;
}

function householdOf(random: Random, township: Township): Pick<TraineeInput, 'household'> {
  if (random.chance(0.4)) return {};
  const number = `H${township.code.slice(-3)}-${String(random.between(1, 900)).padStart(4, '0')}`;
  return { household: { number, relation: random.weighted([['户主', 5], ['配偶', 3], ['子女', 4], [null, 3]] as const) } };
}

/** As rosters are: of three in five nothing is known but the course they sat in. */
function abilities(random: Random, { skillIds, occupations }: RosterCatalogue): Pick<TraineeInput, 'skills' | 'occupations' | 'certificates'> {
  const skills = random.chance(0.6) ? [] : random.some(skillIds, random.between(1, 3)).map((id) => ({ id, level: random.weighted([[1, 35], [2, 40], [3, 20], [4, 5]] as const), source: random.chance(0.2) ? ('observed' as const) : ('stated' as const) }));
  return {
    skills,
    occupations: random.chance(0.3) ? random.some(occupations, random.between(1, 2)) : [],
    certificates: random.chance(0.08) ? [random.one(CERTIFICATES)] : [],
  };
}

function wishesOf(random: Random, { occupations, courseIds }: RosterCatalogue, today: CivilDate): Pick<TraineeInput, 'wishes'> {
  if (random.chance(0.5)) return {};
  const askedOn = addDays(today, -random.between(1, OLDEST_WISH_DAYS));
  const reach = random.chance(0.2) ? null : random.weighted(REACHES);
  const availableFrom = random.chance(0.1) ? addDays(today, random.between(-20, 60)) : null;
  return {
    wishes: {
      askedOn,
      holdUntil: random.chance(0.3) ? addDays(askedOn, 365) : null,
      occupations: random.chance(0.7) ? random.some(occupations, random.between(1, 3)) : [],
      willingRegions: random.chance(0.25) ? random.some(DESTINATIONS, random.between(1, 2)) : [],
      reach,
      kindsAccepted: random.chance(0.3) ? random.weighted([[['full-time'], 6], [['full-time', 'seasonal'], 3], [['part-time', 'day'], 2], [['seasonal', 'piece'], 1]] as const) : [],
      minPay: random.chance(0.45) ? random.between(22, 60) * 100 : null,
      available: random.chance(0.94),
      availableFrom,
      trainingWanted: random.chance(0.2) ? [random.one(courseIds)] : [],
    },
  };
}

function consentsOf(random: Random, today: CivilDate): NonNullable<TraineeInput['consents']> {
  const purposes = (['disclosure-to-employer', 'message.match'] as const).filter((_, i) => random.chance(i === 0 ? 0.75 : 0.6));
  const givenOn = addDays(today, -random.between(10, OLDEST_WISH_DAYS));
  return purposes.map((purpose) => ({ purpose, wording: WORDING[purpose], givenOn }));
}
