import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { PolicyNotices } from '@app/notifications';
import { CurrentPrincipal, CursorQuery, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { WaveResponse } from './notification-waves.dto.js';
import { ConfirmPolicyWaveDto, PolicyNoticeDto, PolicyNoticePage, PolicyNoticeResponse, ReadyPolicyNoticeResponse } from './policy-notices.dto.js';

@ApiTags('短信')
@Controller('v1/policy-notices')
export class PolicyNoticesController {
  constructor(private readonly notices: PolicyNotices) {}

  @Post() @Requires('policy-notice.write') @ApiOperation({ summary: '拟一条政策短信（宣传）：内容、范围；此时不发，先看人数、条数和样稿' })
  async write(@CurrentPrincipal() principal: Principal, @Body() dto: PolicyNoticeDto): Promise<ReadyPolicyNoticeResponse> {
    return ReadyPolicyNoticeResponse.ofReady(await this.notices.write(principal, dto));
  }

  @Get() @Requires('policy-notice.read') @ApiOperation({ summary: '列出政策短信（新的在前）；旧的可以再发给还没收到的人' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: CursorQuery): Promise<PolicyNoticePage> {
    const { items, nextCursor } = await this.notices.list(principal, query);
    return { items: items.map(PolicyNoticeResponse.of), nextCursor };
  }

  @Get(':id') @Requires('policy-notice.read') @ApiOperation({ summary: '一条政策短信，以及下一批会发给多少人、多少条、样稿' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<ReadyPolicyNoticeResponse> {
    return ReadyPolicyNoticeResponse.ofReady(await this.notices.ready(principal, id));
  }

  @Post(':id/waves') @HttpCode(200) @Requires('notification-wave.confirm') @ApiOperation({ summary: '确认下一批；超过 200 条的先试发 20 条，其余由另一名经办人在批次里放行' })
  async confirm(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { size }: ConfirmPolicyWaveDto): Promise<WaveResponse> {
    return WaveResponse.of(await this.notices.confirm(principal, id, size));
  }
}
