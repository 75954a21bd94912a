import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { WebhookDeliveries } from '@app/webhooks';
import { IdPipe } from '../http/id.pipe.js';
import { DeliveryDetailResponse, DeliveryPage, DeliveryResponse, ListDeliveriesQuery } from './webhook-deliveries.dto.js';

@ApiTags('事件推送')
@Controller('v1/webhooks/:webhookId')
export class WebhookDeliveriesController {
  constructor(private readonly deliveries: WebhookDeliveries) {}

  @Post('pings') @HttpCode(202) @Requires('webhook.change') @ApiOperation({ summary: '发送一条测试推送（只试一次；上一条还没发出时不重复）' })
  async ping(@CurrentPrincipal() principal: Principal, @Param('webhookId', IdPipe) webhookId: string): Promise<DeliveryResponse> {
    return DeliveryResponse.of(await this.deliveries.ping(principal, webhookId));
  }

  @Get('deliveries') @Requires('webhook.read') @ApiOperation({ summary: '推送记录（保存 90 天，新的在前）' })
  async list(@CurrentPrincipal() principal: Principal, @Param('webhookId', IdPipe) webhookId: string, @Query() query: ListDeliveriesQuery): Promise<DeliveryPage> {
    const { items, nextCursor } = await this.deliveries.list(principal, webhookId, query);
    return { items: items.map(DeliveryResponse.of), nextCursor };
  }

  @Get('deliveries/:id') @Requires('webhook.read') @ApiOperation({ summary: '一条推送：内容和逐次结果（不保存对方的答复内容）' })
  async get(@CurrentPrincipal() principal: Principal, @Param('webhookId', IdPipe) webhookId: string, @Param('id', IdPipe) id: string): Promise<DeliveryDetailResponse> {
    return DeliveryDetailResponse.ofDetail(await this.deliveries.get(principal, webhookId, id));
  }

  @Post('deliveries/:id/redelivery') @HttpCode(202) @Requires('webhook.change') @ApiOperation({ summary: '马上重新推送一条（webhook-id 不变）' })
  async redeliver(@CurrentPrincipal() principal: Principal, @Param('webhookId', IdPipe) webhookId: string, @Param('id', IdPipe) id: string): Promise<DeliveryResponse> {
    return DeliveryResponse.of(await this.deliveries.redeliver(principal, webhookId, id));
  }
}
