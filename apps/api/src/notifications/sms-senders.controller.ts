import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { SmsSenders } from '@app/notifications';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { SenderResponse, SetSenderDto } from './sms-senders.dto.js';

@ApiTags('短信')
@Controller('v1/sms-sender')
export class SmsSendersController {
  constructor(private readonly senders: SmsSenders) {}

  @Get() @Requires('sms-sender.read') @ApiOperation({ summary: '本县短信的签名、咨询窗口、每个名额通知几人' })
  async get(@CurrentPrincipal() principal: Principal): Promise<SenderResponse> {
    return SenderResponse.of(await this.senders.get(principal));
  }

  @Put() @Requires('sms-sender.set') @ApiOperation({ summary: '设定本县短信的签名、咨询窗口、每个名额通知几人' })
  async set(@CurrentPrincipal() principal: Principal, @Body() dto: SetSenderDto): Promise<SenderResponse> {
    return SenderResponse.of(await this.senders.set(principal, dto));
  }
}
