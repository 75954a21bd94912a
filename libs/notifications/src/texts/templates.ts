import type { NotificationPurpose } from '../pipeline/notification-life.js';
import type { QuestionKind } from '../replies/read-reply.js';

/** A variable of a template. */
export interface TemplateVariable {
  /** UTF-16 units; a longer value is cut. */
  readonly most: number;
  /** So short it may be cut to save a part; absent: only `most` cuts it. */
  readonly least?: number;
}

/** A wording with gaps. A change is a new version: what was sent says which one. */
export interface SmsTemplate {
  readonly version: number;
  readonly purpose: NotificationPurpose;
  /** What an answer to it means; null: it asks nothing. */
  readonly asks: QuestionKind | null;
  /** Gaps as `{name}`. Complete without any link. */
  readonly wording: string;
  readonly variables: Readonly<Record<string, TemplateVariable>>;
}

const WHO: TemplateVariable = { most: 14 };
const EMPLOYER: TemplateVariable = { most: 24, least: 8 };
const TITLE: TemplateVariable = { most: 14, least: 6 };
const COURSE: TemplateVariable = { most: 14, least: 6 };
const PLACE: TemplateVariable = { most: 16, least: 6 };
const PAY: TemplateVariable = { most: 16 };
const DAY: TemplateVariable = { most: 12 };

/** Every wording that leaves, by its code. A provider's own code for it stands in the configuration. */
export const SMS_TEMPLATES = {
  match: { version: 1, purpose: 'message.match', asks: 'match', wording: '{who}：{employer}招{title}，{place}，{pay}。愿去回1，不去回2，退订回T', variables: { who: WHO, employer: EMPLOYER, title: TITLE, place: PLACE, pay: PAY } },
  'match-link': { version: 1, purpose: 'message.match', asks: 'match', wording: '{who}：{employer}招{title}，{place}，{pay}。愿去回1，不去回2，退订回T。为什么推荐：{link}', variables: { who: WHO, employer: EMPLOYER, title: TITLE, place: PLACE, pay: PAY, link: { most: 80 } } },
  'why-not': { version: 1, purpose: 'why-not', asks: 'why-not', wording: '{who}：记下了。不去是因为：A太远 B工资 C不对口 D其他？回一个字母，不回也行', variables: { who: WHO } },
  'class-offer': {
    version: 1, purpose: 'message.course', asks: 'class',
    wording: '{who}：{course}班{starts}起在{place}上课，共{hours}学时。学完到{employer}做{title}，{pay}，{contract}，地点{workplace}。参加回1，不参加回2，退订回T',
    variables: { who: WHO, course: COURSE, starts: DAY, place: PLACE, hours: { most: 4 }, employer: EMPLOYER, title: TITLE, pay: PAY, contract: { most: 14 }, workplace: PLACE },
  },
  'class-seat': { version: 1, purpose: 'message.course', asks: 'class', wording: '{who}：{course}班有席位了，您候补到了，{starts}起在{place}上课。参加回1，不参加回2，退订回T', variables: { who: WHO, course: COURSE, starts: DAY, place: PLACE } },
  'class-start': { version: 2, purpose: 'message.course', asks: 'class', wording: '{who}：{course}班{starts}在{place}{what}，请带身份证。能来回1，来不了回2，退订回T', variables: { who: WHO, course: COURSE, starts: DAY, place: PLACE, what: { most: 4 } } },
  'class-change': { version: 2, purpose: 'message.course', asks: 'class', wording: '{who}：{course}班有变动：{change}。能来回1，来不了回2，退订回T', variables: { who: WHO, course: COURSE, change: { most: 80 } } },
  'class-aborted': { version: 1, purpose: 'message.course', asks: null, wording: '{who}：{course}班不办了，不用来上课。后面怎么安排请问{office}。退订回T', variables: { who: WHO, course: COURSE, office: { most: 20 } } },
  'follow-up': { version: 1, purpose: 'message.survey', asks: 'follow-up', wording: '{who}：回访一下，您还在{employer}上班吗？在回1，不在回2，退订回T', variables: { who: WHO, employer: EMPLOYER } },
  policy: { version: 1, purpose: 'message.policy', asks: null, wording: '{who}：{notice}。详询{office}，退订回T', variables: { who: WHO, notice: { most: 120 }, office: { most: 20 } } },
  'opt-out-confirmed': { version: 1, purpose: 'opt-out-confirmation', asks: null, wording: '已退订，今后不再发{what}短信。有事请联系{office}', variables: { what: { most: 8 }, office: { most: 20 } } },
  code: { version: 1, purpose: 'code', asks: null, wording: '验证码{code}，10分钟内有效，用来改您本人的求职信息。不是您在操作请不用理会', variables: { code: { most: 6 } } },
} as const satisfies Readonly<Record<string, SmsTemplate>>;
export type TemplateCode = keyof typeof SMS_TEMPLATES;

/** What a template wants to be filled with. */
export type VariablesOf<T extends TemplateCode> = Readonly<Record<keyof (typeof SMS_TEMPLATES)[T]['variables'], string>>;

/** A template with its version, as messages and providers know it (`match.v1`). */
export function templateName(code: TemplateCode): string {
  return `${code}.v${SMS_TEMPLATES[code].version}`;
}

/** What stands in the place of a template where somebody was asked by call: it asks what a match notice asks. */
export const CALL_QUESTION = 'call.v1';

/** What an answer to a message of this template means, whatever its version; null: it asks nothing, or is not ours. */
export function questionOf(name: string): QuestionKind | null {
  if (name === CALL_QUESTION) return 'match';
  const code = name.replace(/\.v\d+$/u, '');
  return Object.hasOwn(SMS_TEMPLATES, code) ? SMS_TEMPLATES[code as TemplateCode].asks : null;
}
