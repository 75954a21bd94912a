import { Body, Controller, Get, Header, HttpCode, Param, Post, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { SCAN_TYPES } from '@app/placements';
import { CurrentPrincipal, WithoutIdempotency, type Principal } from '@app/platform';
import { AgreementFiles } from '@app/training';
import type { FastifyRequest } from 'fastify';
import { SCAN_EXTENSION, uploadedScan } from '../evidence/uploaded-scan.js';
import { IdPipe } from '../http/id.pipe.js';
import { AgreementFileList, AgreementFileResponse, RevealAgreementFileDto } from './dto/agreements.dto.js';

@ApiTags('培训协议')
@Controller('v1/agreements/:agreementId/files')
export class AgreementFilesController {
  constructor(private readonly files: AgreementFiles) {}

  /** A file is no JSON that a key could be compared with; the same file again is told by its hash. */
  @Post() @Requires('trainee-agreement.record') @WithoutIdempotency() @ApiConsumes('multipart/form-data')
  @ApiBody({ description: '一个 PDF、JPEG 或 PNG 扫描件（不超过 5 MB）', schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } } })
  @ApiOperation({ summary: '上传协议扫描件（按内容识别类型，加密存放；同一文件重复提交是一个文件）' })
  async add(@CurrentPrincipal() principal: Principal, @Param('agreementId', IdPipe) agreementId: string, @Req() request: FastifyRequest): Promise<AgreementFileResponse> {
    return AgreementFileResponse.of(await this.files.add(principal, agreementId, await uploadedScan(request, 'AGREEMENT_FILE')));
  }

  @Get() @Requires('agreement-file.read') @ApiOperation({ summary: '一份协议的扫描件（不含内容）' })
  async list(@CurrentPrincipal() principal: Principal, @Param('agreementId', IdPipe) agreementId: string): Promise<AgreementFileList> {
    return { items: (await this.files.list(principal, agreementId)).map(AgreementFileResponse.of) };
  }

  /** The reason stands in the body, so that no address holds it. A revealed file is never stored, so the route takes no Idempotency-Key. */
  @Post(':id/reveal') @HttpCode(200) @Requires('agreement-file.reveal') @WithoutIdempotency() @Header('cache-control', 'no-store') @Header('x-content-type-options', 'nosniff')
  @ApiProduces(...SCAN_TYPES) @ApiOkResponse({ schema: { type: 'string', format: 'binary' } }) @ApiOperation({ summary: '查看协议扫描件（须说明理由，留痕）' })
  async reveal(@CurrentPrincipal() principal: Principal, @Param('agreementId', IdPipe) agreementId: string, @Param('id', IdPipe) id: string, @Body() { reason }: RevealAgreementFileDto): Promise<StreamableFile> {
    const { mediaType, bytes } = await this.files.reveal(principal, agreementId, id, reason);
    return new StreamableFile(bytes, { type: mediaType, disposition: `attachment; filename="agreement-${id.slice(0, 8)}.${SCAN_EXTENSION[mediaType]}"`, length: bytes.length });
  }
}
