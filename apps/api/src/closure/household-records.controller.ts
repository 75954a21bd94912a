import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { HouseholdBooksService, PovertyLinesService } from '@app/placements';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { RecordCategoryDto, RecordIncomeDto, RecordLineDto, RetractionDto, WithdrawCategoryDto } from './dto/closure-queries.dto.js';
import { BookRecordCreated, HouseholdRecordsResponse, LineResponse, LinesResponse, RecordedResponse } from './dto/household-record.response.js';

@ApiTags('四个一')
@Controller('v1')
export class HouseholdRecordsController {
  constructor(private readonly households: HouseholdBooksService, private readonly lines: PovertyLinesService) {}

  @Get('households/:id/records') @Requires('household-record.read') @ApiOperation({ summary: '一户的收入和帮扶类别，逐条（留痕）' })
  async list(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<HouseholdRecordsResponse> {
    return HouseholdRecordsResponse.of(await this.households.list(principal, id));
  }

  @Post('household-incomes') @Requires('household-record.record') @ApiOperation({ summary: '登记一户某年度的人均收入（只增不改）' })
  async recordIncome(@CurrentPrincipal() principal: Principal, @Body() dto: RecordIncomeDto): Promise<RecordedResponse> {
    return this.households.recordIncome(principal, { ...dto, sourceReference: dto.sourceReference ?? null });
  }

  @Post('household-incomes/:id/retraction') @HttpCode(204) @Requires('household-record.record') @ApiOperation({ summary: '撤回一条收入（说明理由；非本人当天登记的，由另一名经办人撤回）' })
  async retractIncome(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { reason }: RetractionDto): Promise<void> {
    await this.households.retractIncome(principal, id, reason);
  }

  @Post('household-categories') @Requires('household-record.record') @ApiOperation({ summary: '登记一户的帮扶类别，或其终止日' })
  async recordCategory(@CurrentPrincipal() principal: Principal, @Body() dto: RecordCategoryDto): Promise<RecordedResponse> {
    return this.households.recordCategory(principal, { ...dto, toOn: dto.toOn ?? null });
  }

  @Post('household-categories/withdrawal') @HttpCode(204) @Requires('household-record.record') @ApiOperation({ summary: '撤销误登的帮扶类别（说明理由）' })
  async withdrawCategory(@CurrentPrincipal() principal: Principal, @Body() dto: WithdrawCategoryDto): Promise<void> {
    await this.households.withdrawCategory(principal, dto);
  }

  @Get('poverty-lines') @Requires('poverty-line.read') @ApiOperation({ summary: '本县适用的脱贫标准，逐条' })
  async listLines(@CurrentPrincipal() principal: Principal): Promise<LinesResponse> {
    return { items: (await this.lines.list(principal)).map((each) => LineResponse.of(each)) };
  }

  @Post('poverty-lines') @Requires('poverty-line.record') @ApiOperation({ summary: '登记一条脱贫标准（省或县，自某日起，注明文件）' })
  async recordLine(@CurrentPrincipal() principal: Principal, @Body() dto: RecordLineDto): Promise<BookRecordCreated> {
    return { id: await this.lines.record(principal, dto) };
  }

  @Post('poverty-lines/:id/retraction') @HttpCode(204) @Requires('poverty-line.record') @ApiOperation({ summary: '撤回一条脱贫标准（说明理由；非本人当天登记的，由另一名经办人撤回）' })
  async retractLine(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { reason }: RetractionDto): Promise<void> {
    await this.lines.retract(principal, id, reason);
  }
}
