/** Every reason that keeps a pair apart, in the order in which they are reported. */
export const GATES = [
  'VACANCY_CLOSED',
  'NO_OPENINGS',
  'TRAINEE_UNAVAILABLE',
  'DATES_APART',
  'UNDER_AGE',
  'EDUCATION_BELOW',
  'CERTIFICATE_MISSING',
  'PAY_BELOW_WISH',
  'KIND_UNWANTED',
  'OUT_OF_REACH',
  'REFUSED_BEFORE',
  'ESSENTIAL_SKILLS_BELOW',
] as const;
export type Gate = (typeof GATES)[number];

/** What an officer reads for a gate. */
export const GATE_LABEL: Record<Gate, string> = {
  VACANCY_CLOSED: '岗位已关闭或已过有效期',
  NO_OPENINGS: '岗位已无空缺',
  TRAINEE_UNAVAILABLE: '学员目前不求职',
  DATES_APART: '学员可上岗的日期与岗位用工日期不重合',
  UNDER_AGE: '未达到岗位的最低年龄',
  EDUCATION_BELOW: '学历低于岗位要求',
  CERTIFICATE_MISSING: '缺少岗位要求的证书',
  PAY_BELOW_WISH: '岗位月薪低于学员的最低要求',
  KIND_UNWANTED: '用工形式不在学员接受的范围内',
  OUT_OF_REACH: '工作地超出学员能去的范围',
  REFUSED_BEFORE: '学员已拒绝过该岗位或该单位',
  ESSENTIAL_SKILLS_BELOW: '掌握的必备技能不足',
};

/* A set of gates is one number, a bit a gate in the order above: scoring a county makes millions of such sets. */
export const VACANCY_CLOSED = 1 << 0;
export const NO_OPENINGS = 1 << 1;
export const TRAINEE_UNAVAILABLE = 1 << 2;
export const DATES_APART = 1 << 3;
export const UNDER_AGE = 1 << 4;
export const EDUCATION_BELOW = 1 << 5;
export const CERTIFICATE_MISSING = 1 << 6;
export const PAY_BELOW_WISH = 1 << 7;
export const KIND_UNWANTED = 1 << 8;
export const OUT_OF_REACH = 1 << 9;
export const REFUSED_BEFORE = 1 << 10;
export const ESSENTIAL_SKILLS_BELOW = 1 << 11;

/** The names of a set of gates, in the order of {@link GATES}. */
export function gateNames(bits: number): Gate[] {
  return GATES.filter((_, i) => (bits & (1 << i)) !== 0);
}
