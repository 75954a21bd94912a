import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { EvidenceFileDeletions } from '@app/placements';
import { CurrentPrincipal, type Principal } from '@app/platform';
import { IdPipe } from '../http/id.pipe.js';
import { AskDeletionDto, FileDeletionList, FileDeletionPage, FileDeletionResponse, ListFileDeletionsQuery, RefuseDeletionDto } from './evidence-files.dto.js';

@ApiTags('佐证文件')
@Controller('v1')
export class FileDeletionsController {
  constructor(private readonly deletions: EvidenceFileDeletions) {}

  @Post('evidence/:factId/files/:id/deletion') @HttpCode(200) @Requires('evidence-file-deletion.ask') @ApiOperation({ summary: '申请删除一份扫描件（本人要求，或文件传错），由另一名县级经办人确认' })
  async ask(@CurrentPrincipal() principal: Principal, @Param('factId', IdPipe) factId: string, @Param('id', IdPipe) id: string, @Body() { ground }: AskDeletionDto): Promise<FileDeletionResponse> {
    return FileDeletionResponse.of(await this.deletions.ask(principal, factId, id, ground));
  }

  @Post('trainees/:id/evidence-file-deletions') @HttpCode(200) @Requires('evidence-file-deletion.ask') @ApiOperation({ summary: '应本人要求，申请删除其全部扫描件（已申请的不重复）' })
  async askOfTrainee(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<FileDeletionList> {
    return { items: (await this.deletions.askOfTrainee(principal, id)).map(FileDeletionResponse.of) };
  }

  @Get('evidence-file-deletions') @Requires('evidence-file-deletion.read') @ApiOperation({ summary: '扫描件的删除（申请的、到期的；最近的在前）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListFileDeletionsQuery): Promise<FileDeletionPage> {
    const { items, nextCursor } = await this.deletions.list(principal, query);
    return { items: items.map(FileDeletionResponse.of), nextCursor };
  }

  @Post('evidence-file-deletions/:id/confirmation') @HttpCode(200) @Requires('evidence-file-deletion.decide') @ApiOperation({ summary: '确认删除（须由申请人以外的经办人）：文件随即不再可看，随后清除；台账不变' })
  async confirm(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<FileDeletionResponse> {
    return FileDeletionResponse.of(await this.deletions.confirm(principal, id));
  }

  @Post('evidence-file-deletions/:id/refusal') @HttpCode(200) @Requires('evidence-file-deletion.decide') @ApiOperation({ summary: '不予删除（注明原因代码），文件不变' })
  async refuse(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { code }: RefuseDeletionDto): Promise<FileDeletionResponse> {
    return FileDeletionResponse.of(await this.deletions.refuse(principal, id, code));
  }
}
