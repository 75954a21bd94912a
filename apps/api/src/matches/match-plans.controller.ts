import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { MatchDecisions, MatchPlanMaker, MatchPlans } from '@app/matches';
import { CurrentPrincipal, decodeCursor, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { DecidePairDto, MatchDecisionResponse, MatchPlanResponse, PairsQuery, PlanComparisonResponse, PlannedPairPage, RequestPlanDto, VacancyDecisionsQuery, WhatIfDto } from './match-plans.dto.js';

@ApiTags('匹配')
@Controller('v1')
export class MatchPlansController {
  constructor(private readonly plans: MatchPlans, private readonly maker: MatchPlanMaker, private readonly decisions: MatchDecisions) {}

  @Post('match-plans') @HttpCode(202) @Requires('match-plan.make') @ApiOperation({ summary: '申请统筹推荐方案（后台计算），可加班次限额和乡镇最低比例' })
  async request(@CurrentPrincipal() principal: Principal, @Body() dto: RequestPlanDto): Promise<MatchPlanResponse> {
    return MatchPlanResponse.of(await this.plans.request(principal, RequestPlanDto.wishesOf(dto)));
  }

  @Get('match-plans') @Requires('match-plan.read') @ApiOperation({ summary: '本县最近的统筹方案，新的在前（最多 20 个）' })
  async list(@CurrentPrincipal() principal: Principal): Promise<MatchPlanResponse[]> {
    return (await this.plans.list(principal)).map(MatchPlanResponse.of);
  }

  @Get('match-plans/:id') @Requires('match-plan.read') @ApiOperation({ summary: '一个统筹方案的数字与证明' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<MatchPlanResponse> {
    return MatchPlanResponse.of(await this.plans.get(principal, id));
  }

  @Get('match-plans/:id/pairs') @Requires('match-plan.read') @ApiOperation({ summary: '方案推荐谁去哪个岗位（仅本人辖区内的人）' })
  async pairs(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() { cursor, limit }: PairsQuery): Promise<PlannedPairPage> {
    const [vacancyId, traineeId] = decodeCursor(cursor, ['uuid', 'uuid']) ?? [];
    return PlannedPairPage.of(await this.plans.pairs(principal, id, vacancyId === undefined ? null : { vacancyId: String(vacancyId), traineeId: String(traineeId) }, limit));
  }

  @Post('match-plans/what-if') @HttpCode(200) @Requires('match-plan.compare') @ApiOperation({ summary: '假设某课程为这些人开班，全县统筹结果会怎样（不保存）' })
  async whatIf(@CurrentPrincipal() principal: Principal, @Body() dto: WhatIfDto): Promise<PlanComparisonResponse> {
    return PlanComparisonResponse.of(await this.maker.whatIf(principal, dto));
  }

  @Post('match-decisions') @HttpCode(200) @Requires('match.decide') @ApiOperation({ summary: '决定推荐某人去某岗位；统筹方案会保留它' })
  async decide(@CurrentPrincipal() principal: Principal, @Body() { traineeId, vacancyId }: DecidePairDto): Promise<MatchDecisionResponse> {
    return MatchDecisionResponse.of(await this.decisions.decide(principal, traineeId, vacancyId));
  }

  @Get('match-decisions') @Requires('match-decision.read') @ApiOperation({ summary: '某岗位已决定推荐的人' })
  async decided(@CurrentPrincipal() principal: Principal, @Query() { vacancyId }: VacancyDecisionsQuery): Promise<MatchDecisionResponse[]> {
    return (await this.decisions.list(principal, vacancyId)).map(MatchDecisionResponse.of);
  }

  @Delete('match-decisions/:id') @HttpCode(204) @Requires('match.decide') @ApiOperation({ summary: '撤回推荐决定' })
  async withdraw(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<void> {
    await this.decisions.withdraw(principal, id);
  }
}
