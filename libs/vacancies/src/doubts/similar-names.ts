const FORMS = ['', '有限公司', '有限责任公司', '股份有限公司', '集团有限公司', '公司', '厂', '店', '总店', '商行', '个体工商户', '专业合作社', '农民专业合作社'];
const LEGAL_FORM = /(?:集团)?(?:股份有限公司|有限责任公司|有限公司|公司)$|(?:农民)?专业合作社$|个体工商户$|总店$|商行$/;

/**
 * Other spellings under which the same employer may be known: another legal form, a place before the name or none.
 * Spellings, not likeness: 青峰一厂 and 青峰二厂 are never each other's.
 * @param normalised `normaliseEmployerName` of the name
 * @param places normalised names of the county and what lies above it
 */
export function otherSpellings(normalised: string, places: readonly string[]): readonly string[] {
  const stem = normalised.replace(LEGAL_FORM, '');
  const prefix = [...places].sort((a, b) => b.length - a.length).find((place) => place !== '' && stem.startsWith(place)) ?? '';
  const bare = stem.slice(prefix.length);
  if (bare.length < 2) return [];
  return ['', ...places].flatMap((place) => FORMS.map((form) => place + bare + form)).filter((spelling) => spelling !== normalised);
}
