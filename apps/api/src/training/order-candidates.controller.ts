import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, CursorQuery, type Principal } from '@app/platform';
import { OrderApplications, OrderCandidatesService } from '@app/training';
import { IdPipe } from '../http/id.pipe.js';
import { ApplyDto, CandidatesQuery } from './dto/candidates.dto.js';
import { ApplicationPage, ApplicationResponse, CandidatesResponse, OpenOrdersResponse, OpenOrderResponse, ShownApplicationResponse } from './dto/candidates.response.js';

@ApiTags('订单的候选人和报名')
@Controller('v1')
export class OrderCandidatesController {
  constructor(
    private readonly candidates: OrderCandidatesService,
    private readonly applications: OrderApplications,
  ) {}

  @Get('training-orders/:id/candidates') @Requires('order-candidate.read') @ApiOperation({ summary: '订单的候选人：今天就符合的、学完课程可符合的、报了名的，逐人说明理由（只见管辖范围内的人）' })
  async list(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() { courseId, limit }: CandidatesQuery): Promise<CandidatesResponse> {
    return CandidatesResponse.of(await this.candidates.list(principal, id, { courseId: courseId ?? null, limit }));
  }

  @Get('open-training-orders') @Requires('order-application.read') @ApiOperation({ summary: '本县可以报名的订单（排队中、招生中）' })
  async openOrders(@CurrentPrincipal() principal: Principal): Promise<OpenOrdersResponse> {
    return { items: (await this.applications.openOrders(principal)).map(OpenOrderResponse.of) };
  }

  @Get('training-orders/:id/applications') @Requires('order-application.read') @ApiOperation({ summary: '订单的报名，先报的在前（只见管辖范围内的人）' })
  async listApplications(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() query: CursorQuery): Promise<ApplicationPage> {
    const { items, nextCursor } = await this.applications.list(principal, id, query);
    return { items: items.map(ShownApplicationResponse.ofShown), nextCursor };
  }

  @Post('training-orders/:id/applications') @HttpCode(200) @Requires('order-application.record') @ApiOperation({ summary: '登记一人愿意参加订单的班次（重复登记只算一次）' })
  async apply(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { traineeId }: ApplyDto): Promise<ApplicationResponse> {
    return ApplicationResponse.of(await this.applications.record(principal, id, traineeId));
  }

  @Delete('training-orders/:id/applications/:traineeId') @HttpCode(204) @Requires('order-application.record') @ApiOperation({ summary: '撤回一人的报名' })
  async withdraw(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('traineeId', IdPipe) traineeId: string): Promise<void> {
    await this.applications.withdraw(principal, id, traineeId);
  }
}
