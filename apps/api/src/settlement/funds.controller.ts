import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { FundsService } from '@app/funds';
import { CurrentPrincipal, CursorQuery, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { AppropriateDto, CreateFundDto, FundEntryPage, FundEntryResponse, FundPage, FundResponse, FundTotalsQuery, FundTotalsResponse, ListFundsQuery, WithdrawDto } from './funds.dto.js';

@ApiTags('资金')
@Controller('v1')
export class FundsController {
  constructor(private readonly funds: FundsService) {}

  @Post('funds') @Requires('fund.create') @ApiOperation({ summary: '登记一笔资金（来源、部门、年度；部门经办人只能登记本部门的）' })
  async create(@CurrentPrincipal() principal: Principal, @Body() dto: CreateFundDto): Promise<FundResponse> {
    return FundResponse.of(await this.funds.create(principal, dto));
  }

  @Get('funds') @Requires('fund.read') @ApiOperation({ summary: '本县的资金，年度近的在前' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListFundsQuery): Promise<FundPage> {
    const { items, nextCursor } = await this.funds.list(principal, query);
    return { items: items.map(FundResponse.of), nextCursor };
  }

  @Get('fund-totals') @Requires('fund.read') @ApiOperation({ summary: '资金合计：按来源、部门、年度分列下达、已承诺未付、已付、结余，各附口径' })
  async totals(@CurrentPrincipal() principal: Principal, @Query() query: FundTotalsQuery): Promise<FundTotalsResponse> {
    return FundTotalsResponse.of(await this.funds.totals(principal, query));
  }

  @Get('funds/:id') @Requires('fund.read') @ApiOperation({ summary: '一笔资金' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<FundResponse> {
    return FundResponse.of(await this.funds.get(principal, id));
  }

  @Get('funds/:id/entries') @Requires('fund.persons') @ApiOperation({ summary: '一笔资金的逐笔变动：班次、人、金额（人只列管辖范围内的）' })
  async listEntries(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() query: CursorQuery): Promise<FundEntryPage> {
    const { items, nextCursor } = await this.funds.listEntries(principal, id, query);
    return { items: items.map(FundEntryResponse.of), nextCursor };
  }

  @Post('funds/:id/appropriations') @HttpCode(200) @Requires('fund.appropriate') @ApiOperation({ summary: '登记下达（同一文号重复提交只算一次）' })
  async appropriate(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: AppropriateDto): Promise<FundResponse> {
    return FundResponse.of(await this.funds.appropriate(principal, id, dto));
  }

  @Post('funds/:id/withdrawals') @HttpCode(200) @Requires('fund.appropriate') @ApiOperation({ summary: '登记核减（说明理由；已承诺和已付的不能核减）' })
  async withdraw(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: WithdrawDto): Promise<FundResponse> {
    return FundResponse.of(await this.funds.withdraw(principal, id, dto));
  }
}
