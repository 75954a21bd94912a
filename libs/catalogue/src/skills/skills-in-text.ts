import type { SkillTerm } from './bundled-skills.js';

/** A skill that a vacancy asks for: level 1..5; `essential` unless the text only prefers it. */
export interface StatedSkill {
  readonly skillId: string;
  readonly level: number;
  readonly essential: boolean;
}

/** Words close before a skill that say how well it must be known, highest first. */
const GRADES: readonly (readonly [pattern: RegExp, level: number])[] = [[/高级技师/, 5], [/技师/, 4], [/高级|资深|精通/, 3], [/中级|熟练|熟悉|独立/, 2]];
const LOWEST_LEVEL = 1;
/** How far before and after a skill the words stand that qualify it, in characters. */
const REACH = 6;
const NOT_ASKED = /无需|不需|无须|不要求|不用|不限|免|非|不招|不是/;
const PREFERRED = /优先|为佳|更佳|加分|者佳/;
/** A licence is asked for whatever the occupation is: 持C1证 of a salesman. */
const LICENCE = /证|驾照/;
const CLAUSE_END = /[，,。.；;！!、\n]/;

/**
 * The skills that a vacancy clearly states, by skill id. In the title any skill counts; in the description only skills
 * of the vacancy's occupation, and licences: a duty such as 打扫卫生 makes a cook no cleaner. Nothing is inferred from
 * the occupation alone.
 */
export function skillsInText(title: string, description: string, occupation: string | null, skills: readonly SkillTerm[]): readonly StatedSkill[] {
  const heading = plain(title);
  const body = plain(description);
  const found: StatedSkill[] = [];
  for (const skill of skills) {
    const belongs = occupation !== null && skill.occupations.includes(occupation);
    const inTitle = firstMention(heading, skill.wordings);
    const inBody = firstMention(body, skill.wordings, (wording) => belongs || LICENCE.test(wording));
    const stated = (occupation === null || belongs || inTitle?.licence ? inTitle : null) ?? inBody;
    if (stated === null) continue;
    found.push({ skillId: skill.id, level: Math.max(inTitle?.level ?? LOWEST_LEVEL, inBody?.level ?? LOWEST_LEVEL), essential: stated.essential });
  }
  return found.sort((a, b) => (a.skillId < b.skillId ? -1 : 1));
}

interface Mention {
  readonly level: number;
  readonly essential: boolean;
  readonly licence: boolean;
}

/** By the first of the wordings that count and that it is asked for with. Most texts have none of them: that is looked at first. */
function firstMention(text: string, wordings: readonly string[], counts: (wording: string) => boolean = () => true): Mention | null {
  for (const wording of wordings) {
    const found = text.includes(wording) && counts(wording) ? mention(text, wording) : null;
    if (found !== null) return found;
  }
  return null;
}

/** Where and how a text asks for a skill by one of its wordings; null when it does not, or says that it does not. */
function mention(text: string, wording: string): Mention | null {
  for (let at = text.indexOf(wording); at >= 0; at = text.indexOf(wording, at + 1)) {
    const end = at + wording.length;
    if (isPartOfWord(text, at, end)) continue;
    const before = text.slice(Math.max(0, at - REACH), at).split(CLAUSE_END).at(-1)!;
    if (NOT_ASKED.test(before)) continue;
    const after = text.slice(end, end + 2 * REACH).split(CLAUSE_END)[0]!;
    const level = GRADES.find(([pattern]) => pattern.test(before) || pattern.test(after.slice(0, 4)))?.[1] ?? LOWEST_LEVEL;
    return { level, essential: !PREFERRED.test(after), licence: LICENCE.test(wording) };
  }
  return null;
}

/** `java` in `javascript`, `c1` in `c12`: Latin wordings stand for themselves only. */
function isPartOfWord(text: string, at: number, end: number): boolean {
  const latin = /[a-z\d]/;
  return (latin.test(text[at]!) && at > 0 && latin.test(text[at - 1]!)) || (latin.test(text[end - 1]!) && end < text.length && latin.test(text[end]!));
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[^\S\n]+/g, '');
}
