import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, IfMatch, type Principal } from '@app/platform';
import { OrderClasses, OrderDesk, type OrderDetail } from '@app/training';
import { IdPipe } from '../http/id.pipe.js';
import { OpenOrderClassDto, RecruitOrderDto, RejectOrderDto, RequeueOrderDto, ReturnOrderDto, SplitOrderDto } from './dto/order.dto.js';
import { OrderDetailResponse, SplitResponse } from './dto/order.response.js';

const shown = (order: OrderDetail): OrderDetailResponse => OrderDetailResponse.ofDetail(order, true);

@ApiTags('培训订单的办理')
@Controller('v1/training-orders/:id')
export class OrderDeskController {
  constructor(
    private readonly desk: OrderDesk,
    private readonly classes: OrderClasses,
  ) {}

  @Post('review') @HttpCode(200) @Requires('training-order.decide') @ApiOperation({ summary: '开始审核' })
  async review(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number): Promise<OrderDetailResponse> {
    return shown(await this.desk.review(principal, id, version));
  }

  @Post('approval') @HttpCode(200) @Requires('training-order.decide') @ApiOperation({ summary: '批准，随即进入排队' })
  async approve(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number): Promise<OrderDetailResponse> {
    return shown(await this.desk.approve(principal, id, version));
  }

  @Post('return') @HttpCode(200) @Requires('training-order.decide') @ApiOperation({ summary: '退回修改（注明原因）' })
  async return(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() { code, reason }: ReturnOrderDto): Promise<OrderDetailResponse> {
    return shown(await this.desk.return(principal, id, version, { code, reason: reason ?? null }));
  }

  @Post('rejection') @HttpCode(200) @Requires('training-order.decide') @ApiOperation({ summary: '不予批准（注明原因）' })
  async reject(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() { code, reason }: RejectOrderDto): Promise<OrderDetailResponse> {
    return shown(await this.desk.reject(principal, id, version, { code, reason: reason ?? null }));
  }

  @Post('split') @HttpCode(200) @Requires('training-order.decide') @ApiOperation({ summary: '拆分排队中的订单（各份保留原批准日）' })
  async split(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() { seats }: SplitOrderDto): Promise<SplitResponse> {
    return { parts: (await this.desk.split(principal, id, version, seats)).map(shown) };
  }

  @Post('recruiting') @HttpCode(200) @Requires('training-order.decide') @ApiOperation({ summary: '开始招生：占用排队选定的（或指定的）开班名额' })
  async recruit(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() { slotId }: RecruitOrderDto): Promise<OrderDetailResponse> {
    return shown(await this.desk.recruit(principal, id, version, slotId ?? null));
  }

  @Post('requeue') @HttpCode(200) @Requires('training-order.decide') @ApiOperation({ summary: '招生不成，退还开班名额，回到排队（保留原批准日）' })
  async requeue(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() { code, reason }: RequeueOrderDto): Promise<OrderDetailResponse> {
    return shown(await this.desk.requeue(principal, id, version, { code, reason: reason ?? null }));
  }

  @Post('class') @HttpCode(200) @Requires('training-order.decide') @ApiOperation({ summary: '开班：按订单、开班名额和告知的条件建班，已接受的人入册（给出 classId 则登记已有的班次）；重复提交仍是同一个班' })
  async openClass(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() { classId, name, programme, minSeats }: OpenOrderClassDto): Promise<OrderDetailResponse> {
    if (classId != null) return shown(await this.desk.openClass(principal, id, version, classId));
    return shown(await this.classes.open(principal, id, version, { name: name?.trim() ?? null, programme: programme?.trim() ?? null, minSeats: minSeats ?? 1 }));
  }

  @Post('training') @HttpCode(200) @Requires('training-order.decide') @ApiOperation({ summary: '开始培训' })
  async startTraining(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number): Promise<OrderDetailResponse> {
    return shown(await this.desk.startTraining(principal, id, version));
  }

  @Post('completion') @HttpCode(200) @Requires('training-order.decide') @ApiOperation({ summary: '培训结业' })
  async complete(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number): Promise<OrderDetailResponse> {
    return shown(await this.desk.complete(principal, id, version));
  }

  @Post('settlement') @HttpCode(200) @Requires('training-order.decide') @ApiOperation({ summary: '结清订单：按台账计算留任人数，计入单位以往兑现' })
  async settle(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number): Promise<OrderDetailResponse> {
    return shown(await this.desk.settle(principal, id, version));
  }
}
