import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { HeldRuns, ImportRuns } from '@app/vacancies';
import { IdPipe } from '../http/id.pipe.js';
import { ImportRowPage, ImportRowResponse, ImportRunPage, ImportRunResponse, ListRowsQuery, ListRunsQuery, ReleaseImportDto, StartImportDto } from './imports.dto.js';

@ApiTags('岗位导入')
@Controller('v1/imports')
export class ImportsController {
  constructor(
    private readonly runs: ImportRuns,
    private readonly held: HeldRuns,
  ) {}

  @Post() @HttpCode(202) @Requires('import.start') @ApiOperation({ summary: '从一个来源导入岗位（后台进行）' })
  async start(@CurrentPrincipal() principal: Principal, @Body() { source }: StartImportDto): Promise<ImportRunResponse> {
    return ImportRunResponse.of(await this.runs.start(principal, source));
  }

  @Get() @Requires('import.read') @ApiOperation({ summary: '列出导入批次（最近的在前）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListRunsQuery): Promise<ImportRunPage> {
    const { items, nextCursor } = await this.runs.list(principal, query);
    return { items: items.map(ImportRunResponse.of), nextCursor };
  }

  @Get(':id') @Requires('import.read') @ApiOperation({ summary: '查看导入批次' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<ImportRunResponse> {
    return ImportRunResponse.of(await this.runs.get(principal, id));
  }

  @Get(':id/rows') @Requires('import.read') @ApiOperation({ summary: '逐行查看导入结果与原因' })
  async listRows(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() query: ListRowsQuery): Promise<ImportRowPage> {
    const { items, nextCursor } = await this.runs.listRows(principal, id, query);
    return { items: items.map(ImportRowResponse.of), nextCursor };
  }

  @Post(':id/stop') @HttpCode(200) @Requires('import.stop') @ApiOperation({ summary: '停止导入' })
  async stop(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<ImportRunResponse> {
    return ImportRunResponse.of(await this.runs.stop(principal, id));
  }

  @Post(':id/release') @HttpCode(200) @Requires('import.release') @ApiOperation({ summary: '放行被暂缓的批次（关闭列表中已没有的岗位）' })
  async release(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { reason }: ReleaseImportDto): Promise<ImportRunResponse> {
    return ImportRunResponse.of(await this.held.release(principal, id, reason));
  }
}
