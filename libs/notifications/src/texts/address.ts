import { cleanVariable } from './clean-variable.js';

/** Surnames of two characters that are in use; everybody else's is the first character. */
const DOUBLE_SURNAMES = new Set(['欧阳', '司马', '上官', '诸葛', '东方', '皇甫', '尉迟', '公孙', '慕容', '司徒', '令狐', '夏侯', '端木', '轩辕', '长孙', '宇文', '南宫', '申屠', '澹台', '独孤', '拓跋', '第五', '呼延', '鲜于', '闾丘', '太史', '濮阳', '淳于', '单于', '钟离', '赫连', '公羊', '万俟', '仲孙', '百里', '东郭', '西门', '南门']);

/** The surname of a name in Chinese characters; of a name written with a middle dot what stands before it. */
export function surnameOf(name: string): string {
  const clean = cleanVariable(name).text;
  const [before, after] = clean.split(/[·•.]/u);
  if (after !== undefined && before !== '') return before!;
  const characters = [...clean];
  const two = characters.slice(0, 2).join('');
  return characters.length > 2 && DOUBLE_SURNAMES.has(two) ? two : (characters[0] ?? '');
}

/**
 * How a text names whom it is for: surname and, where several people share the telephone, the village (`张同学·歇马`). Never the full name.
 * @param place short name of village or township, without its rank
 */
export function addressOf(name: string, place: string | null): string {
  const who = `${surnameOf(name)}同学`;
  return place === null ? who : `${who}·${cleanVariable(place).text}`;
}
