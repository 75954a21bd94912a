import { bundledCourses } from '@app/catalogue';
import { padRegion } from '@app/kernel';
import type { Reach } from '@app/matching';
import type { SiteKind } from '@app/placements';
import type { InstructorKind } from '@app/teaching';
import { PROVIDERS, SEED, type Township } from './county.js';
import { Random } from './random.js';

interface MadeUpInstructor {
  /** Null: a trainee of the demo who did well. */
  readonly name: string | null;
  readonly kind: InstructorKind;
  readonly occupations: readonly string[];
  readonly homeRegion: string;
  readonly reach: Reach;
  readonly qualification: string | null;
  readonly origin: string | null;
}
interface MadeUpRoom {
  readonly provider: string | null;
  readonly name: string;
  readonly kind: SiteKind;
  readonly region: string;
  readonly seats: number;
}
interface MadeUpBase {
  readonly name: string;
  readonly region: string;
  readonly seats: number;
  readonly occupations: readonly string[];
  readonly households: number;
}

/** What the demo county teaches with. */
export interface TeachingPool {
  readonly instructors: readonly MadeUpInstructor[];
  readonly rooms: readonly MadeUpRoom[];
  readonly bases: readonly MadeUpBase[];
}

/** 158 in all, as the article counts them. */
const KINDS: readonly (readonly [InstructorKind, number, string])[] = [['teacher', 70, '培训学校'], ['agronomist', 38, '县农业农村局'], ['official', 18, '县直部门'], ['entrepreneur', 22, '本县企业'], ['successful-trainee', 10, '本县结业学员']];
const SURNAMES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'];
const QUALIFICATIONS = ['高级技师', '技师', '高级农艺师', '农艺师', '讲师'];
const BASE_SEATS = 60;
const PER_BASE = 3;

/** Made up anew the same: every occupation that some course is about has instructors and a base, most of them at the county seat. */
export function planTeachingPool(townships: readonly Township[]): TeachingPool {
  const occupations = [...new Set(bundledCourses().flatMap(({ occupation }) => occupation ?? []))].sort();
  const seat = townships[0]!;
  const somewhere = (random: Random): Township => (random.chance(0.6) ? seat : random.one(townships));
  let number = 0;
  const instructors = KINDS.flatMap(([kind, count, origin]) => Array.from({ length: count }, (_, i): MadeUpInstructor => {
    const random = Random.of(SEED, 81, number);
    const main = occupations[number++ % occupations.length]!;
    const known = random.chance(0.4) ? [...new Set([main, random.one(occupations)])] : [main];
    const isNamed = kind !== 'successful-trainee';
    return {
      name: isNamed ? `${SURNAMES[i % SURNAMES.length]!}老师（${origin}${Math.floor(i / SURNAMES.length) + 1}组）` : null, kind, occupations: known, homeRegion: padRegion(somewhere(random).code), reach: random.chance(0.85) ? 'county' : 'prefecture',
      qualification: random.chance(0.7) ? random.one(QUALIFICATIONS) : null, origin,
    };
  }));
  const rooms = [
    ...PROVIDERS.flatMap(({ name }) => ['一', '二'].map((which): MadeUpRoom => ({ provider: name, name: `${name}${which}号教室`, kind: 'school', region: padRegion(seat.code), seats: which === '一' ? 120 : 50 }))),
    ...townships.map((township): MadeUpRoom => ({ provider: null, name: `${township.name}党群服务中心培训室`, kind: 'village', region: padRegion(township.code), seats: 60 })),
  ];
  const bases = Array.from({ length: Math.ceil(occupations.length / PER_BASE) }, (_, i): MadeUpBase => {
    const random = Random.of(SEED, 82, i);
    const township = somewhere(random);
    return { name: `${township.name}第${i + 1}实训基地`, region: padRegion(township.code), seats: BASE_SEATS, occupations: occupations.slice(i * PER_BASE, (i + 1) * PER_BASE), households: random.between(0, 120) };
  });
  return { instructors, rooms, bases };
}
