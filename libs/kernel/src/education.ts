/** Education, ascending; `senior-high` and `vocational` rank equal (scoring contract). */
export const EDUCATIONS = ['none', 'primary', 'junior-high', 'senior-high', 'vocational', 'college', 'bachelor', 'master', 'doctor'] as const;
export type Education = (typeof EDUCATIONS)[number];

const RANK: Record<Education, number> = { none: 0, primary: 1, 'junior-high': 2, 'senior-high': 3, vocational: 3, college: 4, bachelor: 5, master: 6, doctor: 7 };

export const EDUCATION_LABEL: Record<Education, string> = { none: '不限', primary: '小学', 'junior-high': '初中', 'senior-high': '高中', vocational: '中专/技校', college: '大专', bachelor: '本科', master: '硕士', doctor: '博士' };

export function isEducation(value: unknown): value is Education {
  return typeof value === 'string' && (EDUCATIONS as readonly string[]).includes(value);
}

/** Rank 0..7; an unknown education (null) ranks lowest, as `none`. */
export function educationRank(education: Education | null): number {
  return education === null ? 0 : RANK[education];
}
