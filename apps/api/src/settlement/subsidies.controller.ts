import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { OpenCoursesService, SettlementEstimates, StatementsService, SubsidyRulesService } from '@app/funds';
import { CurrentPrincipal, CursorQuery, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { ClassEstimateResponse, OpenCoursePage, OpenCoursesQuery, SetSubsidyRulesDto, SubsidyRuleVersionPage, SubsidyRuleVersionResponse } from './subsidies.dto.js';
import { MakeStatementsDto, StatementsResponse, TraineeSubsidiesResponse } from './statements.dto.js';

@ApiTags('补贴结算')
@Controller('v1')
export class SubsidiesController {
  constructor(
    private readonly rules: SubsidyRulesService,
    private readonly estimates: SettlementEstimates,
    private readonly statements: StatementsService,
    private readonly courses: OpenCoursesService,
  ) {}

  @Post('subsidy-rules') @Requires('subsidy-rule.set') @ApiOperation({ summary: '订立补贴规则的新版本（只增不改；适用于结束日在该日或以后的班次，已开的结算单保留原版本）' })
  async setRules(@CurrentPrincipal() principal: Principal, @Body() dto: SetSubsidyRulesDto): Promise<SubsidyRuleVersionResponse> {
    return SubsidyRuleVersionResponse.of(await this.rules.set(principal, dto));
  }

  @Get('subsidy-rules') @Requires('subsidy-rule.read') @ApiOperation({ summary: '补贴规则各版本（最近订立的在前）' })
  async listRules(@CurrentPrincipal() principal: Principal, @Query() query: CursorQuery): Promise<SubsidyRuleVersionPage> {
    const { items, nextCursor } = await this.rules.list(principal, query);
    return { items: items.map(SubsidyRuleVersionResponse.of), nextCursor };
  }

  @Get('classes/:id/subsidy-estimate') @Requires('subsidy-estimate.read') @ApiOperation({ summary: '班次补贴预估：按眼下的安置率可得多少、最多多少、再有几人就业可升一档' })
  async estimate(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<ClassEstimateResponse> {
    return ClassEstimateResponse.of(await this.estimates.estimate(principal, id));
  }

  @Post('classes/:id/subsidy-statements') @HttpCode(200) @Requires('subsidy-statement.make') @ApiOperation({ summary: '开具班次结算单（到期的班次；各资金来源各一张，开过的不再开）' })
  async make(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { fundYear }: MakeStatementsDto): Promise<StatementsResponse> {
    return StatementsResponse.of(await this.statements.make(principal, id, fundYear));
  }

  @Get('open-person-courses') @Requires('subsidy-statement.persons') @ApiOperation({ summary: '尚无资金着落的人次，逐人列出（管辖范围内）' })
  async listOpen(@CurrentPrincipal() principal: Principal, @Query() query: OpenCoursesQuery): Promise<OpenCoursePage> {
    return OpenCoursePage.of(await this.courses.list(principal, query));
  }

  @Get('trainees/:id/subsidies') @Requires('subsidy-statement.persons') @ApiOperation({ summary: '一名学员的补贴：各班次应付、已付（含已退回、已撤销的结算单）' })
  async listOfTrainee(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<TraineeSubsidiesResponse> {
    return TraineeSubsidiesResponse.of(await this.statements.listOfTrainee(principal, id));
  }
}
