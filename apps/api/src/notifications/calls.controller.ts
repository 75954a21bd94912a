import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CallLists } from '@app/notifications';
import { CurrentPrincipal, CursorQuery, type Principal } from '@app/platform';
import type { FastifyReply } from 'fastify';
import { IdPipe } from '../http/id.pipe.js';
import { sendPlainPage } from '../http/plain-page.js';
import { callSheet, SHEET_MAX } from './call-sheet.js';
import { CallListExtendedResponse, CallPage, CallRecordedResponse, CallResponse, RecordCallDto, WaveCallPage, WaveCallResponse } from './calls.dto.js';

@ApiTags('短信')
@Controller('v1')
export class CallsController {
  constructor(private readonly calls: CallLists) {}

  @Get('calls') @Requires('call.read') @ApiOperation({ summary: '电话名单：管辖范围内要打电话或上门联系的人，按村排列（电话遮住中间几位）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: CursorQuery): Promise<CallPage> {
    const { items, nextCursor } = await this.calls.list(principal, query);
    return { items: items.map(CallResponse.of), nextCursor };
  }

  @Get('calls/sheet') @Requires('call.read') @ApiOperation({ summary: `电话名单的打印页（最多 ${SHEET_MAX} 人）` }) @ApiProduces('text/html')
  async sheet(@CurrentPrincipal() principal: Principal, @Res() reply: FastifyReply): Promise<void> {
    sendPlainPage(reply, callSheet(await this.calls.list(principal, { limit: SHEET_MAX })));
  }

  @Post('calls/:id/result') @HttpCode(200) @Requires('call.record') @ApiOperation({ summary: '点选联系结果：没联系上、联系上了、愿意、不愿意（及原因）、不要再打电话；重复点选只算一次' })
  async record(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { result, reason }: RecordCallDto): Promise<CallRecordedResponse> {
    return { id, isNew: await this.calls.record(principal, id, result, reason ?? null) };
  }

  @Get('notification-waves/:id/calls') @Requires('call-result.read') @ApiOperation({ summary: '一个批次的电话名单及联系结果' })
  async listOfWave(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() query: CursorQuery): Promise<WaveCallPage> {
    const { items, nextCursor } = await this.calls.listOfWave(principal, id, query);
    return { items: items.map(WaveCallResponse.of), nextCursor };
  }

  @Post('notification-waves/:id/call-list') @HttpCode(200) @Requires('call-list.extend') @ApiOperation({ summary: '把短信确定没有收到的人列入电话名单（每天早上也会自动列入）；不能列入的写明原因' })
  async extend(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<CallListExtendedResponse> {
    return CallListExtendedResponse.of(await this.calls.extend(principal, id));
  }
}
