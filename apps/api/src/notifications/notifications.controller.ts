import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { Notifications } from '@app/notifications';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { DecideNotificationDto, ListNotificationsQuery, NotificationDetailResponse, NotificationPage, NotificationResponse } from './notifications.dto.js';

@ApiTags('短信')
@Controller('v1/notifications')
export class NotificationsController {
  constructor(private readonly notifications: Notifications) {}

  @Get() @Requires('notification.read') @ApiOperation({ summary: '列出短信及其结果（未接入短信通道时，这里就是将要发出的内容；电话已打码）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListNotificationsQuery): Promise<NotificationPage> {
    const { items, nextCursor } = await this.notifications.list(principal, query);
    return { items: items.map(NotificationResponse.of), nextCursor };
  }

  @Get(':id') @Requires('notification.read') @ApiOperation({ summary: '查看一条短信和逐次提交的结果' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<NotificationDetailResponse> {
    return NotificationDetailResponse.ofDetail(await this.notifications.get(principal, id));
  }

  @Post(':id/decision') @HttpCode(200) @Requires('notification.decide') @ApiOperation({ summary: '人工认定“结果不明”的短信是否发出（不会重发）' })
  async decide(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { wasSent }: DecideNotificationDto): Promise<NotificationResponse> {
    return NotificationResponse.of(await this.notifications.decide(principal, id, wasSent));
  }
}
