import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsInt, IsNumber, IsOptional, Max, Min } from 'class-validator';
import { DEFAULT_WISHES, PLAN_FAILURES, PLAN_STATES, planState, type PairPage, type PlanFigures, type PlanWishes, type ShownComparison, type ShownDecision, type ShownPair, type StoredPlan } from '@app/matches';
import { encodeCursor, IsLine, IsUuid } from '@app/platform';
import { MatchedTrainee, MatchedVacancy } from './matches.dto.js';

const GROUP_MAX = 500;

/** 每个空缺推荐几人、每人最多几个岗位 */
export class PlanScopeDto {
  /** 每个空缺推荐几人，大于 0，不超过 20；默认 3 */
  @ApiProperty({ default: DEFAULT_WISHES.fanout, minimum: 0.1, maximum: 20 })
  @IsNumber({}, { message: '应为数字' }) @Min(0.1, { message: '不能小于 0.1' }) @Max(20, { message: '不能大于 20' })
  fanout: number = DEFAULT_WISHES.fanout;

  /** 每人最多推荐几个岗位，1 至 20；默认 1 */
  @ApiProperty({ default: DEFAULT_WISHES.perTrainee, minimum: 1, maximum: 20 })
  @IsInt({ message: '应为整数' }) @Min(1, { message: '不能小于 1' }) @Max(20, { message: '不能大于 20' })
  perTrainee: number = DEFAULT_WISHES.perTrainee;
}

export class RequestPlanDto extends PlanScopeDto {
  /** 同一班次的学员最多向同一用人单位推荐几人；空表示不限 */
  @ApiProperty({ type: Number, nullable: true, required: false, minimum: 0 })
  @IsOptional() @IsInt({ message: '应为整数' }) @Min(0, { message: '不能小于 0' }) @Max(100_000, { message: '不能大于 100000' })
  mostOfClass?: number | null;

  /** 每个乡镇的人至少占名额的比例，0 至 1；空表示不限 */
  @ApiProperty({ type: Number, nullable: true, required: false, minimum: 0, maximum: 1 })
  @IsOptional() @IsNumber({}, { message: '应为数字' }) @Min(0, { message: '不能小于 0' }) @Max(1, { message: '不能大于 1' })
  townshipShare?: number | null;

  static wishesOf({ fanout, perTrainee, mostOfClass, townshipShare }: RequestPlanDto): PlanWishes {
    return { fanout, perTrainee, mostOfClass: mostOfClass ?? null, townshipShare: townshipShare ?? null };
  }
}

export class WhatIfDto extends PlanScopeDto {
  /** 假设开办的课程 */
  @ApiProperty({ example: 'welding' }) @IsLine(64)
  courseId!: string;

  /** 假设取得证书的学员，1 至 500 人 */
  @ApiProperty({ type: [String] }) @ArrayMinSize(1, { message: '至少 1 人' }) @ArrayMaxSize(GROUP_MAX, { message: '最多 500 人' }) @IsUuid({ each: true })
  traineeIds!: string[];
}

export class DecidePairDto {
  @IsUuid() traineeId!: string;
  @IsUuid() vacancyId!: string;
}

export class VacancyDecisionsQuery {
  @IsUuid() vacancyId!: string;
}

export class PairsQuery {
  /** 上一页给出的游标 */
  @ApiProperty({ required: false }) @IsOptional() @IsLine(400)
  cursor?: string;

  /** 最多返回多少条，1 至 1000 */
  @Type(() => Number) @IsInt({ message: '应为整数' }) @Min(1, { message: '不能小于 1' }) @Max(1_000, { message: '不能大于 1000' })
  limit = 100;
}

/** 名额没有达到的乡镇 */
export class ShortGroup {
  /** 乡镇代码（9 位） */
  group!: string;
  /** 应有名额 */
  least!: number;
  /** 实际安排 */
  reached!: number;
}

/** 经办人已决定的推荐超过了班次限额的地方 */
export class OverLimit {
  /** 班次 */
  group!: string;
  employerId!: string;
  most!: number;
  decided!: number;
}

/** 方案的数字及其证明 */
export class PlanFiguresResponse {
  /** 总分：已证明最优时等于上界 */
  objective!: number;
  /** 上界：任何方案都不能超过 */
  bound!: number;
  /** 差距：上界减总分，0 即已证明最优 */
  gap!: number;
  /** 不加限制时的最高总分；与总分之差就是限制的代价 */
  freeObjective!: number;
  /** 由谁证明：own 本系统求解器；duals 本系统的对偶价格；outside 外部求解器 */
  @ApiProperty({ enum: ['own', 'duals', 'outside'] }) provenBy!: string;
  /** 推荐多少对 */
  pairs!: number;
  /** 可推荐的全部配对数 */
  keptPairs!: number;
  /** 没有找到人的名额 */
  unfilled!: number;
  /** 一个岗位也没有的人数 */
  unassigned!: number;
  /** 拥挤度：−1 最均匀，0 全部集中在一个岗位 */
  congestion!: number;
  /** 有人被推荐的岗位占全部岗位的比例 */
  coverage!: number;
  /** 基尼系数：0 最均匀 */
  gini!: number;
  short!: ShortGroup[];
  over!: OverLimit[];
  static of(figures: PlanFigures): PlanFiguresResponse {
    const { objective, bound, gap, freeObjective, provenBy, pairs, keptPairs, unfilled, unassigned, congestion, coverage, gini, short, over } = figures;
    return Object.assign(new PlanFiguresResponse(), { objective, bound, gap, freeObjective, provenBy, pairs, keptPairs, unfilled, unassigned, congestion, coverage, gini, short, over });
  }
}

/** 统筹方案 */
export class MatchPlanResponse {
  id!: string;
  /** 夜间自动生成的日期；空表示由经办人申请 */
  @ApiProperty({ type: String, nullable: true }) nightlyOn!: string | null;
  fanout!: number;
  perTrainee!: number;
  @ApiProperty({ type: Number, nullable: true }) mostOfClass!: number | null;
  @ApiProperty({ type: Number, nullable: true }) townshipShare!: number | null;
  requestedAt!: Date;
  /** waiting 计算中；made 已算成；failed 没有算成，可重新申请 */
  @ApiProperty({ enum: PLAN_STATES }) state!: string;
  /** 没有算成的原因；其余为空 */
  @ApiProperty({ enum: PLAN_FAILURES, nullable: true }) failure!: string | null;
  /** 空表示还没有算成 */
  @ApiProperty({ type: Date, nullable: true }) madeAt!: Date | null;
  @ApiProperty({ type: String, nullable: true }) asOf!: string | null;
  @ApiProperty({ type: String, nullable: true }) policyVersion!: string | null;
  @ApiProperty({ type: PlanFiguresResponse, nullable: true }) figures!: PlanFiguresResponse | null;
  /** 口径 */
  definition!: string;
  static of(plan: StoredPlan): MatchPlanResponse {
    const { id, nightlyOn, fanout, perTrainee, mostOfClass, townshipShare, requestedAt, failure, madeAt, asOf, policyVersion } = plan;
    const figures = plan.figures === null ? null : PlanFiguresResponse.of(plan.figures);
    return Object.assign(new MatchPlanResponse(), { id, nightlyOn, fanout, perTrainee, mostOfClass, townshipShare, requestedAt, state: planState(plan), failure, madeAt, asOf, policyVersion, figures, definition: definitionOf(plan) });
  }
}

function definitionOf({ fanout, perTrainee, mostOfClass, townshipShare }: PlanWishes): string {
  const limits = [
    ...(mostOfClass === null ? [] : [`同一班次最多向同一用人单位推荐 ${mostOfClass} 人`]),
    ...(townshipShare === null ? [] : [`各乡镇的人至少占名额的 ${Math.round(10_000 * townshipShare) / 100}%（达不到时缺得最少）`]),
  ];
  return `范围：本县可推荐的岗位与正在求职、符合条件且达到最低匹配度的人。每个空缺推荐 ${fanout} 人（招聘人数不详的按 1 人计），每人最多 ${perTrainee} 个岗位，使匹配度总分最高。经办人已决定的推荐保持不变，占名额，不计入总分。${limits.length === 0 ? '' : `限制：${limits.join('；')}。`}方案是推荐建议，须经办人确认后才能联系本人。`;
}

/** 方案中推荐的一对 */
export class PlannedPairResponse {
  trainee!: MatchedTrainee;
  vacancy!: MatchedVacancy;
  /** 由经办人决定，不是方案算出的 */
  isDecision!: boolean;
  static of({ trainee, vacancy, isDecision }: ShownPair): PlannedPairResponse {
    return Object.assign(new PlannedPairResponse(), { trainee: MatchedTrainee.of(trainee), vacancy: MatchedVacancy.of(vacancy), isDecision });
  }
}

export class PlannedPairPage {
  items!: PlannedPairResponse[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
  static of({ pairs, next }: PairPage): PlannedPairPage {
    return Object.assign(new PlannedPairPage(), { items: pairs.map(PlannedPairResponse.of), nextCursor: next === null ? null : encodeCursor([next.vacancyId, next.traineeId]) });
  }
}

/** 统筹结果 */
export class PlanOutcome {
  objective!: number;
  bound!: number;
  /** 有岗位的人数 */
  placed!: number;
  unfilled!: number;
}

/** 因此得到岗位（或更合适的岗位）的人 */
export class PlanGain {
  trainee!: MatchedTrainee;
  vacancies!: MatchedVacancy[];
}

/** 假设开班的前后对比 */
export class PlanComparisonResponse {
  before!: PlanOutcome;
  after!: PlanOutcome;
  gained!: PlanGain[];
  /** 口径 */
  definition!: string;
  static of({ before, after, gained }: ShownComparison): PlanComparisonResponse {
    const definition = '假设所列的人今天取得该课程证书，其他不变，重新统筹全县后的结果。只是估算，不保存，也不是就业承诺。';
    return Object.assign(new PlanComparisonResponse(), { before, after, definition, gained: gained.map(({ trainee, vacancies }) => ({ trainee: MatchedTrainee.of(trainee), vacancies: vacancies.map(MatchedVacancy.of) })) });
  }
}

/** 经办人决定推荐的一人 */
export class MatchDecisionResponse {
  id!: string;
  vacancyId!: string;
  trainee!: MatchedTrainee;
  decidedAt!: Date;
  static of({ id, vacancyId, trainee, decidedAt }: ShownDecision): MatchDecisionResponse {
    return Object.assign(new MatchDecisionResponse(), { id, vacancyId, trainee: MatchedTrainee.of(trainee), decidedAt });
  }
}
