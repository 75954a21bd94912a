import { EMPLOYERS_SHOWN, FOLLOW_UP_DAYS, SMALLEST_PUBLISHED, type CohortDimension, type PlacementRule, type PresentationForm } from '@app/outcomes';
import { defineRate, type DefinitionContext } from '../definition.js';

/** The 口径 of every table of a cohort report. */
export interface CohortDefinitions {
  readonly rate: string;
  readonly months: string;
  readonly immatureMonths: string;
  /** By day. */
  readonly retention: readonly { readonly days: number; readonly definition: string }[];
  readonly sameCohort: string;
  readonly employers: string;
  readonly onTheJob: string;
  readonly trained: string;
}

const DIMENSION: Readonly<Record<CohortDimension, string>> = {
  class: '按班次分列：各人列在计数的那个班', course: '按课程分列：各人列在计数班次的课程', programme: '按项目分列：各人列在计数班次的项目', region: '按开班地分列', provider: '按培训机构分列：各人列在计数班次的机构',
  township: '按登记所在乡镇分列，以首次报名时为准', village: '按登记所在村分列，以首次报名时为准；登记只到乡镇的列在该乡镇名下', department: '按部门分列：以计数班次的课程在专业目录中所属部门为准',
  month: '按月分列', quarter: '按季度分列', year: '按年分列',
};
const TIME: readonly CohortDimension[] = ['month', 'quarter', 'year'];

/** What a report's figures are of, in plain Chinese, table by table: printed beside every figure. */
export function defineCohort({ rule, retentionRule, by, form }: { readonly rule: PlacementRule; readonly retentionRule: PlacementRule; readonly by: CohortDimension | null; readonly form: PresentationForm }, context: DefinitionContext): CohortDefinitions {
  const hiding = form === 'raw' ? '本表为辖区内原始数字，未作遮蔽，不得公布。' : `公布用数字：分母 1 至 ${SMALLEST_PUBLISHED - 1} 人的只列分母；一组中只有一格遮蔽的，另遮最小的一格。`;
  const moment = rule.population === 'P1' ? '开班' : '结业';
  const whole = defineRate(rule, context);
  const dates = `数据截至 ${context.asOf}（生效日期），以 ${context.knownBy ?? '今'} 前记入台账的事实为准。`;
  const place = `${context.regionName}，${context.period === null ? '全部时期' : `${context.period.from} 至 ${context.period.to}`}`;
  return {
    rate: `${whole}${by === null ? '' : `${DIMENSION[by]}${TIME.includes(by) ? `，以${moment}日期为准` : ''}，各格相加等于合计。`}${hiding}`,
    months: `${whole}按${moment}月份分列，一人只在其首次${moment}的月份。${hiding}`,
    immatureMonths: `${whole}按${moment}月份分列；这些月份还有人未到期，所列是截至目前的数，不是该月的就业率。${hiding}`,
    retention: FOLLOW_UP_DAYS.map((days) => ({ days, definition: `${defineRate({ ...retentionRule, id: `${retentionRule.id}@${days}`, horizon: { kind: 'on-day', days } }, context)}各时点的人群不同，越靠后只剩越早的期次。${hiding}` })),
    sameCohort: `同一批人在各时点的在业情况：只算到第 ${FOLLOW_UP_DAYS.at(-1)!} 天已到期、计入分母的人，其余口径同各时点的比率。${dates}${hiding}`,
    employers: `只列分子：${whole}按决定其就业的那份工作的用人单位计人，人数多的在前，列前 ${EMPLOYERS_SHOWN} 家，其余合计；没有用人单位的、因升学计入的另列。用人单位以记入台账时的为准。${form === 'raw' ? hiding : `公布用数字：不足 ${SMALLEST_PUBLISHED} 人的单位并入其余合计；只有一行遮蔽的，另遮最小的一行；总数遮蔽的不列本表。`}`,
    onTheJob: `在岗培训单列，不进任何就业率：${place}结业的在岗培训人次。满 180 天再过 30 天的为到期；到期人次中，结业当日有 E2 及以上佐证的工作的为“结业时在岗”，其中第 180 天仍在同一单位的为“仍在原单位”；工资为仍在原单位且两头工资都有记载的人的月均数。${dates}${hiding}`,
    trained: `${place}结业（或取证，以较早者为准）的人：人数按人去重，人次按人、按班次各计一次；取证为其中取得证书的人次。${dates}${form === 'raw' ? hiding : `公布用数字：不足 ${SMALLEST_PUBLISHED} 人的不列取证数，防止反推的另遮一格。`}`,
  };
}
