import { Body, Controller, Get, HttpCode, Param, Post, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CohortPersons, CohortReports, CohortReportViews } from '@app/placements';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { CohortExportQuery, CohortPersonsQueryDto, CohortReportQuery, CohortReportResponse, RequestCohortReportDto } from './dto/cohort-report.dto.js';
import { RatePersonPage, RatePersonResponse } from './dto/rate.dto.js';
import { ProducesTable, tableFile } from './table-file.js';

const BINARY = { schema: { type: 'string', format: 'binary' } } as const;

@ApiTags('就业率')
@Controller('v1/cohort-reports')
export class CohortReportsController {
  constructor(private readonly reports: CohortReports, private readonly views: CohortReportViews, private readonly people: CohortPersons) {}

  @Post() @HttpCode(202) @Requires('cohort-report.make') @ApiOperation({ summary: '申请就业分析报表：某一口径按任一维度分列，附月份、留存曲线、佐证构成、用人单位、在岗培训和培训人数（后台计算）' })
  async request(@CurrentPrincipal() principal: Principal, @Body() dto: RequestCohortReportDto): Promise<CohortReportResponse> {
    return CohortReportResponse.of(await this.views.of(principal, await this.reports.request(principal, dto)));
  }

  @Get() @Requires('cohort-report.read') @ApiOperation({ summary: '辖区内最近的就业分析报表，新的在前（最多 50 份，不含数字）' })
  async list(@CurrentPrincipal() principal: Principal): Promise<CohortReportResponse[]> {
    return (await this.views.list(principal)).map(CohortReportResponse.of);
  }

  @Get(':id') @Requires('cohort-report.read') @ApiOperation({ summary: '一份就业分析报表：进度，或结果及各表口径' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() { forPublication }: CohortReportQuery): Promise<CohortReportResponse> {
    return CohortReportResponse.of(await this.views.get(principal, id, forPublication ?? false));
  }

  @Get(':id/persons') @Requires('cohort-report.persons') @ApiOperation({ summary: '报表数字背后的人（仅辖区内，留有记录）' })
  async persons(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() query: CohortPersonsQueryDto): Promise<RatePersonPage> {
    const { items, nextCursor } = await this.people.list(principal, id, query);
    return { items: items.map((each) => RatePersonResponse.of(each)), nextCursor };
  }

  @Get(':id/export') @Requires('cohort-report.read') @ProducesTable() @ApiOkResponse(BINARY) @ApiOperation({ summary: '导出报表：一行一个数字，附单位和口径（xlsx 或 CSV）' })
  async export(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() { format, forPublication }: CohortExportQuery): Promise<StreamableFile> {
    return tableFile(await this.views.table(principal, id, forPublication ?? false, format), format, `cohort-report-${id.slice(0, 8)}`);
  }
}
