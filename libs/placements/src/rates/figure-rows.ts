import { EXCLUSION_REASONS, evidenceMix, type ExclusionReason, type PresentedRate } from '@app/outcomes';

/** What the reasons of an exclusion are called. */
export const EXCLUSION_LABEL: Readonly<Record<ExclusionReason, string>> = { death: '死亡', 'medical-over-90-days': '患病超过 90 天', institution: '收押或入机构', 'call-up': '应征入伍', 'further-study': '全日制升学' };

type Cell = string | number | null;

/** Figures to leave the service as one table: a row a figure. */
export interface FigureTable {
  /** At most 31 characters. */
  readonly name: string;
  readonly columns: readonly { readonly heading: string; readonly width: number }[];
  readonly rows: readonly (readonly Cell[])[];
}

export const FIGURE_COLUMNS: FigureTable['columns'] = [
  { heading: '表', width: 16 }, { heading: '指标', width: 12 }, { heading: '分组', width: 24 }, { heading: '分组代码', width: 16 }, { heading: '项目', width: 24 },
  { heading: '数值', width: 12 }, { heading: '单位', width: 8 }, { heading: '说明', width: 32 }, { heading: '口径', width: 80 },
];

/** Where a figure stands, and what it is of. */
export interface FigurePlace {
  readonly table: string;
  /** The rate's name. */
  readonly rule: string;
  readonly group: string;
  readonly code: string;
  readonly definition: string;
}

const EVIDENCE = { E3: '佐证 E3', E2: '佐证 E2', E1: '佐证 E1', E0: '佐证 E0', none: '没有就业记录' } as const;
const NOBODY = '分母为 0，没有比率';
const NO_SEAT = '没有生效的订单，没有比率';

/** One row of the table. */
export function figureRow({ table, rule, group, code, definition }: FigurePlace, item: string, value: number | null, unit: string, remark: string | null = null): Cell[] {
  return [table, rule, group, code, item, value, unit, remark, definition];
}

/** Every figure of one shown rate: denominator, numerator, rate with its bounds and interval, who is apart, on what proof, persons and person-courses. */
export function figureRows(place: FigurePlace, figure: PresentedRate): Cell[][] {
  const { n, numerator, rate, low, high, wilson, message, immature, excluded, evidence, personCourses } = figure;
  const remark = message ?? (n === 0 ? NOBODY : null);
  const row = (item: string, value: number | null, unit: string): Cell[] => figureRow(place, item, value, unit, value === null ? remark : null);
  return [
    row('分母', n, '人'), row('分子', numerator, '人'), row('比率', rate, '%'), row('下界（情况不明的都未就业）', low, '%'), row('上界（情况不明的都已就业）', high, '%'),
    row('95% 区间下端', wilson?.[0] ?? null, '%'), row('95% 区间上端', wilson?.[1] ?? null, '%'), row('未到期', immature, '人'),
    ...EXCLUSION_REASONS.flatMap((reason) => (excluded?.[reason] === undefined ? [] : [row(`除外：${EXCLUSION_LABEL[reason]}`, excluded[reason], '人')])),
    ...(evidence === null ? [] : evidenceMix({ n, evidence: [evidence.E0, evidence.E1, evidence.E2, evidence.E3] }).flatMap(({ level, persons, share }) => [row(EVIDENCE[level], persons, '人'), row(`${EVIDENCE[level]}占分母`, share, '%')])),
    ...(personCourses === null ? [] : [row('分母', personCourses.n, '人次'), row('分子', personCourses.numerator, '人次'), row('比率（按人次）', personCourses.rate, '%')]),
  ];
}

/** The figures of a rate of seats: what was pledged, what was filled, and the share. */
export function pledgeRows(place: FigurePlace, { n, numerator, rate }: PresentedRate): Cell[][] {
  return [figureRow(place, '分母', n, '岗位'), figureRow(place, '分子', numerator, '人'), figureRow(place, '比率', rate, '%', n === 0 ? NO_SEAT : null)];
}
