import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, IfMatch, WithoutIdempotency, type Principal } from '@app/platform';
import { EmployerWebhooks } from '@app/vacancies';
import { WebhookEndpoints } from '@app/webhooks';
import { IdPipe } from '../http/id.pipe.js';
import { ChangeWebhookDto, CreateWebhookDto, ListWebhooksQuery, WebhookPage, WebhookResponse, WebhookWithSecretResponse } from './webhooks.dto.js';

@ApiTags('事件推送')
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(
    private readonly endpoints: WebhookEndpoints,
    private readonly ofEmployers: EmployerWebhooks,
  ) {}

  @Post() @Requires('webhook.change') @WithoutIdempotency() @ApiOperation({ summary: '登记推送地址（须为公网 https；签名密钥只显示这一次；每个单位最多 5 个；经办人须指明单位）' })
  async create(@CurrentPrincipal() principal: Principal, @Body() { employerId, ...input }: CreateWebhookDto): Promise<WebhookWithSecretResponse> {
    return WebhookWithSecretResponse.of(await this.ofEmployers.create(principal, employerId, input));
  }

  @Get() @Requires('webhook.read') @ApiOperation({ summary: '列出推送地址：单位看本单位的，经办人看本县的（可只看已停用的）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListWebhooksQuery): Promise<WebhookPage> {
    const { items, nextCursor } = await this.endpoints.list(principal, query);
    return { items: items.map(WebhookResponse.of), nextCursor };
  }

  @Get(':id') @Requires('webhook.read') @ApiOperation({ summary: '查看一个推送地址' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<WebhookResponse> {
    return WebhookResponse.of(await this.endpoints.get(principal, id));
  }

  @Patch(':id') @Requires('webhook.change') @ApiOperation({ summary: '修改推送地址（只写要改的项；正在等待的推送也改送新地址）' })
  async change(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() dto: ChangeWebhookDto): Promise<WebhookResponse> {
    return WebhookResponse.of(await this.endpoints.change(principal, id, version, dto));
  }

  @Post(':id/secret-rotation') @HttpCode(200) @Requires('webhook.change') @WithoutIdempotency() @ApiOperation({ summary: '更换签名密钥（新密钥只显示这一次；旧密钥 24 小时内同时有效）' })
  async rotateSecret(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<WebhookWithSecretResponse> {
    return WebhookWithSecretResponse.of(await this.endpoints.rotateSecret(principal, id));
  }

  @Post(':id/enabling') @HttpCode(200) @Requires('webhook.change') @ApiOperation({ summary: '恢复启用已停用的推送地址（停用期间的事件不补发）' })
  async enable(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<WebhookResponse> {
    return WebhookResponse.of(await this.endpoints.enable(principal, id));
  }

  @Delete(':id') @HttpCode(204) @Requires('webhook.change') @ApiOperation({ summary: '删除推送地址及其推送记录' })
  async remove(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<void> {
    await this.endpoints.remove(principal, id);
  }
}
