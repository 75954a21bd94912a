import { Body, Controller, Get, HttpCode, Param, Post, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { RateReports, RateReportTables, TownshipRates } from '@app/placements';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { ExportQuery } from './dto/cohort-report.dto.js';
import { RateReportResponse, RequestRateReportDto, TownshipRatesQuery, TownshipRatesResponse } from './dto/rate-report.dto.js';
import { ProducesTable, tableFile } from './table-file.js';

@ApiTags('就业率')
@Controller('v1')
export class RateReportsController {
  constructor(private readonly reports: RateReports, private readonly townships: TownshipRates, private readonly tables: RateReportTables) {}

  @Get('rates/townships') @Requires('rate.read') @ApiOperation({ summary: '今天的全部就业率，按乡镇和项目分列（仅本人辖区）' })
  async today(@CurrentPrincipal() principal: Principal, @Query() query: TownshipRatesQuery): Promise<TownshipRatesResponse> {
    return TownshipRatesResponse.of(await this.townships.today(principal, query));
  }

  @Post('rate-reports') @HttpCode(202) @Requires('rate.read') @ApiOperation({ summary: '申请任意截至日、知悉时刻的就业率报表（后台计算）' })
  async request(@CurrentPrincipal() principal: Principal, @Body() dto: RequestRateReportDto): Promise<RateReportResponse> {
    return RateReportResponse.of(await this.reports.request(principal, dto));
  }

  @Get('rate-reports/:id') @Requires('rate-report.read') @ApiOperation({ summary: '一份就业率报表：进度或结果' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<RateReportResponse> {
    return RateReportResponse.of(await this.reports.get(principal, id));
  }

  @Get('rate-reports/:id/export') @Requires('rate-report.read') @ProducesTable() @ApiOkResponse({ schema: { type: 'string', format: 'binary' } }) @ApiOperation({ summary: '导出就业率报表：一行一个数字，附单位和口径（xlsx 或 CSV）' })
  async export(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() { format }: ExportQuery): Promise<StreamableFile> {
    return tableFile(await this.tables.table(principal, id, format), format, `rate-report-${id.slice(0, 8)}`);
  }
}
