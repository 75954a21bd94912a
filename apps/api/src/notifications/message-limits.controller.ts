import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { MessageLimits } from '@app/notifications';
import { CurrentPrincipal, CursorQuery, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { BudgetResponse, NumberBlockPage, NumberBlockResponse, SetBudgetDto } from './message-limits.dto.js';

@ApiTags('短信')
@Controller('v1')
export class MessageLimitsController {
  constructor(private readonly limits: MessageLimits) {}

  @Get('number-blocks') @Requires('number-block.read') @ApiOperation({ summary: '列出停发的号码（空号，或已不是本人的二次放号），电话已打码' })
  async listBlocks(@CurrentPrincipal() principal: Principal, @Query() query: CursorQuery): Promise<NumberBlockPage> {
    const { items, nextCursor } = await this.limits.listBlocks(principal, query);
    return { items: items.map(NumberBlockResponse.of), nextCursor };
  }

  @Post('number-blocks/:id/lift') @HttpCode(200) @Requires('number-block.lift') @ApiOperation({ summary: '核实号码后恢复发送' })
  async lift(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<NumberBlockResponse> {
    return NumberBlockResponse.of(await this.limits.lift(principal, id));
  }

  @Get('sms-budget') @Requires('sms-budget.read') @ApiOperation({ summary: '本县当日短信额度与已用（按计费条数）' })
  async budget(@CurrentPrincipal() principal: Principal): Promise<BudgetResponse> {
    return BudgetResponse.of(await this.limits.budget(principal));
  }

  @Put('sms-budget') @Requires('sms-budget.set') @ApiOperation({ summary: '设定本县每日短信额度（按计费条数；用完的次日 8 点再发）' })
  async setBudget(@CurrentPrincipal() principal: Principal, @Body() { partsPerDay }: SetBudgetDto): Promise<BudgetResponse> {
    return BudgetResponse.of(await this.limits.setBudget(principal, partsPerDay));
  }
}
