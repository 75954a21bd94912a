import { compareCodePoints } from '@app/outcomes';
import { STARTUP_PROGRAMME, teachingDays, type SpecialityFacts } from './speciality.js';

export const SPECIALITY_PARTS = ['shortage', 'employment', 'startup', 'fulfilment', 'length'] as const;
export type SpecialityPart = (typeof SPECIALITY_PARTS)[number];

/** How courses are ranked; another set of weights is another version. Weights sum to 1. */
export interface SpecialityPolicy {
  readonly version: string;
  readonly weights: Readonly<Record<SpecialityPart, number>>;
  /** So many openings, or teaching days, make half a point: a class, a month and a half of weekdays. */
  readonly halfOpenings: number;
  readonly halfDays: number;
}

export const SPECIALITY_POLICY: SpecialityPolicy = {
  version: 'speciality-1', weights: { shortage: 0.4, employment: 0.3, startup: 0.1, fulfilment: 0.1, length: 0.1 }, halfOpenings: 20, halfDays: 30,
};

/** One part of a score, 0 to 1, and what it gives of the 100 points. */
export interface ScoredPart {
  readonly part: SpecialityPart;
  readonly value: number;
  readonly weight: number;
  readonly points: number;
  /** False: nothing is known (or it does not apply), so the part stands at one half. */
  readonly isKnown: boolean;
}

export interface RankedSpeciality {
  readonly courseId: string;
  /** From 1. */
  readonly position: number;
  /** 0 to 100, to 0.01. */
  readonly score: number;
  readonly parts: readonly ScoredPart[];
}

const NEUTRAL = 0.5;
const PERCENT = 100;

/** 口径 of each part. */
export const SPECIALITY_PART_WORDS: Readonly<Record<SpecialityPart, { readonly title: string; readonly definition: string }>> = {
  shortage: { title: '缺工', definition: '最近一次缺工板上该课程可以补上的招聘人数 f：f ÷（f + 20）。没有缺工板的按一半计。' },
  employment: { title: '就业', definition: '往期结业学员第 180 天留存率 R2@180（佐证 E2 及以上）。人数不足、不公布的按一半计。' },
  startup: { title: '创业', definition: '创业培训结业学员第 180 天仍在自主创业的比例（佐证 E2 及以上）。其他课程不适用，按一半计；人数不足的也按一半计。' },
  fulfilment: { title: '兑现', definition: '用该课程开班、已结业或结清的订单：（录用人数 + 2）÷（承诺岗位 + 4）。没有订单的为一半。' },
  length: { title: '课时', definition: '授课天数 d（理论、实操课时各按每天 8 小时进位）：30 ÷（30 + d），越短越高。课时不详的按一半计。' },
};

/**
 * Ranks courses by what is published of them: nothing hidden shows in the order. What is not known counts one half and says so.
 * Highest score first, then the course's id (code points).
 */
export function rankSpecialities(courses: readonly SpecialityFacts[], policy: SpecialityPolicy = SPECIALITY_POLICY): RankedSpeciality[] {
  return courses
    .map((course) => {
      const parts = scoredParts(course, policy);
      return { courseId: course.courseId, score: hundredths(parts.reduce((sum, { value, weight }) => sum + value * weight * PERCENT, 0)), parts };
    })
    .sort((a, b) => b.score - a.score || compareCodePoints(a.courseId, b.courseId))
    .map((course, i) => ({ ...course, position: i + 1 }));
}

function scoredParts(course: SpecialityFacts, { weights, halfOpenings, halfDays }: SpecialityPolicy): ScoredPart[] {
  const { fills, retention, startup180, pledges, programme } = course;
  const days = teachingDays(course.hours);
  const values: Readonly<Record<SpecialityPart, number | null>> = {
    shortage: fills === null ? null : fills / (fills + halfOpenings),
    employment: retention.rate === null ? null : retention.rate / PERCENT,
    startup: programme !== STARTUP_PROGRAMME || startup180.rate === null ? null : startup180.rate / PERCENT,
    fulfilment: pledges.seats === 0 ? null : (pledges.hired + 2) / (pledges.seats + 4),
    length: days === null ? null : halfDays / (halfDays + days),
  };
  return SPECIALITY_PARTS.map((part) => {
    const value = values[part] ?? NEUTRAL;
    return { part, value, weight: weights[part], points: hundredths(value * weights[part] * PERCENT), isKnown: values[part] !== null };
  });
}

const hundredths = (value: number): number => Math.floor(value * 100 + 0.5) / 100;
