import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, CursorQuery, type Principal } from '@app/platform';
import { FULFILMENT_DEFINITIONS, OrderFulfilment } from '@app/training';
import { IdPipe } from '../http/id.pipe.js';
import { FulfilmentPage, FulfilmentPersonPage, FulfilmentPersonResponse, FulfilmentQueryDto, FulfilmentRowResponse, OrderFulfilmentResponse } from './dto/fulfilment.dto.js';

@ApiTags('订单兑现')
@Controller('v1')
export class FulfilmentController {
  constructor(private readonly fulfilment: OrderFulfilment) {}

  @Get('fulfilment') @Requires('fulfilment.read') @ApiOperation({ summary: '订单兑现：全县、按用人单位或按培训机构，承诺到留任、R4、R4p 和评分（附口径）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() { settled, ...query }: FulfilmentQueryDto): Promise<FulfilmentPage> {
    const { items, nextCursor } = await this.fulfilment.list(principal, { ...query, settledOnly: settled });
    return { definitions: { ...FULFILMENT_DEFINITIONS }, items: items.map(FulfilmentRowResponse.ofRow), nextCursor };
  }

  @Get('training-orders/:id/fulfilment') @Requires('training-order.read') @ApiOperation({ summary: '一个订单的兑现：承诺、报名、取证、录用、90 天和 180 天留任，R4、R4p（附口径）' })
  async ofOrder(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<OrderFulfilmentResponse> {
    return OrderFulfilmentResponse.ofOrder(await this.fulfilment.ofOrder(principal, id));
  }

  @Get('training-orders/:id/fulfilment/persons') @Requires('fulfilment.persons') @ApiOperation({ summary: '按订单录用的人（仅管辖范围内，留有记录）' })
  async persons(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() query: CursorQuery): Promise<FulfilmentPersonPage> {
    const { items, nextCursor } = await this.fulfilment.listPersons(principal, id, query);
    return { items: items.map(FulfilmentPersonResponse.of), nextCursor };
  }
}
