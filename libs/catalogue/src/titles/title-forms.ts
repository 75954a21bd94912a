/** Endings that name the worker and not the work: 保洁, 保洁员, 保洁阿姨 are one wording. */
const WORKER = /(工作人员|技术工人|人员|工人|员工|师傅|阿姨|大姐|大叔|小哥|小妹|专员|职位|岗位|岗|工|员|师|手|匠|者)$/;
/** Of what is known, only the plain endings are cut: 酒店阿姨 must not make 酒店 an occupation. */
const PLAIN_WORKER = /(师傅|(?<!员)工|员|师|手|匠|者)$/;
const HOUSE = /[厂店场站部院馆室房]$/;
/** The same, with operating a machine: 注塑操作工 is 注塑. Only tried on what is asked, never on what is known. */
const OPERATOR = /(操作人员|操作工|操作员|操作手|操作|作业员|熟练工|熟手|大工|中工|老师傅|技工|技师)$/;

/** What may stand before a title without changing the occupation: grade, terms of work, sort of house. */
const GRADE = /^(高级|中级|初级|资深|熟练的?|专业|优秀|实习|见习|兼职|全职|临时|长期|短期|季节性|驻场|持证|有证|女|男|本地|外地|农村|乡镇|县城|大型|小型|连锁|五星级|星级|日班|夜班|白班|长白班|新能源(?=厂))/;
const VENUE = /^(酒店|大酒店|宾馆|饭店|饭馆|餐厅|餐饮|餐馆|酒楼|食堂|超市|大型超市|商超|商场|门店|店铺|专卖店|工厂|厂区|厂内|工地|建筑工地|施工现场|项目部|小区|住宅小区|物业|写字楼|学校|校园|医院|卫生院|养老院|幼儿园|公司|企业|单位|政府|机关|办公楼|车间|生产车间|生产|矿山|矿区|煤矿|磷矿|养殖场|农场|基地|产业园|合作社|景区|旅游景区|度假村|民宿|农庄|农家乐|服装厂|制衣厂|电子厂|食品厂|家具厂|机械厂|化工厂|磷化厂|鞋厂|玩具厂|纺织厂|水泥厂|砖厂|茶厂|药厂|纸箱厂|塑料厂|饲料厂|汽车厂|钢厂|仓库|物流园|物流公司|快递公司|驾校|银行|加油站|高速公路|高速|银饰厂|ktv)/;
const PLACE = /^(湖北省?|武汉市?|襄阳市?|宜昌市?|十堰市?|荆门市?|荆州市?|恩施州?|保康县?|南漳县?|谷城县?|宜城市?|枣阳市?|老河口市?|樊城区?|襄城区?|襄州区?|房县|神农架|远安县?|北京市?|上海市?|天津市?|重庆市?|广州市?|深圳市?|东莞市?|佛山市?|惠州市?|中山市?|珠海市?|杭州市?|宁波市?|温州市?|金华市?|义乌市?|苏州市?|昆山市?|无锡市?|常州市?|南京市?|厦门市?|泉州市?|福州市?|成都市?|长沙市?|郑州市?|西安市?|合肥市?|广东省?|浙江省?|江苏省?|福建省?)(?=\p{Script=Han}{2,}$)/u;

/**
 * Titles that keep their occupation whatever stands before them (磷矿电工, 别墅保洁员). Short on purpose: 航空安全员 is
 * no 安全员, so 安全员 is not here.
 */
const HEAD = /(保安员?|保洁员?|保洁阿姨|清洁工|电工|电焊工|焊工|二保焊工|氩弧焊工|厨师|收银员?|会计|出纳|缝纫工|平车工|叉车工|叉车司机|挖掘机司机|货车司机|搬运工|装卸工|营业员|导购员?|售货员|业务员|销售员|销售代表|销售经理|库管员?|仓库管理员|仓管员?|仓库保管员|绿化工|快递员|外卖员|美容师|理发师|月嫂|保姆|育儿嫂|包装工|打包员|打包工|门卫|砌筑工|瓦工|泥瓦工|油漆工|抹灰工|钢筋工|架子工|防水工|采购员?|理货员|面点师|烘焙师|加油员|主播|绣娘|人事专员|文秘|茶艺师|粉刷工|搬运)$/;
/** Before these the head may mean something else: 房产销售员, 汽车…, 航空…; nothing is decided then. */
const HEAD_BLOCK = /古|值班|变电|配电|房|楼|地产|置业|保险|药|医|直播|网络|网店|电商|跨境|航空|民航|机场|铁路|列车|地铁|轨道|船|海|飞机|宠物|证券|理财|培训|教|学徒|助理|普工|储备|和|兼|或|转|非|无需|不|机$/;
const NO_TRADE_HEAD = /(普工|小工|暑假工|寒假工|假期工|临时工|杂工|勤杂工|零工|短工|辅助工|流水线工人|流水线作业员|流水线员工|产线工人|产线员工|产线作业员|车间工人|储备干部|管培生|义工|志愿者)$/;

/** A 师 is rarely a 工: 造型师 dresses hair, 造型工 casts iron. Wordings are only joined within one kind. */
export type WorkerKind = '师' | '工';
const BOTH: readonly WorkerKind[] = ['师', '工'];

/** A wording without its worker, and the kinds of worker it may stand for. */
export interface Work {
  readonly core: string;
  readonly kinds: readonly WorkerKind[];
}

/** What a known wording is without the ending that names the worker, or null when too little is left to mean anything. */
export function workOf(form: string): Work | null {
  const work = cut(form, PLAIN_WORKER);
  return work === null || HOUSE.test(work.core) ? null : work;
}

/** All works that a wording asked about may mean; itself, when it names no worker. */
export function worksAsked(form: string): readonly Work[] {
  const operated = cut(form, OPERATOR);
  const work = cut(form, WORKER);
  return [...(work === null ? [{ core: form, kinds: BOTH }] : [work]), ...(operated === null ? [] : [{ core: operated.core, kinds: ['工'] as const }])];
}

function cut(form: string, ending: RegExp): Work | null {
  const worker = ending.exec(form)?.[0];
  const core = worker === undefined ? form : form.slice(0, -worker.length);
  if (worker === undefined || core.length < 2) return null;
  return { core, kinds: worker === '师' ? ['师'] : /^(师傅|阿姨|大姐|大叔|小哥|小妹|岗|岗位|职位)$/.test(worker) ? BOTH : ['工'] };
}

/** The wording with what stands before it taken off, step by step: 武汉高级酒店厨师 → 高级酒店厨师 → 酒店厨师 → 厨师. */
export function shorterForms(form: string): readonly string[] {
  const forms: string[] = [];
  for (let left = form; ; ) {
    const next = [PLACE, GRADE, VENUE].map((prefix) => left.replace(prefix, '')).find((each) => each !== left && each.length >= 2);
    if (next === undefined) return forms;
    forms.push((left = next));
  }
}

/** The title that the wording ends with, where what stands before cannot change the occupation; else null. */
export function headOf(form: string): string | null {
  const head = HEAD.exec(form)?.[0];
  if (head === undefined || head === form) return null;
  const before = form.slice(0, -head.length);
  return before.length > 8 || HEAD_BLOCK.test(before) ? null : head;
}

/** Whether the wording ends as work that needs no trade does: 电子厂普工. */
export function endsWithoutTrade(form: string): boolean {
  return NO_TRADE_HEAD.test(form);
}

/** Whether a part of a title says nothing about the work: a place, a sort of house, terms. */
export function saysNothing(form: string): boolean {
  return form === '' || [PLACE, GRADE, VENUE].some((prefix) => `${form}某某`.replace(prefix, '') === '某某');
}
