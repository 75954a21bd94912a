import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { HeldRuns, ImportReplays, ImportRuns } from '@app/vacancies';
import { IdPipe } from '../http/id.pipe.js';
import { ImportRowPage, ImportRowResponse, ImportRunPage, ImportRunResponse, ListRowsQuery, ListRunsQuery, RawImportRowResponse, ReleaseImportDto, ReplayImportDto, StartImportDto } from './imports.dto.js';

@ApiTags('岗位导入')
@Controller('v1/imports')
export class ImportsController {
  constructor(
    private readonly runs: ImportRuns,
    private readonly held: HeldRuns,
    private readonly replays: ImportReplays,
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

  @Get(':id/rows/:page/:number') @Requires('import.read-raw') @ApiOperation({ summary: '查看一行的来源原文（含个人信息，查看留痕）' })
  async readRow(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Param('page', ParseIntPipe) page: number, @Param('number', ParseIntPipe) number: number): Promise<RawImportRowResponse> {
    const { outcome, raw } = await this.replays.rawRow(principal, id, { page, number });
    return { ...ImportRowResponse.of(outcome), raw };
  }

  @Post(':id/replay') @HttpCode(202) @Requires('import.replay') @ApiOperation({ summary: '按现行口径重读一个批次留存的原始页（不访问来源，不关闭岗位）' })
  async replay(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { reason }: ReplayImportDto): Promise<ImportRunResponse> {
    return ImportRunResponse.of(await this.replays.replay(principal, id, { reason }));
  }

  @Post(':id/stop') @HttpCode(200) @Requires('import.stop') @ApiOperation({ summary: '停止导入' })
  async stop(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<ImportRunResponse> {
    return ImportRunResponse.of(await this.runs.stop(principal, id));
  }

  @Post(':id/release') @HttpCode(200) @Requires('import.release') @ApiOperation({ summary: '放行被暂缓的批次（关闭列表中已没有的岗位；因字段变化或坏行过多而暂缓的，由留存的原始页入库，返回新批次）' })
  async release(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { reason }: ReleaseImportDto): Promise<ImportRunResponse> {
    return ImportRunResponse.of(await this.held.release(principal, id, reason));
  }
}
