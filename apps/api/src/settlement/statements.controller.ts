import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { PaymentsService, StatementsService } from '@app/funds';
import { CurrentPrincipal, CursorQuery, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { ListStatementsQuery, PaymentResponse, PayDto, ReasonDto, ReturnDto, ReverseReturnDto, ReversePaymentDto, StatementLinePage, StatementLineResponse, StatementPage, StatementResponse } from './statements.dto.js';

@ApiTags('补贴结算')
@Controller('v1/subsidy-statements')
export class StatementsController {
  constructor(
    private readonly statements: StatementsService,
    private readonly payments: PaymentsService,
  ) {}

  @Get() @Requires('subsidy-statement.read') @ApiOperation({ summary: '结算单（最近开具的在前）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListStatementsQuery): Promise<StatementPage> {
    const { items, nextCursor } = await this.statements.list(principal, query);
    return { items: items.map(StatementResponse.of), nextCursor };
  }

  @Get(':id') @Requires('subsidy-statement.read') @ApiOperation({ summary: '一张结算单：安置率的分子分母、档次、应付与已付' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<StatementResponse> {
    return StatementResponse.of(await this.statements.get(principal, id));
  }

  @Get(':id/lines') @Requires('subsidy-statement.persons') @ApiOperation({ summary: '结算单逐人明细（管辖范围内的人）' })
  async listLines(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() query: CursorQuery): Promise<StatementLinePage> {
    const { items, nextCursor } = await this.statements.listLines(principal, id, query);
    return { items: items.map(StatementLineResponse.of), nextCursor };
  }

  @Post(':id/confirmation') @HttpCode(200) @Requires('subsidy-statement.decide') @ApiOperation({ summary: '确认结算单（须由开具人以外的经办人），随即占用资金' })
  async confirm(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<StatementResponse> {
    return StatementResponse.of(await this.statements.confirm(principal, id));
  }

  @Post(':id/refusal') @HttpCode(200) @Requires('subsidy-statement.decide') @ApiOperation({ summary: '退回结算单（须由开具人以外的经办人，说明理由），所列人次随即放开' })
  async refuse(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { reason }: ReasonDto): Promise<StatementResponse> {
    return StatementResponse.of(await this.statements.refuse(principal, id, reason));
  }

  @Post(':id/revocation') @HttpCode(200) @Requires('subsidy-statement.revoke') @ApiOperation({ summary: '撤销已确认、尚未付款的结算单（说明理由），资金和所列人次随即放开' })
  async revoke(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { reason }: ReasonDto): Promise<StatementResponse> {
    return StatementResponse.of(await this.statements.revoke(principal, id, reason));
  }

  @Post(':id/payments') @HttpCode(200) @Requires('subsidy.pay') @ApiOperation({ summary: '登记付款：一期，全部或指名的人；同一凭证重复提交只算一次' })
  async pay(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: PayDto): Promise<PaymentResponse> {
    return PaymentResponse.of(await this.payments.pay(principal, id, dto));
  }

  @Post(':id/payment-reversals') @HttpCode(200) @Requires('subsidy.reverse') @ApiOperation({ summary: '冲销付款（退票、付错等，说明理由）；冲销后可以再付' })
  async reverse(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: ReversePaymentDto): Promise<PaymentResponse> {
    return PaymentResponse.of(await this.payments.reverse(principal, id, dto));
  }

  @Post(':id/supplements') @HttpCode(200) @Requires('subsidy-statement.make') @ApiOperation({ summary: '开补充结算单：确认以后台账有更正的，按差额补付或退回（说明理由）；首张结算单不改；待确认的只有一张' })
  async supplement(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { reason }: ReasonDto): Promise<StatementResponse> {
    return StatementResponse.of(await this.statements.supplement(principal, id, reason));
  }

  @Post(':id/returns') @HttpCode(200) @Requires('subsidy.take-in') @ApiOperation({ summary: '登记退回：补充结算单上应退的，全部或指名的人；同一凭证重复提交只算一次' })
  async takeIn(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: ReturnDto): Promise<PaymentResponse> {
    return PaymentResponse.of(await this.payments.takeIn(principal, id, dto));
  }

  @Post(':id/return-reversals') @HttpCode(200) @Requires('subsidy.reverse') @ApiOperation({ summary: '冲销退回（登记有误等，说明理由）' })
  async reverseReturn(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() dto: ReverseReturnDto): Promise<PaymentResponse> {
    return PaymentResponse.of(await this.payments.reverseReturn(principal, id, dto));
  }
}
