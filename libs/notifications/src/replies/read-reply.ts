/** What was asked last: the answer's letters and digits mean something else for each. */
export const QUESTION_KINDS = ['match', 'class', 'why-not', 'follow-up'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** Why somebody does not want a post. */
export const WHY_NOT = ['far', 'pay', 'trade', 'other'] as const;
export type WhyNot = (typeof WHY_NOT)[number];

/** Why a reply was left to an officer. */
export const UNDECIDED = ['no-question', 'several-answers', 'not-an-answer', 'too-long'] as const;
export type Undecided = (typeof UNDECIDED)[number];

/**
 * What a reply says. `yes`, `no`: to the question asked · `reason`: why not · `opt-out`: no more of this purpose to this
 * telephone · `wrong-person`: the telephone has another owner · `undecided`: an officer reads it.
 */
export type ReplyReading =
  | { readonly kind: 'yes' | 'no' | 'opt-out' | 'wrong-person' }
  | { readonly kind: 'reason'; readonly reason: WhyNot }
  | { readonly kind: 'undecided'; readonly why: Undecided };

/** Beyond this nobody answers with a digit. UTF-16 units, after cleaning. */
const LONGEST_ANSWER = 12;

/** What stands before or after an answer without changing it. */
const BEFORE = '(?:我?(?:回复|回覆|回|答复|选择|选|按|发|填)|答案是?|你好|您好|好的?)*';
const AFTER = '(?:吧|了|啊|呀|哈|哦|噢|嘛|谢谢您?|多谢)*';
const answer = (pattern: string): RegExp => new RegExp(`^${BEFORE}(?:${pattern})${AFTER}$`, 'u');

/** Only closed forms decide. A word that stands beside a digit must say the same as the digit. */
const YES_WORDS = '愿意去?|愿去|想去|要去|我去|去|感兴趣|有兴趣|可以去?|同意|参加|能来|能去|报名|在|还在|在上班|还在上班';
const NO_WORDS = '不去|不愿意?去?|不想去?|不要|不感兴趣|没兴趣|不参加|不来|来不了|去不了|不能来|不能去|不同意|不在|没在|不行';
const ONE = '1|一|壹';
const TWO = '2|二|贰';
const FORMS = {
  yes: answer(`(?:${ONE})(?:${YES_WORDS})?|(?:${YES_WORDS})(?:${ONE})`),
  no: answer(`(?:${TWO})(?:${NO_WORDS})?|(?:${NO_WORDS})(?:${TWO})`),
  'opt-out': answer('t|td|退订t?|td?退订|退定|取消|取消订阅|退订短信'),
  'wrong-person': /^(?:你好|您好)?(?:你们?|您)?(?:(?:打|发|搞)错(?:人|号码?)?了?|认错人了?|(?:我)?不是(?:本人|这个人|你(?:们)?要找的人)|号码?换人了|这个?号码?(?:已经)?不是(?:他|她)的了?)$/u,
} as const;
const REASONS: Readonly<Record<WhyNot, RegExp>> = {
  far: answer('a(?:太?远)?|太远a?'),
  pay: answer('b(?:工资太?[低少]|工资不够|钱少)?|(?:工资太?[低少]|钱少)b?'),
  trade: answer('c(?:不对口|专业不对口?|不会做?)?|(?:不对口|专业不对口?)c?'),
  other: answer('d(?:其他|其它|别的)?|(?:其他|其它)d?'),
};

/**
 * Reads a reply by closed forms alone: nothing is guessed, and what is not exactly an answer is left to an officer.
 * Compatibility forms are folded (NFKC), case, blanks, punctuation and emoji do not count.
 * @param asked null: nobody was asked anything within 72 hours: only opting out and "not me" are read
 */
export function readReply(raw: string, asked: QuestionKind | null): ReplyReading {
  const text = folded(raw);
  if (text === '') return { kind: 'undecided', why: 'not-an-answer' };
  if (FORMS['opt-out'].test(text)) return { kind: 'opt-out' };
  if (FORMS['wrong-person'].test(text)) return { kind: 'wrong-person' };
  if (text.length > LONGEST_ANSWER) return { kind: 'undecided', why: 'too-long' };
  if (asked === null) return { kind: 'undecided', why: 'no-question' };
  if (asked === 'why-not') {
    const reason = WHY_NOT.find((each) => REASONS[each].test(text));
    return reason === undefined ? undecided(text) : { kind: 'reason', reason };
  }
  if (FORMS.yes.test(text)) return { kind: 'yes' };
  return FORMS.no.test(text) ? { kind: 'no' } : undecided(text);
}

function undecided(text: string): ReplyReading {
  const several = new Set(text.match(/[12abcdt]/gu)).size > 1;
  return { kind: 'undecided', why: several ? 'several-answers' : 'not-an-answer' };
}

/** Signs between two digits (`1.5`, `1/2`) stay: dropped, they could make an answer of what is none. */
const JOINED_DIGITS = /\d[^\p{L}\d]+\d/u;
/** What people type around an answer without meaning anything by it. Question marks, crosses, ticks and other pictures may mean something. */
const NOISE = /[\s\p{Cf}\u20e3\ufe0e\ufe0f,.。!~、;:"'“”‘’()[\]【】「」『』《》<>*#_—+…·|\-😊🙂😄😁🙏🌹🤝☺]/gu;

function folded(raw: string): string {
  const text = raw.normalize('NFKC').toLowerCase();
  return JOINED_DIGITS.test(text) ? text.trim() : text.replace(NOISE, '');
}
