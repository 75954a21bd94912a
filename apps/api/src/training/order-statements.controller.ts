import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { StatementsService } from '@app/funds';
import { CurrentPrincipal, CursorQuery, type Principal } from '@app/platform';
import { TrainingOrders } from '@app/training';
import { IdPipe } from '../http/id.pipe.js';
import { StatementPage, StatementResponse } from '../settlement/statements.dto.js';

/** Orders know nothing of money, and funds nothing of orders: the class of an order is what its statements are of. */
@ApiTags('培训订单')
@Controller('v1/training-orders/:id/subsidy-statements')
export class OrderStatementsController {
  constructor(
    private readonly orders: TrainingOrders,
    private readonly statements: StatementsService,
  ) {}

  @Get() @Requires('subsidy-statement.read') @ApiOperation({ summary: '订单班次的补贴结算单（最近开具的在前；还没有班次的为空）' })
  async list(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() query: CursorQuery): Promise<StatementPage> {
    const { classId } = await this.orders.get(principal, id);
    if (classId === null) return { items: [], nextCursor: null };
    const { items, nextCursor } = await this.statements.list(principal, { ...query, classId });
    return { items: items.map(StatementResponse.of), nextCursor };
  }
}
