import type { Catalogue } from '@app/catalogue';
import { normaliseEmployerName } from './employer-name.js';

const LEGAL_FORM = /(?:集团)?(?:股份有限公司|有限责任公司|有限公司|公司)$|(?:农民)?专业合作社$|个体工商户$|总店$|商行$|(?<=.{2})[厂店]$/;

/**
 * What is left of a name without its legal form and the place before it: equal for spellings that may be one employer,
 * to be put before an officer. Spellings, not likeness: 青峰一厂 and 青峰二厂 stay apart. Null when too little is left to
 * mean anybody.
 * @param normalised `normaliseEmployerName` of the name
 * @param places {@link placesBeforeNames} of the county
 */
export function spellingKey(normalised: string, places: readonly string[]): string | null {
  const stem = normalised.replace(LEGAL_FORM, '');
  const prefix = places.find((place) => stem.startsWith(place)) ?? '';
  const bare = stem.slice(prefix.length);
  return bare.length < 2 ? null : bare;
}

/** The county and what lies above it, as they stand before a name, the longest first: 襄阳市保康县, 湖北省, 保康县, 湖北, 保康. */
export function placesBeforeNames({ regions }: Catalogue, county: string): readonly string[] {
  const names = [county.slice(0, 2), county.slice(0, 4), county.slice(0, 6)].flatMap((code) => regions.nameOf(code) ?? []);
  const short = names.map((name) => name.replace(/[省市县区州]$/, ''));
  const spelled = [...names, ...short, names.join(''), names.slice(1).join(''), `${names[0]}${names.at(-1)}`].map(normaliseEmployerName);
  return [...new Set(spelled)].filter((place) => place !== '').sort((a, b) => b.length - a.length);
}
