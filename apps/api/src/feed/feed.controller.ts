import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { Public } from '@app/platform';
import { VacancyFeed, type OfferedVacancy } from '@app/vacancies';
import type { FastifyReply } from 'fastify';
import { IdPipe } from '../http/id.pipe.js';
import { FeedChangeResponse, FeedChangesQuery, FeedChangesResponse, OfferedVacancyResponse } from './feed.dto.js';
import { jobPageOf, jobPostingOf } from './job-posting.js';

const LIMIT_DEFAULT = 200;

@ApiTags('岗位数据')
@Controller()
export class FeedController {
  constructor(private readonly feed: VacancyFeed) {}

  @Get('v1/vacancies/snapshot') @Requires('vacancy-feed.read') @ApiProduces('application/x-ndjson') @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ApiOperation({ summary: '可推荐岗位全量（gzip 压缩的 NDJSON，每行一个；不含联系方式）' })
  async snapshot(@Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    const snapshot = await this.feed.snapshot();
    void reply.header('etag', snapshot.etag).header('x-feed-cursor', snapshot.cursor);
    if (known?.split(',').some((each) => each.trim().replace(/^W\//, '') === snapshot.etag)) return void reply.status(304).send();
    const body = Readable.from(linesOf(snapshot.rows())).pipe(createGzip());
    await reply.header('content-type', 'application/x-ndjson; charset=utf-8').header('content-encoding', 'gzip').send(body);
  }

  @Get('v1/vacancies/changes') @Requires('vacancy-feed.read') @ApiOperation({ summary: '自某游标以来的变化（新增或更改、撤下；每个变化一次，不漏晚提交的）' })
  async changes(@Query() { since, limit }: FeedChangesQuery): Promise<FeedChangesResponse> {
    const { changes, cursor, more } = await this.feed.changes(since, limit ?? LIMIT_DEFAULT);
    return { changes: changes.map(FeedChangeResponse.of), cursor, more };
  }

  @Get('v1/public/vacancies/:id') @Public() @ApiProduces('application/ld+json') @ApiOkResponse({ schema: { type: 'object', additionalProperties: true } }) @ApiOperation({ summary: '公开岗位（schema.org JobPosting，不含联系方式）' })
  async posting(@Param('id', IdPipe) id: string, @Res() reply: FastifyReply): Promise<void> {
    await reply.header('content-type', 'application/ld+json; charset=utf-8').send(JSON.stringify(jobPostingOf(await this.feed.get(id))));
  }

  @Get('jobs/:id') @Public() @ApiProduces('text/html') @ApiOkResponse({ schema: { type: 'string' } }) @ApiOperation({ summary: '公开岗位网页（不含联系方式）' })
  async page(@Param('id', IdPipe) id: string, @Res() reply: FastifyReply): Promise<void> {
    await reply.header('content-type', 'text/html; charset=utf-8').send(jobPageOf(await this.feed.get(id)));
  }
}

async function* linesOf(rows: AsyncIterable<OfferedVacancy>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(OfferedVacancyResponse.of(row))}\n`;
}
