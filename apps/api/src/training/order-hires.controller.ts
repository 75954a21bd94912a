import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { today, type Clock } from '@app/kernel';
import { CLOCK, CurrentPrincipal, type Principal } from '@app/platform';
import { OrderHires } from '@app/training';
import { IdPipe } from '../http/id.pipe.js';
import { HireForOrderDto, HireWithdrawalResponse, WithdrawHireDto } from './dto/hires.dto.js';
import { OrderDetailResponse } from './dto/order.response.js';

@ApiTags('培训订单的办理')
@Controller('v1/training-orders/:id/hires')
export class OrderHiresController {
  constructor(
    private readonly hires: OrderHires,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post() @HttpCode(200) @Requires('training-order.decide') @ApiOperation({ summary: '登记按订单录用的一人，同时记入就业台账（不超过承诺岗位数；重复登记只算一次）' })
  async hire(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: HireForOrderDto): Promise<OrderDetailResponse> {
    return OrderDetailResponse.ofDetail(await this.hires.hire(principal, id, HireForOrderDto.toInput(dto, today(this.clock))), true);
  }

  @Post(':traineeId/withdrawal') @HttpCode(200) @Requires('training-order.decide') @ApiOperation({ summary: '撤销一人的录用（说明理由）：录用产生的就业记录按台账更正办理，不是本人当天登记的要第二人确认' })
  async withdraw(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('traineeId', IdPipe) traineeId: string, @Body() { reason }: WithdrawHireDto): Promise<HireWithdrawalResponse> {
    return HireWithdrawalResponse.of(await this.hires.withdraw(principal, id, traineeId, reason.trim()));
  }
}
