import { Body, Controller, Get, HttpCode, HttpStatus, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, IfMatch, WithoutIdempotency, type Principal } from '@app/platform';
import { OrderQueue, TrainingOrders, type BulkOrder, type BulkOrderResult } from '@app/training';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ImportLinesQuery } from '../http/bulk-lines.dto.js';
import { begun, bulkLines, type BulkWay } from '../http/bulk-lines.js';
import { IdPipe } from '../http/id.pipe.js';
import { ndjsonOf } from '../http/json-lines.js';
import { CancelOrderDto, ChangeOrderDto, ListOrdersQuery, PlaceOrderDto, readOrder } from './dto/order.dto.js';
import { OrderDetailResponse, OrderPage, OrderResponse } from './dto/order.response.js';
import { PlaceResponse } from './dto/queue.dto.js';

@ApiTags('培训订单')
@Controller('v1/training-orders')
export class TrainingOrdersController {
  constructor(
    private readonly orders: TrainingOrders,
    private readonly queue: OrderQueue,
  ) {}

  @Post() @Requires('training-order.create') @ApiOperation({ summary: '提交培训订单（用人单位，或经办人代为提交、按缺工板提交；同一 externalRef 再次提交即修改，回答 200）' })
  async place(@CurrentPrincipal() principal: Principal, @Body() dto: PlaceOrderDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<OrderResponse> {
    const { outcome, order } = await this.orders.place(principal, PlaceOrderDto.toInput(dto));
    void reply.status(outcome === 'created' ? HttpStatus.CREATED : HttpStatus.OK);
    return OrderResponse.of(order);
  }

  @Post('import') @HttpCode(200) @Requires('training-order.create') @WithoutIdempotency() @ApiConsumes('application/x-ndjson') @ApiProduces('application/x-ndjson')
  @ApiBody({ description: '每行一个订单，字段同单个提交，须有 externalRef；最大 50 MB。重复提交同一文件不产生变化。', schema: { type: 'string' } }) @ApiOkResponse({ description: '逐行的结果（line、externalRef、outcome、orderId、faults），最后一行为合计（summary）', schema: { type: 'string' } })
  @ApiOperation({ summary: '批量提交培训订单（NDJSON 流，逐行回答；dryRun 只试算）' })
  async import(@CurrentPrincipal() principal: Principal, @Req() request: FastifyRequest, @Query() { dryRun }: ImportLinesQuery, @Res() reply: FastifyReply): Promise<void> {
    const way: BulkWay<BulkOrder, BulkOrderResult> = { read: readOrder, take: (rows) => this.orders.placeMany(principal, rows, { dryRun }), idOf: ({ orderId }) => ({ orderId }) };
    const answers = await begun(bulkLines(ndjsonOf(request), way, dryRun));
    await reply.header('content-type', 'application/x-ndjson; charset=utf-8').send(answers);
  }

  @Get() @Requires('training-order.read') @ApiOperation({ summary: '培训订单，近的在前（用人单位只见本单位的）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListOrdersQuery): Promise<OrderPage> {
    const { items, nextCursor } = await this.orders.list(principal, query);
    return { items: items.map(OrderResponse.of), nextCursor };
  }

  @Get(':id') @Requires('training-order.read') @ApiOperation({ summary: '一个培训订单：内容、经过、承诺到留任的人数' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<OrderDetailResponse> {
    return OrderDetailResponse.ofDetail(await this.orders.get(principal, id), principal.kind === 'officer');
  }

  @Patch(':id') @Requires('training-order.change') @ApiOperation({ summary: '修改草稿或退回的订单（只写要改的项）' })
  async change(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() dto: ChangeOrderDto): Promise<OrderResponse> {
    return OrderResponse.of(await this.orders.change(principal, id, version, ChangeOrderDto.toChange(dto)));
  }

  @Post(':id/submission') @HttpCode(200) @Requires('training-order.change') @ApiOperation({ summary: '提交草稿，或重新提交退回的订单' })
  async submit(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number): Promise<OrderResponse> {
    return OrderResponse.of(await this.orders.submit(principal, id, version));
  }

  @Post(':id/cancellation') @HttpCode(200) @Requires('training-order.change') @ApiOperation({ summary: '取消订单（注明原因；开班以后由经办人取消）' })
  async cancel(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() { code, reason }: CancelOrderDto): Promise<OrderResponse> {
    return OrderResponse.of(await this.orders.cancel(principal, id, version, code, reason ?? null));
  }

  @Get(':id/queue-place') @Requires('training-order.read') @ApiOperation({ summary: '排队位置、依据（逐项分数和口径）、预计开班日，没有开班日的说明原因' })
  async queuePlace(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<PlaceResponse> {
    return PlaceResponse.of(await this.queue.placeOf(principal, id));
  }
}
