import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CallStops } from '@app/notifications';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { CallStopLiftedResponse, CallStopResponse, LiftCallStopDto } from './call-stops.dto.js';

@ApiTags('短信')
@Controller('v1/trainees/:id/call-stop')
export class CallStopsController {
  constructor(private readonly stops: CallStops) {}

  @Get() @Requires('call-stop.read') @ApiOperation({ summary: '这名学员是否说过“不要再打电话”，何时说的，是否已应本人要求恢复' })
  async of(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<CallStopResponse> {
    return CallStopResponse.of(await this.stops.of(principal, id));
  }

  @Post('lift') @HttpCode(200) @Requires('call-stop.lift') @ApiOperation({ summary: '应本人要求恢复电话联系（写明本人是怎么提出的）；重复操作只算一次。退订短信不在此列，不能恢复' })
  async lift(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { how }: LiftCallStopDto): Promise<CallStopLiftedResponse> {
    return { traineeId: id, isNew: await this.stops.lift(principal, id, how) };
  }
}
