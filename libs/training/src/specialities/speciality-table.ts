import { SPECIALITY_PART_WORDS, SPECIALITY_PARTS, SPECIALITY_POLICY } from './rank-specialities.js';
import type { SpecialityCatalogue, SpecialityView } from './speciality-catalogue.js';
import type { ShownRate, SpecialityStanding, SpecialityState } from './speciality.js';

type Cell = string | number | null;

/** The catalogue to leave the service: a row a course, and the definitions (口径) of its columns below. */
export interface SpecialityTable {
  readonly name: string;
  readonly columns: readonly { readonly heading: string; readonly width: number }[];
  readonly rows: readonly (readonly Cell[])[];
}

export const SPECIALITY_STANDING_LABEL = { 'does-not-work': '成效不好', 'no-finding': '未见成效不好', 'too-few': '人数不足，不作判断' } as const satisfies Record<SpecialityStanding, string>;
export const SPECIALITY_STATE_LABEL = { open: '开办', retired: '停办' } as const satisfies Record<SpecialityState, string>;

/** 口径 of what stands beside the ranking. */
export const SPECIALITY_DEFINITIONS = {
  settlement: '安置率 R5：开班在册的人里 180 天内就过业（佐证 E2 及以上）的比例，不减除外。人数 1 至 19 的不公布，可由合计反推的一并不公布。',
  retention: '留存率 R2@180：结业（减除外）的人里第 180 天当天在业（受雇、自主创业，佐证 E2 及以上）的比例，附人数和 95% 区间。不公布的规则同上。',
  startup: '创业成功：结业的人里第 180 天（第 365 天）当天在自主创业（佐证 E2 及以上）的比例，不减除外。不公布的规则同上。',
  standing: '成效判断：R2@180 公布的人数（20 人以上）里，区间上端仍低于全县同一比率的为“成效不好”；公布不了的不作判断。',
  fills: '可补缺工：最近一次缺工板上，该课程教会以后可以补上的招聘人数。',
  days: '授课天数：理论、实操课时各按每天 8 小时进位成整天。',
  score: `排名：各项按权重相加，满分 100（规则 ${SPECIALITY_POLICY.version}：${SPECIALITY_PARTS.map((part) => `${SPECIALITY_PART_WORDS[part].title} ${SPECIALITY_POLICY.weights[part] * 100}`).join('、')}）；同分按课程编号。不知道的按一半计并注明。`,
} as const;

interface Column {
  readonly heading: string;
  readonly width: number;
  readonly of: (line: SpecialityView) => Cell;
}

const COLUMNS: readonly Column[] = [
  { heading: '名次', width: 6, of: ({ position }) => position },
  { heading: '课程', width: 24, of: ({ name }) => name },
  { heading: '部门', width: 10, of: ({ department }) => department },
  { heading: '项目', width: 18, of: ({ programme }) => programme },
  { heading: '职业', width: 20, of: ({ occupationName }) => occupationName },
  { heading: '理论课时', width: 10, of: ({ hours }) => hours.theory },
  { heading: '实操课时', width: 10, of: ({ hours }) => hours.practice },
  { heading: '授课天数', width: 10, of: ({ days }) => days },
  { heading: '可补缺工（人）', width: 14, of: ({ fills }) => fills },
  ...rateColumns('R5', (line) => line.settlement),
  ...rateColumns('R2@180', (line) => line.retention),
  ...rateColumns('创业 180 天', (line) => line.startup180),
  ...rateColumns('创业 365 天', (line) => line.startup365),
  { heading: '承诺岗位', width: 10, of: ({ pledges }) => pledges.seats },
  { heading: '录用', width: 8, of: ({ pledges }) => pledges.hired },
  { heading: '得分', width: 8, of: ({ score }) => score },
  { heading: '按一半计的项', width: 20, of: ({ parts }) => parts.filter(({ isKnown }) => !isKnown).map(({ part }) => SPECIALITY_PART_WORDS[part].title).join('、') },
  { heading: '成效判断', width: 16, of: ({ standing }) => SPECIALITY_STANDING_LABEL[standing] },
  { heading: '状态', width: 8, of: ({ state }) => SPECIALITY_STATE_LABEL[state] },
  { heading: '停办、恢复的理由', width: 30, of: ({ decision }) => decision?.reason ?? null },
];

export function specialityTable({ asOf, lines, shortageAsOf }: SpecialityCatalogue): SpecialityTable {
  const definitions = [...Object.values(SPECIALITY_DEFINITIONS), ...SPECIALITY_PARTS.map((part) => `${SPECIALITY_PART_WORDS[part].title}：${SPECIALITY_PART_WORDS[part].definition}`), `截至 ${asOf}；缺工板 ${shortageAsOf ?? '还没有'}。`];
  const note = (text: string): Cell[] => COLUMNS.map((_, i) => (i === 1 ? `口径：${text}` : null));
  return { name: '专业目录', columns: COLUMNS.map(({ heading, width }) => ({ heading, width })), rows: [...lines.map((line) => COLUMNS.map(({ of }) => of(line))), ...definitions.map(note)] };
}

function rateColumns(name: string, rateOf: (line: SpecialityView) => ShownRate): Column[] {
  return [
    { heading: `${name} 人数`, width: 10, of: (line) => rateOf(line).n },
    { heading: `${name}（%）`, width: 10, of: (line) => rateOf(line).rate ?? rateOf(line).message },
  ];
}
