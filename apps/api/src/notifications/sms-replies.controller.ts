import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { ReplyDesk, SmsAnswers } from '@app/notifications';
import { CurrentPrincipal, CursorQuery, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { ConversationResponse, DecideReplyDto, ListRepliesQuery, ReplyPage, ReplyResponse, VacancyAnswerPage, VacancyAnswerResponse } from './sms-replies.dto.js';

@ApiTags('短信')
@Controller('v1')
export class SmsRepliesController {
  constructor(
    private readonly desk: ReplyDesk,
    private readonly answers: SmsAnswers,
  ) {}

  @Get('sms-replies') @Requires('sms-reply.read') @ApiOperation({ summary: '收件箱：机器没有认定的回复，等得最久的在前' })
  async list(@CurrentPrincipal() principal: Principal, @Query() { state = 'inbox', ...query }: ListRepliesQuery): Promise<ReplyPage> {
    const { items, nextCursor } = await this.desk.list(principal, { ...query, state });
    return { items: items.map(ReplyResponse.of), nextCursor };
  }

  @Get('sms-replies/:id') @Requires('sms-reply.read') @ApiOperation({ summary: '一条回复，以及与这个号码往来的短信' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<ConversationResponse> {
    return ConversationResponse.of(await this.desk.get(principal, id));
  }

  @Post('sms-replies/:id/decision') @HttpCode(200) @Requires('sms-reply.decide') @ApiOperation({ summary: '认定一条回复：愿意、不愿意（及原因）、退订、不是本人，或与所问无关' })
  async decide(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { decision, notificationId }: DecideReplyDto): Promise<ReplyResponse> {
    return ReplyResponse.of(await this.desk.decide(principal, id, decision, notificationId ?? null));
  }

  @Get('vacancies/:id/answers') @Requires('sms-answer.read') @ApiOperation({ summary: '对一个岗位的答复（新的在前）；愿意并同意向用人单位提供信息的，已列入推荐名单' })
  async listOfVacancy(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() query: CursorQuery): Promise<VacancyAnswerPage> {
    const { items, nextCursor } = await this.answers.listOfVacancy(principal, id, query);
    return { items: items.map(VacancyAnswerResponse.of), nextCursor };
  }
}
