import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { SurveyCallsService } from '@app/placements';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { ListSurveyCallsQuery, SurveyAnswerDto, SurveyAttemptDto, SurveyCallPage, SurveyCallResponse } from './survey-calls.dto.js';

@ApiTags('抽样调查')
@Controller('v1')
export class SurveyCallsController {
  constructor(private readonly calls: SurveyCallsService) {}

  @Get('survey-calls') @Requires('survey-call.read') @ApiOperation({ summary: '要打电话的人（各看各的管辖范围，按抽取的次序；电话遮住中间几位）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListSurveyCallsQuery): Promise<SurveyCallPage> {
    const { items, nextCursor } = await this.calls.list(principal, query);
    return { items: items.map(SurveyCallResponse.of), nextCursor };
  }

  @Get('surveys/:id/calls/:traineeId') @Requires('survey-call.read') @ApiOperation({ summary: '一个调查对象：问什么、打过几次、历次结果' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('traineeId', IdPipe) traineeId: string): Promise<SurveyCallResponse> {
    return SurveyCallResponse.of(await this.calls.get(principal, id, traineeId));
  }

  @Post('surveys/:id/calls/:traineeId/attempts') @HttpCode(200) @Requires('survey-call.answer') @ApiOperation({ summary: '记一次没有接通（同一天只算一次）' })
  async attempt(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('traineeId', IdPipe) traineeId: string, @Body() { result }: SurveyAttemptDto): Promise<SurveyCallResponse> {
    return SurveyCallResponse.of(await this.calls.attempt(principal, id, traineeId, result));
  }

  @Post('surveys/:id/calls/:traineeId/answers') @HttpCode(200) @Requires('survey-call.answer') @ApiOperation({ summary: '记录结果（须由没有为此人记录过佐证的经办人；更正须说明理由，原结果保留；不写入就业台账）' })
  async answer(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('traineeId', IdPipe) traineeId: string, @Body() dto: SurveyAnswerDto): Promise<SurveyCallResponse> {
    return SurveyCallResponse.of(await this.calls.answer(principal, id, traineeId, dto));
  }
}
