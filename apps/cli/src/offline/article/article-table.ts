import { FactLedger, NAMED_RATES, classRolls, computeRates, countTrained, deriveFigures, presentTable, settle, withEvidence, type Claim, type Figure, type Finding, type LedgerSlice, type PresentedRate, type SubsidyRule } from '@app/outcomes';
import { RAIN_PAID, articleFacts, articlePayments } from './article-ledger.js';

/** The figures as the report states them. */
const STATED: Readonly<Record<string, Figure>> = {
  trained: { label: '各类职业技能培训', value: 5_322, unit: '人' },
  work: { label: '就业培训', value: 1_902, unit: '人' },
  founders: { label: '创业培训', value: 829, unit: '人' },
  startUps: { label: '扶持创业', value: 576, unit: '人' },
  startUpShare: { label: '创业培训后创业', value: 69.48, unit: '%' },
  secretaries: { label: '办公文秘', value: 168, unit: '人' },
  carers: { label: '育婴师', value: 131, unit: '人' },
  drivers: { label: '汽车驾驶', value: 876, unit: '人' },
  sellers: { label: '电商创业', value: 182, unit: '人' },
  farming: { label: '农村实用科技培训', value: 2_346, unit: '人' },
  transfer: { label: '劳动力转移培训', value: 2_346, unit: '人' },
  onTheJob: { label: '在岗双技能培训', value: 11_256, unit: '人' },
  rain: { label: '雨露计划培训', value: 556, unit: '人' },
  rainPaid: { label: '雨露计划补助', value: RAIN_PAID, unit: '人' },
  rainMoney: { label: '雨露计划补助', value: 591_000, unit: '元' },
  rainEach: { label: '雨露计划标准', value: 1_500, unit: '元/人' },
  rainOpen: { label: '雨露计划已培训未补助', value: 162, unit: '人' },
  rate: { label: '就业率', value: 72, unit: '%' },
  households: { label: '实现就业创业脱贫致富的户', value: 5_898, unit: '户' },
};

const RAIN_RULE: SubsidyRule = { id: '雨露', fund: '雨露计划补助', programmes: ['雨露计划'], entitled: 'completed', base: { per: 'head', fen: 150_000 }, tiers: [], parts: [{ name: '一次', percent: 100 }] };
const AS_OF = '2017-12-31';
const FEN_PER_YUAN = 100;

/** What is asked about them: against the ledger where it has an answer, else against each other. */
const CLAIMS: readonly Claim[] = [
  { label: '各类职业技能培训由五项相加', figure: 'trained', is: { plus: ['ledger 就业培训', 'ledger 中职毕业生', 'ledger 雨露计划', 'ledger 农村实用科技培训', 'ledger 科普培训'] } },
  { label: '台账里不重复的人，除创业培训和在岗培训', figure: 'trained', is: { from: 'ledger all', less: ['ledger 创业培训', 'ledger 双技能培训'] } },
  { label: '2346 的第二次出现是同一批人，不再相加', figure: 'transfer', is: 'ledger twice' },
  { label: '文秘、育婴、驾驶在就业培训之内', figure: 'work', atLeast: { plus: ['secretaries', 'carers', 'drivers'] } },
  { label: '电商创业在创业培训之内', figure: 'founders', atLeast: 'sellers' },
  { label: '创业培训后创业', figure: 'startUpShare', is: { share: 'startUps', in: 'founders' } },
  { label: '创业培训后创业，按台账（自报，E0）', figure: 'startUpShare', is: 'ledger start-ups' },
  { label: '在岗培训另列一表', figure: 'onTheJob', is: 'ledger on-the-job table' },
  { label: '雨露计划补助金额', figure: 'rainMoney', is: { each: 'rainEach', times: 'rainPaid' } },
  { label: '雨露计划补助金额，按已付记录', figure: 'rainMoney', is: 'ledger rain money' },
  { label: '雨露计划已培训未补助', figure: 'rainOpen', is: { from: 'rain', less: ['rainPaid'] } },
  { label: '雨露计划已培训未补助，按结算单', figure: 'rainOpen', is: 'ledger rain open' },
  { label: '就业率 72 % 以上（R1，E2 及以上）', figure: 'rate', floorOf: ['ledger low', 'ledger high'] },
  { label: '5898 户，按 72 % 的培训人数加扶持创业人数', figure: 'households', is: { plus: [{ percent: 72, of: 'trained' }, 'startUps'] } },
];

/** The report's table: what its figures and a ledger made of them say about each other. */
export function articleTable(): Finding[] {
  return deriveFigures({ ...STATED, ...ledgerFigures() }, CLAIMS);
}

/** The figures that the library computes from the ledger, by the functions that compute everybody's. */
function ledgerFigures(): Record<string, Figure> {
  const slice = sliceOfArticle();
  const trained = countTrained(slice);
  const figures: Record<string, Figure> = {};
  const put = (name: string, value: number, unit: string): void => {
    figures[`ledger ${name}`] = { label: name, value, unit };
  };
  for (const { programme, persons } of trained.cells) put(programme, persons, '人');
  put('all', trained.total.persons, '人');
  put('twice', trained.cells.reduce((sum, { persons }) => sum + persons, 0) - trained.total.persons, '人');
  put('on-the-job table', trained.tables['on-the-job'].persons, '人');
  const [headline] = presented(slice, 2);
  put('low', headline!.low ?? 0, '%');
  put('high', headline!.high ?? 0, '%');
  put('start-ups', presented(slice, 0).find(({ by }) => by.programme === '创业培训')!.rate ?? 0, '%');
  const statements = settle([RAIN_RULE], classRolls(slice), articlePayments());
  put('rain open', statements.reduce((sum, { lines }) => sum + lines.length, 0), '人');
  put('rain money', articlePayments().reduce((sum, { fen }) => sum + fen, 0) / FEN_PER_YUAN, '元');
  return figures;
}

function sliceOfArticle(): LedgerSlice {
  const ledger = new FactLedger();
  for (const fact of articleFacts()) ledger.addRecord(fact);
  return ledger.at({ asOf: AS_OF });
}

function presented(slice: LedgerSlice, evidence: 0 | 2): PresentedRate[] {
  const tables = computeRates(slice, { rules: [withEvidence(NAMED_RATES[0], evidence)], by: 'programme' });
  return tables.flatMap((table) => presentTable(table, 'raw'));
}
