import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiNotModifiedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '@app/platform';
import type { FastifyReply } from 'fastify';
import { ReferenceListResponse, ReferenceListsResponse, ReferencePage, ReferenceQuery } from './reference.dto.js';
import { pageOfList, ReferenceLists } from './reference-lists.service.js';

/** Code lists hold nobody's data: anybody may read them, so that data users need no key for the meaning of a code. */
@ApiTags('代码表')
@Controller('v1/reference')
export class ReferenceController {
  constructor(private readonly lists: ReferenceLists) {}

  @Get() @Public() @ApiOperation({ summary: '全部代码表' })
  async all(): Promise<ReferenceListsResponse> {
    return { lists: (await this.lists.all()).map(ReferenceListResponse.of) };
  }

  @Get(':list') @Public() @ApiNotModifiedResponse({ description: '与 If-None-Match 相同' }) @ApiOperation({ summary: '一个代码表的代码与含义（ETag 随内容变化）' })
  async get(@Param('list') name: string, @Query() query: ReferenceQuery, @Headers('if-none-match') known: string | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<ReferencePage | undefined> {
    const list = await this.lists.get(name);
    const etag = `"${list.version}"`;
    void reply.header('etag', etag).header('cache-control', 'public, max-age=300');
    if (known === etag) {
      void reply.status(304);
      return undefined;
    }
    return ReferencePage.ofList(list, pageOfList(list, query));
  }
}
