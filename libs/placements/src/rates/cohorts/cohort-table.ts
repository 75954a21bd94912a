import type { ClassTable, CohortFigures, EmployerLine, PresentedOnTheJob, PresentedRate, PresentedRetention, PresentedTrained } from '@app/outcomes';
import { FIGURE_COLUMNS, figureRow, figureRows, type FigurePlace, type FigureTable } from '../figure-rows.js';
import type { CohortDefinitions } from './cohort-definitions.js';

/** What a report's table is written from. */
export interface TableHead {
  readonly rule: { readonly id: string };
  readonly definitions: CohortDefinitions;
  readonly names: { readonly cells: ReadonlyMap<string, string>; readonly employers: ReadonlyMap<string, string> };
}

type Row = FigureTable['rows'][number];

export type { FigureTable } from '../figure-rows.js';

const HIDDEN = '人数过少或可反推，不公布';
const CLASS_TABLE: Readonly<Record<ClassTable, string>> = { placement: '计入就业率的班次', 'on-the-job': '在岗培训', outreach: '科普活动' };
const ALL = '合计';

/** A cohort report as one table: a row a figure, in the order of the report, each with its unit and its definition (口径). */
export function cohortTable(head: TableHead, figures: CohortFigures): FigureTable {
  const { definitions, names, rule } = head;
  const monthly = (table: string, definition: string, months: readonly PresentedRate[]): Row[] =>
    months.flatMap((month) => figureRows({ table, rule: rule.id, group: month.by.month ?? '', code: month.by.month ?? '', definition }, month));
  return {
    name: '就业分析报表',
    columns: FIGURE_COLUMNS,
    rows: [
      ...figures.rate.flatMap((figure) => figureRows(placeOf(head, figure), figure)),
      ...monthly('已到期的月份', definitions.months, figures.months.mature),
      ...monthly('未到期的月份', definitions.immatureMonths, figures.months.immature),
      ...figures.retention.flatMap((point) => retentionRows(definitions, point)),
      ...figures.employers.map((line) => employerRow(head, line, names.employers)),
      ...figures.trained.flatMap((count) => trainedRows(definitions, count)),
      ...figures.onTheJob.flatMap((row) => onTheJobRows(definitions, row)),
    ],
  };
}

function placeOf({ definitions, names, rule }: TableHead, { by }: PresentedRate): FigurePlace {
  const code = Object.values(by)[0];
  return { table: '比率', rule: rule.id, group: code === undefined ? ALL : (names.cells.get(code) ?? code), code: code ?? '', definition: definitions.rate };
}

function retentionRows({ retention, sameCohort }: CohortDefinitions, { days, onDay, sameCohort: same }: PresentedRetention): Row[] {
  const group = `第 ${days} 天`;
  const place: FigurePlace = { table: '留存曲线', rule: onDay.rule, group, code: String(days), definition: retention.find((each) => each.days === days)?.definition ?? '' };
  const line: FigurePlace = { table: '留存曲线（同一批人）', rule: onDay.rule, group, code: String(days), definition: sameCohort };
  const remark = (value: number | null): string | null => (value !== null ? null : same.n === 0 ? '还没有人到期' : HIDDEN);
  return [...figureRows(place, onDay), figureRow(line, '分母', same.n, '人'), figureRow(line, '分子', same.numerator, '人', remark(same.numerator)), figureRow(line, '比率', same.rate, '%', remark(same.rate))];
}

function employerRow({ rule, definitions }: TableHead, { kind, employer, employers, persons }: EmployerLine, names: ReadonlyMap<string, string>): Row {
  const GROUP: Readonly<Record<EmployerLine['kind'], string>> = {
    employer: names.get(employer ?? '') ?? employer ?? '', rest: employers === null ? '其余单位合计' : `其余 ${employers} 家单位合计`, 'without-employer': '没有用人单位（如自主创业）', studying: '继续升学',
  };
  return figureRow({ table: '分子按用人单位', rule: rule.id, group: GROUP[kind], code: employer ?? kind, definition: definitions.employers }, '分子', persons, '人', persons === null ? HIDDEN : null);
}

function trainedRows({ trained }: CohortDefinitions, { programme, table, persons, personCourses, certified }: PresentedTrained): Row[] {
  const group = [table === null ? ALL : CLASS_TABLE[table], ...(programme === null ? [] : [programme])].join('：');
  const place: FigurePlace = { table: '培训人数', rule: '', group, code: table ?? '', definition: trained };
  return [figureRow(place, '人数', persons, '人'), figureRow(place, '人次', personCourses, '人次'), figureRow(place, '取证', certified, '人次', certified === null ? HIDDEN : null)];
}

function onTheJobRows({ onTheJob }: CohortDefinitions, row: PresentedOnTheJob): Row[] {
  const place: FigurePlace = { table: '在岗培训', rule: '', group: row.programme, code: row.programme, definition: onTheJob };
  const hidden = (value: number | null): string | null => (value === null ? HIDDEN : null);
  const pay = (value: number | null): string | null => (value !== null ? null : row.payKnown === 0 ? '没有两头都记载工资的人' : HIDDEN);
  return [
    figureRow(place, '结业', row.completed, '人次'), figureRow(place, '取证', row.certified, '人次', hidden(row.certified)), figureRow(place, '到期', row.mature, '人次'),
    figureRow(place, '结业时在岗', row.atWork, '人次', hidden(row.atWork)), figureRow(place, '第 180 天仍在原单位', row.retained, '人次', hidden(row.retained)), figureRow(place, '其中两头工资都有记载', row.payKnown, '人次', hidden(row.payKnown)),
    figureRow(place, '结业时月工资', row.payBeforeYuan, '元', pay(row.payBeforeYuan)), figureRow(place, '第 180 天月工资', row.payAfterYuan, '元', pay(row.payAfterYuan)),
  ];
}
