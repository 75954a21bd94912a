/** Why a text must not be sent. */
export const TEXT_FAULTS = ['hardship-word', 'id-number', 'full-name', 'link-needed', 'signature-brackets', 'line-break', 'empty'] as const;
export type TextFault = (typeof TEXT_FAULTS)[number];

export const TEXT_FAULT_LABEL: Readonly<Record<TextFault, string>> = {
  'hardship-word': '短信里不能出现困难身份的字样',
  'id-number': '短信里不能出现身份证号',
  'full-name': '短信里不能出现姓名全称',
  'link-needed': '短信不能要求点链接才看得懂',
  'signature-brackets': '正文里不能有【】',
  'line-break': '正文里不能换行',
  empty: '短信没有内容',
};

/** What says that somebody is poor or needs help; spaces and signs between the characters do not hide it. */
const HARDSHIP_WORDS = ['贫困', '建档立卡', '脱贫', '扶贫', '低保', '五保', '特困', '监测户', '防返贫', '困难群众', '困难家庭', '困难户', '零就业', '残疾', '贫穷'];
const ID_NUMBER = /(?<!\d)\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]|(?<!\d)\d{8}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)/iu;
/** People are told never to click: nothing in a text may depend on it. */
const ASKS_TO_CLICK = /点击|点开|戳|打开链接|点链接|登录网址/u;

/**
 * What forbids a text, in the order of {@link TEXT_FAULTS}; empty when it may be sent. The signature stands before it and is not part of it.
 * @param names full names that the text must not contain: the addressee's, and of whom else it could name
 */
export function textFaults(text: string, names: readonly string[] = []): TextFault[] {
  const folded = text.normalize('NFKC');
  const dense = folded.replace(/[\s\p{P}\p{S}\p{Cf}]/gu, '');
  const digits = folded.replace(/[\s\-·.]/gu, '');
  const holds: Readonly<Record<TextFault, boolean>> = {
    'hardship-word': HARDSHIP_WORDS.some((word) => dense.includes(word)),
    'id-number': ID_NUMBER.test(digits),
    'full-name': names.some((name) => isFullName(name) && dense.includes(denseName(name))),
    'link-needed': ASKS_TO_CLICK.test(dense),
    'signature-brackets': /[【】]/u.test(text),
    'line-break': /[\r\n\u2028\u2029]/u.test(text),
    empty: dense === '',
  };
  return TEXT_FAULTS.filter((fault) => holds[fault]);
}

const denseName = (name: string): string => name.normalize('NFKC').replace(/[\s\p{P}\p{S}\p{Cf}]/gu, '');
const isFullName = (name: string): boolean => [...denseName(name)].length >= 2;
