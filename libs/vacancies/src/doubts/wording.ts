/**
 * What the wording of a vacancy says about who may apply. The first six are restrictions that the law forbids: such a
 * vacancy is held until an officer decides. `age` and `disability-reserved` (a post kept for disabled people, which is
 * lawful) are facts for officers.
 */
export const RESTRICTIONS = ['sex', 'ethnicity', 'religion', 'marriage', 'disability', 'hepatitis-b'] as const;
export const WORDING_FLAGS = [...RESTRICTIONS, 'age', 'disability-reserved'] as const;
export type WordingFlag = (typeof WORDING_FLAGS)[number];

/** Wishes that a source states in fields of their own; years, null = not said. */
export interface WishFields {
  readonly ageFrom: number | null;
  readonly ageTo: number | null;
}

export interface WordingReading {
  readonly flags: readonly WordingFlag[];
  /** Whether one of the flags is a restriction. */
  readonly held: boolean;
  /** The words that say so, in reading order, each once. */
  readonly phrases: readonly { readonly flag: WordingFlag; readonly text: string }[];
}

const ANY = '(?:不限|均可|皆可|都可以?|也可以?|兼收|不拘|均招|都招|都要|通用|不论|没有要求|无要求|没要求)';
const SAYS = '(?:仅限|只限|限定|限招|限|只招聘?|仅招聘?|只要|仅要|只收|必须为|必须是|必须|须为|须是|要求为|要求|应为|需为|优先录用|优先考虑|优先)[:是]?';
const NO = '(?:不要|不含|不招聘?|不收|不接受|不录用|不考虑|拒绝|谢绝|禁止|排除)';
const OUT = '(?:勿扰|勿投|勿试|勿进|免谈|免投|免进|除外|不要|不招|不收|不考虑|谢绝|请绕行|止步)';
const BEST = '(?:者|员工|求职者)?(?:优先|更佳|尤佳|为佳|为宜|为主|最佳|最好|佳$)';
/** Opens and ends a clause: a word that stands alone in one is a condition. */
const OPENS = '(?<=^|[,;。:(、\\d.\\n])';
const ENDS = '(?=$|[,;。)、\\n\\d])';

/** What mentions a sex and restricts none: both together, goods and places for one, people who are served, kin. */
const SEX_NEUTRAL = new RegExp(
  [
    `(?:性别|男(?:性|士|生|工)?[/、,和或及与]?女(?:性|士|生|工)?|女[/、,和或及与]?男)${ANY}`, `(?:不限|不分|不论|无)(?:男女|性别)(?:要求|限制)?`, `男(?:工|生|士|性)?[、/和或及与]?女(?:工|生|士|性)?(?!各|优先|\\d|${OUT})`, '[男女]性?(?:老人|客户|顾客|会员|患者|病人|病区|病房|婴|宝宝?)',
    '[男女](?:士|性|生|子)?(?:装|鞋|式|裤|包(?!装)|款|厕|卫生间|洗手间|宾|浴|袜|科|童|表|衣|帽|更衣|裙|监|红|儿|娲|贞|靴|饰|团|篮|足|排|西服|西装|衬衫|皮具|内衣|服(?!务)|用品|宿舍|公寓|楼|澡|寝|健康|护理|养生|美容|会所|瑜伽|健身|学院|监狱|医院|职工委员)',
    '(?:子|孙|侄|织|歌|美少)女', '(?<![限招收要聘])妇女(?!优先|佳|为)', '[男女](?:友|朋友|主人|神|性向)|处女座', '[女男]人(?:街|坊|世界|帮|装)', '(?![限招要收求聘仅只为是需下内])[\\u4e00-\\u9fff](?:女士|男士)(?!优先|限|佳|勿|最)', '女工(?:宿舍|车间|浴室|委员|特殊|保护|权益)', '女职工(?:特殊|保护|权益|委员|产假|活动)',
  ].join('|'), 'gu',
);
const SEX_ANYWHERE = new RegExp(
  [
    '男女各', '[男女](?:性|生|士|工|孩)?\\d+[名人位个]', `${SAYS}(?:招)?[男女](?:性|士|生|工|孩|人|员工|青年)?`, `(?:招|聘|找|需要?)(?:聘|收)?(?:\\d+[名个位])?[男女](?=[\\u4e00-\\u9fff])(?:性|士|生|工|孩|员工)?`, '(?:以下|以上|以内|岁)的?[男女](?:性|士|生)', `性别(?:要求)?[:为是]?(?:限)?[男女]`,
    `${NO}[男女](?:性|士|生|工|孩|人)?`, `[男女](?:性|士|生|工|孩|人)?(?:${OUT}|${BEST}|限定)`, `${OPENS}[男女](?:性|生|工|孩)?${ENDS}`, `${OPENS}[男女](?:性|士|生)?[:(](?=\\d)`, `(?:[男女]孩子|妇女)(?:${OUT}|${BEST})`, '(?:限|招收?|聘)妇女', '(?:适合|适宜|欢迎)[男女](?:性|士|生|孩)(?!用)',
  ].join('|'), 'gu',
);
/** A title has no room for anything else: a sex that is left in it is a condition. */
const SEX_IN_TITLE = /[男女](?!士)(?:性|生|工)?|(?:美|靓)女|帅哥|靓仔/gu;

const PEOPLES = '(?:汉|回|蒙古?|藏|维吾尔|维|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|畲|羌|仡佬|锡伯|柯尔克孜|土)族';
const ETHNIC_NEUTRAL = new RegExp(`(?:民族|族别)${ANY}|(?:不限|不分|不论|无)民族(?:要求|限制)?|各民族|${PEOPLES}${ANY}|汉族?[、/或]少数民族${ANY}`, 'gu');
const ETHNICITY = new RegExp(
  [
    `${SAYS}(?:${PEOPLES}|汉人|汉民|少数民族|回民)`, `(?:招|聘)(?:聘)?(?:${PEOPLES}|少数民族|回民)(?:员工|人员|人|$|[,;。)])`, `(?:${PEOPLES}|汉人|少数民族|回民|新疆人|西藏人|[新西]疆籍|藏人)(?:人|员工|人员|朋友|同胞)?(?:${OUT}|${BEST})`,
    `${NO}(?:${PEOPLES}|少数民族|回民|新疆|西藏|藏人|外族)(?:人|籍|员工|人员)?`, `民族[:为是](?:限)?(?:${PEOPLES}|汉)`, `${OPENS}(?:汉族|非少数民族)${ENDS}`, '非少数民族', `(?:招聘?|聘)${PEOPLES}(?!食堂|餐厅|餐馆|饭店|饭庄|风味|面馆|菜|中学|小学|自治|学校|地区|村|乡|语)`,
  ].join('|'), 'gu',
);

const FAITHS = '(?:佛教?|基督教?|伊斯兰教?|天主教?|道教)';
const FAITHFUL = '(?:佛教徒|基督徒|天主教徒|穆斯林|信教(?:人员|者|人士)?|教徒|信徒|有宗教信仰(?:者|人员)?|信佛(?:者|人士)?)';
const RELIGION_NEUTRAL = new RegExp(`(?:宗教信仰|信仰|宗教)${ANY}|(?:不限|不论|尊重)(?:员工)?(?:宗教|信仰)(?:信仰)?|无(?:宗教|信仰|宗教信仰)(?:要求|限制|歧视)`, 'gu');
const RELIGION = new RegExp(
  [`(?:无|没有|没|不得有|不能有|不可有|不要有|不允许有)(?:任何|不良)?宗教(?:信仰|背景)?`, '(?:不信|不得信|不能信|不信奉|不信仰)(?:仰|奉)?(?:任何)?(?:宗教|教)', `(?:${SAYS}|${NO}|只?招聘?)${FAITHFUL}`, `${FAITHFUL}(?:${OUT}|${BEST})`, `(?:须|必须|要求|需|限)(?:信仰|信奉|信)${FAITHS}`, `(?:信仰|信奉|信)${FAITHS}(?:的|者)?(?:${OUT}|${BEST})`].join('|'),
  'gu',
);

const MARRIAGE_NEUTRAL = new RegExp(
  `(?:已婚|未婚)[、/,或和]?(?:未婚|已婚)${ANY}|(?:婚姻|婚育|婚否|生育|婚)(?:状况|情况|与否)?${ANY}|(?:不限|不问|不论)(?:婚否|婚姻|婚育|生育|已婚)(?:状况|情况|未婚)?|无(?:婚姻|婚育|生育)(?:状况)?(?:要求|限制)|(?<!招|限|要求|聘)(?:已婚|未婚|单身)(?:员工|职工|同事|青年|干部)(?!优先)|单身(?:公寓|宿舍|房|间)`,
  'gu',
);
const MARRIAGE = new RegExp(
  [
    '已婚(?:已育|未育)?', '未婚(?:未育)?', '已育', '未育', '已生育', '未生育', '未怀孕', '非孕期', `${SAYS}(?:单身|离异)`, `(?:单身|离异|孕妇|备孕|哺乳期|怀孕|孕期)(?:者|人员|女性|妇女|的)?(?:${OUT}|优先)`, `${NO}(?:单身|离异|孕妇|怀孕|备孕|哺乳期|结婚)`,
    '[一二两三四五\\d]年内(?:不|无|没有)(?:得|准|能|会|可|打算)?(?:结婚|怀孕|生育|生孩子|要孩子|婚育|生育计划|结婚计划)', '不(?:准|得|能|许|可|允许)(?:结婚|怀孕|生育|生孩子|谈?恋爱)', '(?:无|没有)(?:近期)?(?:怀孕|生育|结婚|婚育|二胎)(?:计划|打算|需求)', `(?:婚育|生育|怀孕|结婚)(?:计划|打算)(?:者|的)?(?:${OUT})`, '(?:已有|有)(?:小孩|孩子)(?:者)?优先', '(?:没有|无)(?:小孩|孩子)(?:者)?优先',
  ].join('|'), 'gu',
);

const DISABILITY_NEUTRAL = /无残[疾障](?:人)?(?:歧视|限制)|残[疾障](?:人|人士)?(?:均可|皆可|也可以?|亦可|不限|同等|可报名|可应聘)|不(?:歧视|限制|排斥)残[疾障](?:人|人士)?/gu;
const DISABILITY = new RegExp(
  [`${NO}(?:任何)?(?:身体|肢体)?残[疾障](?:人|人士|人员|者)?`, `(?:有)?残[疾障](?:人|人士|人员|者)?(?:${OUT})`, '(?:身体|肢体|四肢|手脚|双手|躯体)健全', '健全人', '(?:无|没有|非)(?:任何|明显|身体|肢体|重大|严重)*(?:残疾|残障|残缺|伤残)', '(?:无|没有)(?:任何|明显)?(?:身体|生理|肢体)(?:缺陷|残缺)', `${NO}(?:聋哑|盲人|聋人|哑巴|跛|瘸)`, `(?:聋哑|盲人|聋人)(?:人|人士)?(?:${OUT})`].join('|'), 'gu',
);
const DISABILITY_RESERVED = /(?<![不未绝止])(?:招聘?|限|面向|录用|安置|聘)残[疾障](?:人|人士|人员|员工)?|残[疾障](?:人|人士|员工)?(?:专岗|专场|岗位|岗|优先)|[(]残[疾障]人?[)]/gu;

const HEPATITIS_NEUTRAL = /(?:不|无需|不用|不得|不再|免|严禁|禁止|不必|无须)(?:要求|强制|进行|做|歧视|检测|检查|查|限)*(?:乙肝|乙型肝炎)(?:项目|检测|检查|携带者|病毒|表面抗原)*|乙肝(?:携带者|病毒携带者|患者)?(?:不限|均可|也可以?|亦可|不影响)|乙肝疫苗|乙型肝炎疫苗|(?:防治|治疗|研究|诊治|检验|检测)乙(?:型)?肝(?:炎)?(?:药|试剂|患者|病)|乙(?:型)?肝(?:炎)?(?:药|试剂|防治|门诊|科研|研究)/gu;
const HEPATITIS = /乙肝|乙型肝炎|两对半|大三阳|小三阳|澳抗|HBV|肝功能?(?:正常|合格|检查|检测|无异常)|(?:含|查|检|验|测)肝功|(?:无|没有)(?:肝炎|肝病)/giu;

const AGE_NEUTRAL = new RegExp(`年龄${ANY}|不限年龄|(?:年满|满)1[68](?:周岁|岁)(?:以上|及以上)?|1[68](?:周岁|岁)(?:以上|及以上)(?!\\d)|\\d{2}(?:多)?岁(?:的)?(?:老人|老太|奶奶|爷爷|老奶奶|老爷爷|婆婆|大爷|失能)`, 'gu');
const AGE = new RegExp(
  ['(?:1[6-9]|[2-7]\\d)(?:周岁|岁)?(?:-|~|—|–|至|到)(?:[2-7]\\d)(?:周岁|岁)', '(?:1[6-9]|[2-7]\\d)(?:周岁|岁)(?:以下|以内|以上|及以下|及以上|左右|之内|之间|上下|内|优先)', '年龄[^,;。\\d]{0,8}(?:1[6-9]|[2-7]\\d)', '(?:1[6-9]|[2-7]\\d)(?:-|~|—|–|至|到)[2-7]\\d(?:均可|都可以?|皆可)', '超过?[2-7]\\d(?:周岁|岁)', '(?:不超过|不高于|小于|低于|未满|不满)[2-7]\\d(?:周岁|岁)', `(?:[789]0|[89]5|00|05)后${BEST}`, '(?:仅限|限|只招|招|要求)(?:[789]0|[89]5|00|05)后', `(?:年轻|中年|青年)(?:人|者|女性|男性)?(?:${BEST}|优先)`, '(?:仅限|限|只招|只要)(?:年轻人?|中年人?|青年)'].join('|'),
  'gu',
);

const RULES: readonly { readonly flag: WordingFlag; readonly neutral: RegExp | null; readonly says: RegExp }[] = [
  { flag: 'sex', neutral: SEX_NEUTRAL, says: SEX_ANYWHERE },
  { flag: 'ethnicity', neutral: ETHNIC_NEUTRAL, says: ETHNICITY },
  { flag: 'religion', neutral: RELIGION_NEUTRAL, says: RELIGION },
  { flag: 'marriage', neutral: MARRIAGE_NEUTRAL, says: MARRIAGE },
  { flag: 'disability', neutral: DISABILITY_NEUTRAL, says: DISABILITY },
  { flag: 'hepatitis-b', neutral: HEPATITIS_NEUTRAL, says: HEPATITIS },
  { flag: 'age', neutral: AGE_NEUTRAL, says: AGE },
  { flag: 'disability-reserved', neutral: DISABILITY_NEUTRAL, says: DISABILITY_RESERVED },
];
/** Nearly every text says none of it: one look before eight. */
const WORTH_READING = /[男女族教徒佛婚育孕残肝阳岁龄仔]|回民|HBV|信仰|宗教|对半|澳抗|健全|单身|离异|缺陷|帅哥|小孩|孩子|恋爱|聋|盲|后|疆|藏|汉|年轻|青年|中年|\d(?:均可|都可|皆可)/iu;

/**
 * Reads what the wording restricts. A preference (女士优先) counts as a restriction: 人社部发〔2019〕17号 forbids both.
 * Words about both sexes, about goods (女装导购), places (回族食堂) and people who are cared for restrict nobody.
 */
export function restrictedWording(title: string, description: string | null, fields: WishFields): WordingReading {
  const phrases: { flag: WordingFlag; text: string }[] = [];
  for (const text of [spelled(title), spelled(description ?? '')]) if (WORTH_READING.test(text)) phrases.push(...phrasesOf(text));
  const plainTitle = spelled(title);
  if (!phrases.some(({ flag }) => flag === 'sex')) phrases.unshift(...matches('sex', plainTitle.replace(SEX_NEUTRAL, '\n'), SEX_IN_TITLE));
  const flags = new Set(phrases.map(({ flag }) => flag));
  if (fields.ageTo !== null || (fields.ageFrom !== null && fields.ageFrom > 18)) flags.add('age');
  return { flags: WORDING_FLAGS.filter((flag) => flags.has(flag)), held: RESTRICTIONS.some((flag) => flags.has(flag)), phrases: once(phrases) };
}

/** One spelling for all: NFKC (Chinese commas become Latin), no blanks within a line. */
export function spelled(text: string): string {
  return text.normalize('NFKC').replace(/[^\S\n]+/g, '').replace(/[【[{<《「]/g, '(').replace(/[】\]}>》」]/g, ')').replace(/[!?|·•]/g, ';');
}

function phrasesOf(text: string): { flag: WordingFlag; text: string }[] {
  return RULES.flatMap(({ flag, neutral, says }) => matches(flag, neutral === null ? text : text.replace(neutral, '\n'), says));
}

function matches(flag: WordingFlag, text: string, says: RegExp): { flag: WordingFlag; text: string }[] {
  return [...text.matchAll(says)].map((match) => ({ flag, text: match[0].replace(/\n/g, '') }));
}

function once(phrases: readonly { flag: WordingFlag; text: string }[]): { flag: WordingFlag; text: string }[] {
  return phrases.filter((phrase, i) => phrases.findIndex((other) => other.flag === phrase.flag && other.text === phrase.text) === i);
}
