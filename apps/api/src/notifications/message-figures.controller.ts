import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { MessageFiguresService } from '@app/notifications';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { MessageFiguresQuery, MessageFiguresResponse } from './message-figures.dto.js';

@ApiTags('短信')
@Controller('v1/message-figures')
export class MessageFiguresController {
  constructor(private readonly figures: MessageFiguresService) {}

  @Get() @Requires('notification.read') @ApiOperation({ summary: '短信成效：按用途、按批次的送达、答复、愿意、录用（每百条），未送达原因，计费条数' })
  async get(@CurrentPrincipal() principal: Principal, @Query() { from, to }: MessageFiguresQuery): Promise<MessageFiguresResponse> {
    return MessageFiguresResponse.of(await this.figures.of(principal, from, to));
  }
}
