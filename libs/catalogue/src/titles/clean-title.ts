/** What employers put around a title: pay, board, urgency, numbers of people. None of it says what the work is. */
const DECORATION = [
  '急聘', '急招', '急需', '急', '诚聘', '诚招', '诚邀', '高薪', '招聘', '招募', '聘请', '聘', '现招', '直招', '直聘', '热招', '热聘', '大量', '长期招聘', '长期招', '长期有效', '新店开业', '新店',
  '包吃包住', '包吃住', '包食宿', '提供食宿', '免费食宿', '包吃', '包住', '管吃住', '管吃', '管住', '包三餐', '提供住宿', '可住宿', '有宿舍', '五险一金', '五险', '六险一金', '六险', '缴纳社保', '交社保', '有社保', '双休', '周末双休', '单休', '月休[一二两三四五六七八\\d]天',
  '待遇优厚', '待遇从优', '待遇优', '工资高', '工资面议', '薪资面议', '面议', '福利好', '年底双薪', '月入过万', '底薪\\+提成', '无责底薪', '日结', '周结', '月结', '可日结', '长白班', '常白班', '白班', '夜班', '两班倒', '三班倒', '八小时', '8小时',
  '无需经验', '无经验可', '无经验', '经验不限', '学历不限', '男女不限', '限男', '限女', '应届生可?', '接受应届生', '就近分配', '就近上班', '速来', '名额有限', '当天入职', '立即上岗', '可兼职', '可长期', '不加班', '不穿无尘服', '坐班', '名企', '央企', '国企', '上市公司', '有提成', '有补贴',
];
const COUNT = '(?:若干|数|多|[一二两三四五六七八九十百]+|\\d+(?:\\s*[-~至]\\s*\\d+)?)\\s*(?:名|人|位|个)|若干';
const PAY = '(?:月薪|年薪|日薪|时薪|底薪|工资|薪资|综合)?(?:\\d+(?:\\.\\d+)?\\s*(?:千|万|k|w|元|块)?\\s*[-~至到+])?\\s*\\d+(?:\\.\\d+)?\\s*(?:千|万|k|w|元|块)(?![吨瓦亩头只平套])(?:以上|起|左右)?(?:\\s*[/每一](?:月|天|日|年|小时|时))?|\\d{4,5}\\s*[-~至]\\s*\\d{4,5}';
const PIECE = `(?:${[...DECORATION].sort((a, b) => b.length - a.length).join('|')}|${COUNT}|${PAY})`;
const GAP = '[\\s,，。.、;；:：!！~·*★☆◆●_|+\\-—/]*';

/** 急诊, 急救, 招商, 聘 inside a word: a decoration at the front must not bite into the title. */
const LEADING = new RegExp(`^${GAP}(?:${PIECE}|招(?!商|生|标|投|牌|待|聘|募))(?<!急(?=诊|救|性))(?<!大量(?=程))(?<!招[聘募](?=专员|主管|经理|顾问|助理|师|员|会))${GAP}`, 'i');
const TRAILING = new RegExp(`${GAP}${PIECE}${GAP}$`, 'i');
const EDGES = new RegExp(`^${GAP}|(?:[\\s,，。.、;；:：!！~·*★☆◆●_|+\\-—/]|(?<=.)招)+$`, 'g');
const BRACKETS = /[([{【「『〔〈《<]([^()[\]{}【】「」『』〔〕〈〉《》<>]*)[)\]}】」』〕〉》>]/g;
/** What makes the whole of a bracket a decoration, wherever in it it stands. */
const DECORATIVE_BRACKET = /包吃|包住|吃住|管吃|管住|住宿|[包管三]餐|餐补|食宿|宿舍|五险|六险|社保|双休|单休|月休|薪|工资|\d元|\d\s*[k万千]|^急$|急聘|急招|急需|[白夜中晚长]班|倒班|两班|三班|无经验|经验|应届|届|兼职|全职|男|女|不限|岁|待遇|福利|补贴|提成|日结|周结|月结|长期|短期|名$|人$|优先|工作地|地点|可分配|入职|热招|直招|保底|有证|无证/i;
const JOB_NUMBER = /^[a-z]{0,3}\d{3,}[a-z\d]*$/i;

/**
 * The title without its decorations: NFKC, single spaces, no 急聘 / （包吃住） / 【高薪】 / 3名 and their like. Brackets
 * that say something about the work stay: `焊工(二保焊)`. Also the identity of a vacancy among an employer's, so it is
 * the same for every decoration of one title. A title of nothing but decorations is answered as it is.
 */
export function cleanTitle(title: string): string {
  const flat = title.normalize('NFKC').replace(/\s+/g, ' ').trim();
  const plain = stripEdges(flat.replace(BRACKETS, (_, content: string) => (isDecoration(content) ? ' ' : `(${stripEdges(content)})`)));
  if (plain === '') return flat;
  return /^\([^()]*\)$/.test(plain) ? plain.slice(1, -1) : plain;
}

function isDecoration(content: string): boolean {
  return stripEdges(content) === '' || DECORATIVE_BRACKET.test(content) || JOB_NUMBER.test(content.trim());
}

function stripEdges(text: string): string {
  let left = text.replace(EDGES, '');
  for (;;) {
    const next = left.replace(LEADING, '').replace(TRAILING, '').replace(EDGES, '').trim();
    // One character is not a title: 日结工 stays whole.
    if (next === left || next.length === 1) return left;
    left = next;
  }
}

/** A title in its main part, without the brackets, and the contents of the brackets that are left. */
export function splitBrackets(cleaned: string): { readonly main: string; readonly brackets: readonly string[] } {
  const brackets = [...cleaned.matchAll(/\(([^()]*)\)/g)].map((match) => match[1]!);
  return { main: cleaned.replace(/\([^()]*\)/g, ' ').trim(), brackets };
}

/** The form in which wordings are compared: lower case, without spaces and punctuation. */
export function comparable(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[\s\p{P}\p{S}]+/gu, '');
}
