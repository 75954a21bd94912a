import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { SELECTED_TOP, SMALLEST_COMPARED, type FairnessAttribute, type FairnessReport, type SelectionRate, type ShortageBoard, type ShownShortage } from '@app/matches';
import type { StoredForecast, ExplainedMatch, ShownTrainee, ShownVacancy, TraineeList, TraineeMatch, VacancyList, VacancyMatch, VacancyMatchCount } from '@app/matches';

const LIST_DEFAULT = 20;
const LIST_MAX = 200;

export class MatchListQuery {
  /** 最多返回多少条，1 至 200 */
  @Type(() => Number) @IsInt({ message: '应为整数' }) @Min(1, { message: '不能小于 1' }) @Max(LIST_MAX, { message: '不能大于 200' })
  limit = LIST_DEFAULT;
}

/** 学员（脱敏） */
export class MatchedTrainee {
  id!: string;
  @ApiProperty({ example: '张三' }) name!: string;
  @ApiProperty({ example: '420626***********4' }) idNumberMasked!: string;
  @ApiProperty({ type: String, nullable: true, example: '138****8000' }) phoneMasked!: string | null;
  /** 登记所属的行政区划（到村） */
  ownerRegion!: string;
  /** 最近一次询问意愿的日期 */
  @ApiProperty({ type: String, nullable: true }) wishesAskedOn!: string | null;

  static of(trainee: ShownTrainee): MatchedTrainee {
    const { id, name, idNumberMasked, phoneMasked, ownerRegion, wishesAskedOn } = trainee;
    return Object.assign(new MatchedTrainee(), { id, name, idNumberMasked, phoneMasked, ownerRegion, wishesAskedOn });
  }
}

/** 岗位，以及供经办人参考、不计分的事实（年龄意愿、食宿、工时） */
export class MatchedVacancy {
  id!: string;
  @ApiProperty({ example: '电焊工' }) title!: string;
  employerId!: string;
  employerName!: string;
  @ApiProperty({ type: String, nullable: true }) regionLabel!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '5000-7000元/月' }) payText!: string | null;
  /** 剩余名额；空表示若干 */
  @ApiProperty({ type: Number, nullable: true }) openings!: number | null;
  @ApiProperty({ type: Number, nullable: true }) ageWishFrom!: number | null;
  @ApiProperty({ type: Number, nullable: true }) ageWishTo!: number | null;
  @ApiProperty({ type: Boolean, nullable: true }) lodging!: boolean | null;
  @ApiProperty({ type: String, nullable: true }) kindLabel!: string | null;
  status!: string;

  static of(vacancy: ShownVacancy): MatchedVacancy {
    const { id, title, employerId, employerName, regionLabel, payText, openings, ageWishFrom, ageWishTo, lodging, kindLabel, status } = vacancy;
    return Object.assign(new MatchedVacancy(), { id, title, employerId, employerName, regionLabel, payText, openings, ageWishFrom, ageWishTo, lodging, kindLabel, status });
  }
}

export class MatchGate {
  @ApiProperty({ example: 'OUT_OF_REACH' }) code!: string;
  @ApiProperty({ example: '工作地超出本人能去的范围' }) label!: string;
}

/** 一个匹配：分数、三部分得分及依据、技能逐项、课程、门槛、建议课程，以及同样内容的一句话 */
export class MatchExplanation {
  /** 0 至 10000，显示为 0.00–100.00 */
  score!: number;
  eligible!: boolean;
  /** 在学课程按期学完后最早符合的日期 */
  @ApiProperty({ type: String, nullable: true }) eligibleOn!: string | null;
  gates!: MatchGate[];
  /** 技能、地点、培训三部分：value 0–1，basis 依据，points 得分（三者之和等于 score） */
  @ApiProperty({ type: 'object', additionalProperties: true }) parts!: object;
  /** 岗位的每项技能：held 已掌握 / related 相近 / pending 在学 / missing 未掌握 */
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } }) skills!: readonly object[];
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true }) courseRecord!: object | null;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true }) nextCourse!: object | null;
  sentence!: string;

  static of({ explanation, gates, sentence }: ExplainedMatch): MatchExplanation {
    const { score, eligible, eligibleOn, parts, skills, courseRecord, nextCourse } = explanation;
    return Object.assign(new MatchExplanation(), { score, eligible, eligibleOn, gates, parts, skills, courseRecord, nextCourse, sentence });
  }
}

export class TraineeMatchResponse {
  trainee!: MatchedTrainee;
  match!: MatchExplanation;
  static of(match: TraineeMatch): TraineeMatchResponse {
    return Object.assign(new TraineeMatchResponse(), { trainee: MatchedTrainee.of(match.trainee), match: MatchExplanation.of(match) });
  }
}

export class VacancyMatchResponse {
  vacancy!: MatchedVacancy;
  match!: MatchExplanation;
  static of(match: VacancyMatch): VacancyMatchResponse {
    return Object.assign(new VacancyMatchResponse(), { vacancy: MatchedVacancy.of(match.vacancy), match: MatchExplanation.of(match) });
  }
}

export class TraineeMatchList {
  vacancy!: MatchedVacancy;
  /** 以哪一天计算 */
  asOf!: string;
  /** 评分政策版本 */
  policyVersion!: string;
  ranked!: TraineeMatchResponse[];
  /** 在学课程学完后才符合的人，另列；不得告知其现在已符合 */
  pending!: TraineeMatchResponse[];
  static of(list: TraineeList): TraineeMatchList {
    const { asOf, policyVersion } = list;
    return Object.assign(new TraineeMatchList(), { vacancy: MatchedVacancy.of(list.vacancy), asOf, policyVersion, ranked: list.ranked.map(TraineeMatchResponse.of), pending: list.pending.map(TraineeMatchResponse.of) });
  }
}

export class VacancyMatchList {
  trainee!: MatchedTrainee;
  asOf!: string;
  policyVersion!: string;
  ranked!: VacancyMatchResponse[];
  pending!: VacancyMatchResponse[];
  static of(list: VacancyList): VacancyMatchList {
    const { asOf, policyVersion } = list;
    return Object.assign(new VacancyMatchList(), { trainee: MatchedTrainee.of(list.trainee), asOf, policyVersion, ranked: list.ranked.map(VacancyMatchResponse.of), pending: list.pending.map(VacancyMatchResponse.of) });
  }
}

export class PairExplanationResponse {
  trainee!: MatchedTrainee;
  vacancy!: MatchedVacancy;
  match!: MatchExplanation;
  static of(pair: TraineeMatch & VacancyMatch): PairExplanationResponse {
    return Object.assign(new PairExplanationResponse(), { trainee: MatchedTrainee.of(pair.trainee), vacancy: MatchedVacancy.of(pair.vacancy), match: MatchExplanation.of(pair) });
  }
}

/** 岗位能找到多少人（最多计 50 人） */
export class VacancyMatchCountResponse {
  vacancy!: MatchedVacancy;
  matched!: number;
  @ApiProperty({ type: Number, nullable: true }) bestScore!: number | null;
  asOf!: string;
  static of({ vacancy, matched, bestScore, asOf }: VacancyMatchCount & { readonly vacancy: ShownVacancy }): VacancyMatchCountResponse {
    return Object.assign(new VacancyMatchCountResponse(), { vacancy: MatchedVacancy.of(vacancy), matched, bestScore, asOf });
  }
}

const FIELD_LABEL: Readonly<Record<string, string>> = { occupation: '职业', skills: '技能', region: '工作地' };

/** 导入后的匹配预测 */
export class ForecastResponse {
  asOf!: string;
  policyVersion!: string;
  /** 本县在招岗位数 */
  vacancies!: number;
  /** 其中今天就能找到人的岗位数 */
  matched!: number;
  @ApiProperty({ type: String, nullable: true }) missingField!: string | null;
  @ApiProperty({ type: Number, nullable: true }) vacanciesGained!: number | null;
  sentence!: string;
  static of(forecast: StoredForecast): ForecastResponse {
    const { asOf, policyVersion, vacancies, matched, missingField, vacanciesGained } = forecast;
    const advice = missingField === null ? '补充任何单一缺项都不会再增加。' : `最值得补的缺项是“${FIELD_LABEL[missingField] ?? missingField}”，补齐后最多可再有 ${vacanciesGained ?? 0} 个岗位找到人。`;
    return Object.assign(new ForecastResponse(), { asOf, policyVersion, vacancies, matched, missingField, vacanciesGained, sentence: `按现有数据，${vacancies} 个在招岗位中有 ${matched} 个能找到人；${advice}` });
  }
}

const ATTRIBUTE_LABEL: Readonly<Record<FairnessAttribute, string>> = { sex: '性别', 'age-band': '年龄段', township: '乡镇' };
const GROUP_LABEL: Readonly<Record<string, string>> = { female: '女', male: '男', 'under-25': '25 岁以下', '25-34': '25–34 岁', '35-44': '35–44 岁', '45-54': '45–54 岁', '55+': '55 岁及以上' };

/** 一个群体进入推荐名单的比例 */
export class SelectionRateResponse {
  @ApiProperty({ example: 'sex' }) attribute!: string;
  @ApiProperty({ example: '性别' }) attributeLabel!: string;
  /** 群体代码；乡镇为区划代码前 9 位 */
  @ApiProperty({ example: 'female' }) group!: string;
  @ApiProperty({ example: '女' }) groupLabel!: string;
  /** 正在求职的人数 */
  people!: number;
  /** 其中进入名单的人数 */
  selected!: number;
  /** 比例，0 至 1 */
  rate!: number;
  /** 与同一属性中比例最高的群体之比；任一方不足 20 人时为空 */
  @ApiProperty({ type: Number, nullable: true }) impactRatio!: number | null;
  /** 低于五分之四，需要查看原因 */
  needsALook!: boolean;
  static of(rate: SelectionRate): SelectionRateResponse {
    const { attribute, group, people, selected, rate: share, impactRatio, needsALook } = rate;
    return Object.assign(new SelectionRateResponse(), { attribute, attributeLabel: ATTRIBUTE_LABEL[attribute], group, groupLabel: GROUP_LABEL[group] ?? group, people, selected, rate: share, impactRatio, needsALook });
  }
}

/** 推荐公平情况 */
export class FairnessResponse {
  asOf!: string;
  /** 口径 */
  definition!: string;
  /** 正在求职的人数 */
  people!: number;
  rates!: SelectionRateResponse[];
  static of({ asOf, people, rates }: FairnessReport): FairnessResponse {
    const definition = `范围：本人辖区内正在求职的登记人员。进入名单：至少在一个岗位的推荐名单前 ${SELECTED_TOP} 名之内。影响比：该群体的比例除以同一属性中比例最高的群体的比例；不足 ${SMALLEST_COMPARED} 人的群体不作比较。低于 0.8 的需要查看原因（例如技能、住地与岗位的分布）。性别、年龄、住地所在乡镇均不参与打分，这里只从结果统计。`;
    return Object.assign(new FairnessResponse(), { asOf, definition, people, rates: rates.map(SelectionRateResponse.of) });
  }
}

/** 建议参加培训的人，以及培训后能填补的岗位 */
export class ShortagePerson {
  trainee!: MatchedTrainee;
  vacancyId!: string;
}

/** 取证后能填补空缺最多的课程 */
export class ShortageCourseResponse {
  courseId!: string;
  courseName!: string;
  /** 能填补的空缺数 */
  fills!: number;
  /** 每人学时；空表示未知 */
  @ApiProperty({ type: Number, nullable: true }) hoursPlanned!: number | null;
  people!: ShortagePerson[];
}

/** 一个职业一个月份的缺口 */
export class ShortageResponse {
  /** 职业代码；空表示岗位的职业尚未认定 */
  @ApiProperty({ type: String, nullable: true }) occupation!: string | null;
  @ApiProperty({ type: String, nullable: true }) occupationName!: string | null;
  @ApiProperty({ example: '2026-11' }) month!: string;
  vacancies!: number;
  openings!: number;
  /** 现在就符合条件的求职者人数 */
  qualified!: number;
  /** 配不上的空缺数 */
  unfillable!: number;
  @ApiProperty({ type: ShortageCourseResponse, nullable: true }) course!: ShortageCourseResponse | null;
  static of({ course, ...line }: ShownShortage): ShortageResponse {
    const { occupation, occupationName, month, vacancies, openings, qualified, unfillable } = line;
    const advice = course === null ? null : { courseId: course.courseId, courseName: course.courseName, fills: course.fills, hoursPlanned: course.hoursPlanned, people: course.people.map(({ trainee, vacancyId }) => ({ trainee: MatchedTrainee.of(trainee), vacancyId })) };
    return Object.assign(new ShortageResponse(), { occupation, occupationName, month, vacancies, openings, qualified, unfillable, course: advice });
  }
}

/** 缺口分析 */
export class ShortageBoardResponse {
  asOf!: string;
  policyVersion!: string;
  madeAt!: Date;
  /** 口径 */
  definition!: string;
  lines!: ShortageResponse[];
  static of({ asOf, policyVersion, madeAt, lines }: ShortageBoard): ShortageBoardResponse {
    const definition = '范围：本县可推荐的岗位与正在求职的登记人员。招聘人数不详的按 1 人计；开工日期不详或已到的计入当月。配不上的空缺：每人只安排一个岗位、使总分最高（已证明最优）时仍然空着的名额。建议课程：对尚未安排到岗位的人，假设今天取得该课程证书，能填补空缺最多的课程；相同时取学时少的。这是估算，不是就业承诺。';
    return Object.assign(new ShortageBoardResponse(), { asOf, policyVersion, madeAt, definition, lines: lines.map(ShortageResponse.of) });
  }
}
