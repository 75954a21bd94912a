import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { SurveysService } from '@app/placements';
import { CurrentPrincipal, CursorQuery, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { CancelSurveyDto, PlanSurveyDto, SurveyFrameMember, SurveyFramePage, SurveyPage, SurveyResponse, SurveyResultResponse } from './surveys.dto.js';

@ApiTags('抽样调查')
@Controller('v1/surveys')
export class SurveysController {
  constructor(private readonly surveys: SurveysService) {}

  @Post() @Requires('survey.start') @ApiOperation({ summary: '筹划抽样调查：名单（情况不明的人，按佐证分层）从此封闭，名单和种子的校验值当即公布，尚不抽取' })
  async plan(@CurrentPrincipal() principal: Principal, @Body() dto: PlanSurveyDto): Promise<SurveyResponse> {
    return SurveyResponse.of(await this.surveys.plan(principal, dto));
  }

  @Get() @Requires('survey.read') @ApiOperation({ summary: '历次抽样调查（最近的在前，取消的也在）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: CursorQuery): Promise<SurveyPage> {
    const { items, nextCursor } = await this.surveys.list(principal, query);
    return { items: items.map(SurveyResponse.of), nextCursor };
  }

  @Get(':id') @Requires('survey.read') @ApiOperation({ summary: '一次抽样调查：口径、校验值、种子（抽取以后）、各层人数和进度' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<SurveyResponse> {
    return SurveyResponse.of(await this.surveys.get(principal, id));
  }

  @Get(':id/frame') @Requires('survey.read') @ApiOperation({ summary: '封闭的名单，只有编号和层（凭此和种子可以重新抽取）' })
  async listFrame(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() query: CursorQuery): Promise<SurveyFramePage> {
    const { items, nextCursor } = await this.surveys.listFrame(principal, id, query);
    return { items: items.map(SurveyFrameMember.of), nextCursor };
  }

  @Post(':id/draw') @HttpCode(200) @Requires('survey.start') @ApiOperation({ summary: '公布种子并抽取（由种子决定，谁也挑不了；重复请求是同一次抽取）' })
  async draw(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<SurveyResponse> {
    return SurveyResponse.of(await this.surveys.draw(principal, id));
  }

  @Post(':id/finish') @HttpCode(200) @Requires('survey.close') @ApiOperation({ summary: '结束抽样调查（抽中的人都须有结果），此后不再更改' })
  async finish(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<SurveyResponse> {
    return SurveyResponse.of(await this.surveys.finish(principal, id));
  }

  @Post(':id/cancel') @HttpCode(200) @Requires('survey.close') @ApiOperation({ summary: '取消抽样调查（须说明理由，留在历次记录里）' })
  async cancel(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { reason }: CancelSurveyDto): Promise<SurveyResponse> {
    return SurveyResponse.of(await this.surveys.cancel(principal, id, reason));
  }

  @Get(':id/result') @Requires('survey.read') @ApiOperation({ summary: '结果：有佐证的就业率及上下界，旁列推算值及 95 % 区间、各层应答率（结束以后才给出）' })
  async result(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<SurveyResultResponse> {
    return SurveyResultResponse.of(await this.surveys.result(principal, id));
  }
}
