import { Body, Controller, Get, HttpCode, HttpStatus, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { CurrentPrincipal, IfMatch, WithoutIdempotency, type Principal } from '@app/platform';
import { OwnVacancies, type BulkPost, type BulkPosted } from '@app/vacancies';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IdPipe } from '../http/id.pipe.js';
import { ImportLinesQuery } from '../http/bulk-lines.dto.js';
import { begun, bulkLines, type BulkWay } from '../http/bulk-lines.js';
import { ndjsonOf } from '../http/json-lines.js';
import { BulkPostDto, BulkPostResponse, readPost } from './dto/bulk-post.dto.js';
import { ChangeVacancyDto, PostVacancyDto } from './dto/own-vacancy.dto.js';
import { ListOwnVacanciesQuery } from './dto/vacancy-queries.dto.js';
import { VacancyItem, VacancyPage, VacancyResponse } from './dto/vacancy.response.js';

@ApiTags('用人单位的岗位')
@Controller('v1/employer/vacancies')
export class OwnVacanciesController {
  constructor(private readonly own: OwnVacancies) {}

  @Post() @Requires('vacancy.create') @ApiOperation({ summary: '发布岗位（同一 externalRef 再次提交即修改，回答 200）' })
  async post(@CurrentPrincipal() principal: Principal, @Body() dto: PostVacancyDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<VacancyResponse> {
    const { outcome, vacancy } = await this.own.post(principal, PostVacancyDto.toInput(dto));
    void reply.status(outcome === 'created' ? HttpStatus.CREATED : HttpStatus.OK);
    return VacancyResponse.ofView(vacancy);
  }

  @Post('bulk') @HttpCode(200) @Requires('vacancy.create') @ApiOperation({ summary: '批量发布或修改（按 externalRef，逐行说明结果；dryRun 只试算）' })
  async postMany(@CurrentPrincipal() principal: Principal, @Body() { vacancies, dryRun }: BulkPostDto): Promise<BulkPostResponse> {
    return BulkPostResponse.of(await this.own.postMany(principal, await Promise.all(vacancies.map(readPost)), { dryRun: dryRun ?? false }), dryRun ?? false);
  }

  @Post('import') @HttpCode(200) @Requires('vacancy.create') @WithoutIdempotency() @ApiConsumes('application/x-ndjson') @ApiProduces('application/x-ndjson')
  @ApiBody({ description: '每行一个岗位，字段同单个发布；最大 50 MB。重复提交同一文件不产生变化。', schema: { type: 'string' } }) @ApiOkResponse({ description: '逐行的结果（line、externalRef、outcome、vacancyId、faults），最后一行为合计（summary）', schema: { type: 'string' } })
  @ApiOperation({ summary: '批量发布或修改（NDJSON 流，逐行回答；dryRun 只试算）' })
  async import(@CurrentPrincipal() principal: Principal, @Req() request: FastifyRequest, @Query() { dryRun }: ImportLinesQuery, @Res() reply: FastifyReply): Promise<void> {
    const way: BulkWay<BulkPost, BulkPosted> = { read: readPost, take: (rows) => this.own.postMany(principal, rows, { dryRun }), idOf: ({ vacancyId }) => ({ vacancyId }) };
    const answers = await begun(bulkLines(ndjsonOf(request), way, dryRun));
    await reply.header('content-type', 'application/x-ndjson; charset=utf-8').send(answers);
  }

  @Get() @Requires('vacancy.read') @ApiOperation({ summary: '列出本单位发布的岗位' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListOwnVacanciesQuery): Promise<VacancyPage> {
    const { items, nextCursor } = await this.own.list(principal, query);
    return { items: items.map(VacancyItem.of), nextCursor };
  }

  @Patch(':id') @Requires('vacancy.change') @ApiOperation({ summary: '修改本单位的岗位（只写要改的项）' })
  async change(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() dto: ChangeVacancyDto): Promise<VacancyResponse> {
    return VacancyResponse.ofView(await this.own.change(principal, id, version, ChangeVacancyDto.toChange(dto)));
  }

  @Post(':id/closing') @HttpCode(200) @Requires('vacancy.change') @ApiOperation({ summary: '关闭本单位的岗位' })
  async close(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number): Promise<VacancyResponse> {
    return VacancyResponse.ofView(await this.own.close(principal, id, version));
  }
}
