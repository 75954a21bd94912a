import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { ChannelFiguresService } from '@app/notifications';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { ChannelFiguresResponse } from './channel-figures.dto.js';
import { MessageFiguresQuery } from './message-figures.dto.js';

@ApiTags('短信')
@Controller('v1/message-figures/channels')
export class ChannelFiguresController {
  constructor(private readonly figures: ChannelFiguresService) {}

  @Get() @Requires('notification.read') @ApiOperation({ summary: '岗位联系的成效：短信与电话相比，按批次的联系到、答复、愿意、录用（每百次）' })
  async get(@CurrentPrincipal() principal: Principal, @Query() { from, to }: MessageFiguresQuery): Promise<ChannelFiguresResponse> {
    return ChannelFiguresResponse.of(await this.figures.of(principal, from, to));
  }
}
