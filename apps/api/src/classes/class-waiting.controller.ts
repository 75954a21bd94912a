import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { WaitingLists } from '@app/placements';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { RollOutcomes } from './dto/class.dto.js';
import { LeaveWaitingDto, SeatNextDto, WaitingListResponse } from './dto/waiting.dto.js';

@ApiTags('班次')
@Controller('v1/classes/:id/waiting')
export class ClassWaitingController {
  constructor(private readonly lists: WaitingLists) {}

  @Get() @Requires('class-roll.read') @ApiOperation({ summary: '候补名单，先来的在前；空出几个名额、下一位是谁' })
  async list(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<WaitingListResponse> {
    return WaitingListResponse.of(await this.lists.view(principal, id));
  }

  @Post('next') @HttpCode(200) @Requires('class.enrol') @ApiOperation({ summary: '让候补的下一位入班；越过前面的人须选择原因' })
  async seat(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: SeatNextDto): Promise<RollOutcomes> {
    return RollOutcomes.of([{ traineeId: dto.traineeId, outcome: await this.lists.seat(principal, id, dto) }]);
  }

  @Post(':traineeId/leaving') @HttpCode(204) @Requires('class.enrol') @ApiOperation({ summary: '退出候补（注明原因）' })
  async leave(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('traineeId', IdPipe) traineeId: string, @Body() { reasonCode }: LeaveWaitingDto): Promise<void> {
    await this.lists.leave(principal, id, traineeId, reasonCode);
  }
}
