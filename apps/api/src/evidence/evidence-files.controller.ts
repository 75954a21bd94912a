import { Body, Controller, Get, Header, HttpCode, Param, Post, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { EvidenceFilesService, SCAN_TYPES } from '@app/placements';
import { CurrentPrincipal, WithoutIdempotency, type Principal } from '@app/platform';
import type { FastifyRequest } from 'fastify';
import { IdPipe } from '../http/id.pipe.js';
import { EvidenceFileList, EvidenceFileResponse, RevealFileDto } from './evidence-files.dto.js';
import { SCAN_EXTENSION, uploadedScan } from './uploaded-scan.js';

@ApiTags('佐证文件')
@Controller('v1/evidence/:factId/files')
export class EvidenceFilesController {
  constructor(private readonly files: EvidenceFilesService) {}

  /** A file is no JSON that a key could be compared with; the same file again is told by its hash. */
  @Post() @Requires('evidence-file.add') @WithoutIdempotency() @ApiConsumes('multipart/form-data')
  @ApiBody({ description: '一个 PDF、JPEG 或 PNG 扫描件（不超过 5 MB）', schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } } })
  @ApiOperation({ summary: '为佐证添加扫描件（按内容识别类型，加密存放；同一文件重复提交是一个文件）' })
  async add(@CurrentPrincipal() principal: Principal, @Param('factId', IdPipe) factId: string, @Req() request: FastifyRequest): Promise<EvidenceFileResponse> {
    return EvidenceFileResponse.of(await this.files.add(principal, factId, await uploadedScan(request, 'EVIDENCE_FILE')));
  }

  @Get() @Requires('evidence-file.read') @ApiOperation({ summary: '一条佐证的扫描件（不含内容）' })
  async list(@CurrentPrincipal() principal: Principal, @Param('factId', IdPipe) factId: string): Promise<EvidenceFileList> {
    return { items: (await this.files.list(principal, factId)).map(EvidenceFileResponse.of) };
  }

  /** The reason stands in the body, so that no address holds it. A revealed file is never stored, so the route takes no Idempotency-Key. */
  @Post(':id/reveal') @HttpCode(200) @Requires('evidence-file.reveal') @WithoutIdempotency() @Header('cache-control', 'no-store') @Header('x-content-type-options', 'nosniff')
  @ApiProduces(...SCAN_TYPES) @ApiOkResponse({ schema: { type: 'string', format: 'binary' } }) @ApiOperation({ summary: '查看扫描件（须说明理由，留痕）' })
  async reveal(@CurrentPrincipal() principal: Principal, @Param('factId', IdPipe) factId: string, @Param('id', IdPipe) id: string, @Body() { reason }: RevealFileDto): Promise<StreamableFile> {
    const { mediaType, bytes } = await this.files.reveal(principal, factId, id, reason);
    return new StreamableFile(bytes, { type: mediaType, disposition: `attachment; filename="evidence-${id.slice(0, 8)}.${SCAN_EXTENSION[mediaType]}"`, length: bytes.length });
  }
}
