import type { Region, RegionDirectory } from '@app/catalogue';
import { Random } from './random.js';

/** 保康县, the model county. */
export const COUNTY = '420626';
export const COUNTY_REGION = '420626000000';
/** Everything of the demo is drawn from this number. */
export const SEED = 20_160_826;

export interface Township {
  readonly code: string;
  readonly name: string;
  /** Codes of its villages, 12 digits. */
  readonly villages: readonly string[];
}

/** The county's townships; the development zone (codes from 400 on) has hardly anybody living in it. */
export function townshipsOf(regions: RegionDirectory): Township[] {
  const isTownship = ({ code }: Region): boolean => code.slice(6) < '400';
  return regions.children(COUNTY).filter(isTownship).map(({ code, name }) => ({ code, name, villages: regions.children(code).map((village) => village.code) }));
}

/** Who the article counts, in its proportions: 5,322 people in all. */
export const GROUPS = [
  { group: 'employment', people: 1902, classes: 24 },
  { group: 'vocational', people: 378, classes: 5 },
  { group: 'yulu', people: 556, classes: 7 },
  { group: 'rural', people: 2346, classes: 22 },
  { group: 'outreach', people: 140, classes: 2 },
] as const;
export type Group = (typeof GROUPS)[number]['group'];

/** Training providers; each teaches for some groups. */
export const PROVIDERS: readonly { readonly name: string; readonly groups: readonly Group[] }[] = [
  { name: '保康县青禾职业技能培训学校', groups: ['employment'] },
  { name: '保康县云岭家政与旅游培训中心', groups: ['employment'] },
  { name: '保康县荆山建筑技能培训站', groups: ['employment'] },
  { name: '保康县示范职业学校', groups: ['vocational', 'yulu'] },
  { name: '保康县乡村实用技术推广站', groups: ['rural', 'outreach'] },
  { name: '保康县沮水农民培训学校', groups: ['rural'] },
];

const BRANDS = [
  '青禾岭', '云溪湾', '松月里', '百果源', '望江岭', '翠屏谷', '金穗坊', '山水间', '红叶坪', '白鹤滩', '清泉沟', '春和堂', '瑞丰年', '同心坊', '晨曦里', '安禾', '远岫', '长岭风', '梅溪渡', '竹风里',
  '映山红谷', '石门溪', '鹿鸣坡', '稻香湾', '银杏坡', '碧波潭', '紫薇岭', '古道驿', '星河里', '东篱', '南坡', '西涧', '北峪', '五谷仓', '七彩石', '九曲溪', '千峰', '万松', '万家灯', '四季田',
] as const;

/** Trades of made-up employers, and the occupations that each hires for. */
export const TRADES: readonly { readonly suffix: string; readonly occupations: readonly string[]; readonly weight: number }[] = [
  { suffix: '建筑工程有限公司', occupations: ['6-29-01-01', '6-29-01-04', '6-29-01-03', '6-29-01-05', '6-29-04-01', '6-31-01-03', '6-30-05-05', '2-02-18-02'], weight: 12 },
  { suffix: '机械制造有限公司', occupations: ['6-18-02-04', '6-18-01-01', '6-18-01-07', '6-20-01-01', '6-31-01-02', '6-31-03-05', '6-18-01-12', '4-02-06-01'], weight: 12 },
  { suffix: '电子科技有限公司', occupations: ['6-25-04-07', '6-25-04-08', '6-31-03-05', '4-02-06-01', '6-31-05-00'], weight: 10 },
  { suffix: '服饰有限公司', occupations: ['6-05-01-03', '6-05-01-02', '6-05-01-04', '6-31-03-05'], weight: 8 },
  { suffix: '磷化工有限公司', occupations: ['6-11-01-02', '6-11-01-03', '6-31-01-02', '6-31-03-01', '6-31-06-00'], weight: 6 },
  { suffix: '矿业有限公司', occupations: ['6-16-01-05', '6-16-01-06', '6-16-01-10', '6-30-05-05', '6-31-06-00', '4-02-02-02'], weight: 5 },
  { suffix: '餐饮管理有限公司', occupations: ['4-03-02-01', '4-03-02-02', '4-03-02-05', '4-09-08-01', '4-01-02-04'], weight: 11 },
  { suffix: '酒店有限公司', occupations: ['4-03-01-01', '4-03-01-02', '4-03-02-01', '4-03-02-05', '4-07-05-01', '4-09-08-01'], weight: 9 },
  { suffix: '旅游开发有限公司', occupations: ['4-07-04-05', '4-13-01-03', '4-07-04-01', '4-14-06-02', '4-07-04-06', '4-09-10-01'], weight: 6 },
  { suffix: '家政服务有限公司', occupations: ['4-10-01-06', '4-10-01-05', '4-10-01-01', '4-09-08-01', '4-14-01-02'], weight: 9 },
  { suffix: '茶业有限公司', occupations: ['6-02-06-10', '6-31-05-00', '5-01-02-02', '4-01-06-01', '4-01-02-01'], weight: 5 },
  { suffix: '农业发展有限公司', occupations: ['5-01-02-03', '5-01-02-02', '5-01-02-05', '5-03-02-01', '6-01-06-00', '5-05-05-01', '4-01-06-02'], weight: 7 },
  { suffix: '商贸有限公司', occupations: ['4-01-02-03', '4-01-02-04', '4-01-02-01', '4-02-06-02', '4-02-02-02', '4-01-06-02', '2-06-03-00'], weight: 10 },
  { suffix: '物流有限公司', occupations: ['4-02-02-02', '4-02-05-01', '4-02-06-01', '4-02-07-08', '6-30-05-01', '4-02-07-09'], weight: 8 },
  { suffix: '物业服务有限公司', occupations: ['4-07-05-01', '4-09-08-01', '4-09-10-01', '6-31-01-03', '4-06-01-01'], weight: 8 },
  { suffix: '汽车服务有限公司', occupations: ['4-12-01-01', '4-02-02-01', '4-01-02-01'], weight: 4 },
  { suffix: '文化传媒有限公司', occupations: ['3-01-02-02', '4-01-06-02', '3-01-02-05', '4-08-08-08', '4-07-02-03'], weight: 4 },
];

export interface Employer {
  readonly number: number;
  readonly name: string;
  readonly occupations: readonly string[];
  /** Where it stands: a county of the neighbourhood, by the label that networks use, and its code. */
  readonly label: string;
  readonly county: string;
}

const NEIGHBOURHOOD: readonly (readonly [readonly [label: string, county: string], number])[] = [
  [['保康县', '420626'], 46], [['南漳县', '420624'], 9], [['谷城县', '420625'], 8], [['襄州区', '420607'], 8], [['樊城区', '420606'], 9], [['襄城区', '420602'], 5], [['房县', '420325'], 4],
  [['夷陵区', '420506'], 4], [['远安县', '420525'], 3], [['江夏区', '420115'], 2], [['东西湖区', '420112'], 2],
];

/** Made-up employers of the county and around; the same ones stand in the feed and in the ledger. */
export function madeUpEmployers(): Employer[] {
  return BRANDS.flatMap((brand, i) => [0, 1, 2, 3].map((round) => {
    const random = Random.of(SEED, 11, i, round);
    const trade = random.weighted(TRADES.map((each) => [each, each.weight] as const));
    const [label, county] = random.weighted(NEIGHBOURHOOD);
    const place = label.replace(/[县区]$/, '');
    return { number: i * 4 + round, name: `${place}${brand}${trade.suffix}`, occupations: trade.occupations, label, county };
  })).filter((employer, at, all) => all.findIndex((other) => other.name === employer.name) === at);
}
