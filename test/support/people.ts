import { addDays, daysBetween, idCheckCharacter, type CivilDate, type Education } from '@app/kernel';

/** A made-up person; the ID number has the right check character, the telephone the form of a mobile. */
export interface MadeUpPerson {
  readonly idNumber: string;
  readonly name: string;
  readonly phone: string;
  readonly bornOn: CivilDate;
  readonly sex: 'female' | 'male';
  readonly education: Education;
}

export interface PeopleOptions {
  /** First six digits of the ID numbers. */
  readonly birthplace?: string;
  readonly bornFrom?: CivilDate;
  readonly bornTo?: CivilDate;
}

const SURNAMES = [...'王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈'];
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文辉力健飞鹏宇浩凯梅琴春秋雪松林海山峰云'];
const MOBILE_PREFIXES = ['130', '135', '137', '138', '139', '150', '151', '158', '159', '182', '186', '187', '188', '189'];
const EDUCATIONS: readonly Education[] = ['primary', 'junior-high', 'junior-high', 'junior-high', 'senior-high', 'vocational', 'vocational', 'college'];

/** Random numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * People made up from a seed, the same every time; no two of one builder share an ID number (the sequence digits count up).
 * Nobody is meant: names and numbers are drawn by chance.
 */
export function madeUpPeople(seed: number, { birthplace = '420626', bornFrom = '1966-01-01', bornTo = '2006-12-31' }: PeopleOptions = {}): { next(): MadeUpPerson; random(): number } {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const span = daysBetween(bornFrom, bornTo) + 1;
  const taken = new Set<string>();
  const next = (): MadeUpPerson => {
    const bornOn = addDays(bornFrom, Math.floor(random() * span));
    const sequence = String(Math.floor(random() * 1000)).padStart(3, '0');
    const first17 = `${birthplace}${bornOn.replaceAll('-', '')}${sequence}`;
    if (taken.has(first17)) return next();
    taken.add(first17);
    return {
      idNumber: first17 + idCheckCharacter(first17),
      name: pick(SURNAMES) + pick(GIVEN) + (random() < 0.7 ? pick(GIVEN) : ''),
      phone: pick(MOBILE_PREFIXES) + String(Math.floor(random() * 1e8)).padStart(8, '0'),
      bornOn, sex: Number(sequence[2]) % 2 === 1 ? 'male' : 'female', education: pick(EDUCATIONS),
    };
  };
  return { next, random };
}
