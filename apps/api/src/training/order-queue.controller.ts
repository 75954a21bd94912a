import { Controller, Get, HttpCode, Param, ParseIntPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, CursorQuery, type Principal } from '@app/platform';
import { OrderJobs, OrderQueue } from '@app/training';
import { FailedJobPage, FailedJobResponse, QueueLineResponse, QueuePage, RequeuedJobResponse } from './dto/queue.dto.js';

@ApiTags('培训订单的排队')
@Controller('v1')
export class OrderQueueController {
  constructor(
    private readonly queue: OrderQueue,
    private readonly jobs: OrderJobs,
  ) {}

  @Get('order-queue') @Requires('order-queue.read') @ApiOperation({ summary: '本县培训订单的排队，自首位起' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: CursorQuery): Promise<QueuePage> {
    const { head: { asOf, policyVersion, computedAt, orders }, items, nextCursor } = await this.queue.list(principal, query);
    return { asOf, policyVersion, computedAt, orders, items: items.map(QueueLineResponse.of), nextCursor };
  }

  @Get('order-jobs/failed') @Requires('order-job.read') @ApiOperation({ summary: '多次失败的订单后台任务' })
  async listFailed(@CurrentPrincipal() principal: Principal, @Query() query: CursorQuery): Promise<FailedJobPage> {
    const { items, nextCursor } = await this.jobs.list(principal, query);
    return { items: items.map(FailedJobResponse.of), nextCursor };
  }

  @Post('order-jobs/:id/requeue') @HttpCode(200) @Requires('order-job.requeue') @ApiOperation({ summary: '把失败的后台任务重新排队' })
  async requeue(@CurrentPrincipal() principal: Principal, @Param('id', ParseIntPipe) id: number): Promise<RequeuedJobResponse> {
    return this.jobs.requeue(principal, id);
  }
}
