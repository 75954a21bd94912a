import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CorrectionsService } from '@app/placements';
import { CurrentPrincipal, type Principal } from '@app/platform';
import type { FastifyReply } from 'fastify';
import { IdPipe } from '../http/id.pipe.js';
import { CorrectionRequestPage, CorrectionRequestResponse, CorrectionResponse, ListCorrectionRequestsQuery, RefuseCorrectionDto } from './dto/correction.response.js';
import { CorrectDto } from './dto/placement.dto.js';

@ApiTags('就业台账')
@Controller('v1')
export class CorrectionsController {
  constructor(private readonly corrections: CorrectionsService) {}

  @Post('placement-facts/:id/corrections') @HttpCode(200) @Requires('fact.correct')
  @ApiOkResponse({ type: CorrectionResponse, description: '已更正：本人当天记录的笔误' }) @ApiAcceptedResponse({ type: CorrectionResponse, description: '已受理：等待另一名经办人确认' })
  @ApiOperation({ summary: '更正一条台账记录（撤回并另记，须说明理由；除本人当天的笔误外，由另一名经办人确认）' })
  async correct(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: CorrectDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<CorrectionResponse> {
    const outcome = await this.corrections.correct(principal, id, dto);
    if (outcome.request !== null) void reply.status(202);
    return CorrectionResponse.of(outcome);
  }

  @Get('correction-requests') @Requires('correction.read') @ApiOperation({ summary: '更正申请（最近的在前）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListCorrectionRequestsQuery): Promise<CorrectionRequestPage> {
    const { items, nextCursor } = await this.corrections.list(principal, query);
    return { items: items.map(CorrectionRequestResponse.of), nextCursor };
  }

  @Post('correction-requests/:id/confirmation') @HttpCode(200) @Requires('correction.decide') @ApiOperation({ summary: '确认更正（须由申请人以外的经办人），随即写入台账' })
  async confirm(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<CorrectionRequestResponse> {
    return CorrectionRequestResponse.of(await this.corrections.confirm(principal, id));
  }

  @Post('correction-requests/:id/refusal') @HttpCode(200) @Requires('correction.decide') @ApiOperation({ summary: '退回更正申请（说明理由），台账不变' })
  async refuse(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { reason }: RefuseCorrectionDto): Promise<CorrectionRequestResponse> {
    return CorrectionRequestResponse.of(await this.corrections.refuse(principal, id, reason));
  }
}
