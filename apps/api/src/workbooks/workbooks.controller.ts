import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { UploadIntake, UploadMoves, UploadViews } from '@app/intake';
import { CurrentPrincipal, IfMatch, WithoutIdempotency, type Principal } from '@app/platform';
import { FORM_NAMES } from '@app/workbooks';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IdPipe } from '../http/id.pipe.js';
import { ProgressStreams } from './progress-streams.js';
import { uploadedFile } from './uploaded-file.js';
import { CorrectLayoutsDto, ListUploadRowsQuery, ListUploadsQuery, UploadPage, UploadResponse, UploadRowPage, UploadRowResponse } from './workbooks.dto.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const BINARY = { schema: { type: 'string', format: 'binary' } } as const;

@ApiTags('表格导入')
@Controller('v1/workbooks')
export class WorkbooksController {
  constructor(
    private readonly intake: UploadIntake,
    private readonly moves: UploadMoves,
    private readonly views: UploadViews,
    private readonly streams: ProgressStreams,
  ) {}

  @Get('templates/:form') @Requires('workbook.read') @ApiProduces(XLSX) @ApiOkResponse(BINARY) @ApiOperation({ summary: '下载空白模板（含下拉选项、填写说明和版本）' })
  async template(@Param('form') name: string): Promise<StreamableFile> {
    const { form, version, file } = await this.views.template(name);
    return new StreamableFile(file, { type: XLSX, disposition: `attachment; filename="${form}-v${version}.xlsx"` });
  }

  /** A file is no JSON that a key could be compared with; the same file again is told by its hash. */
  @Post() @HttpCode(201) @Requires('workbook.upload') @WithoutIdempotency() @ApiConsumes('multipart/form-data')
  @ApiBody({ description: '一个 xlsx 或 CSV 文件（不超过 10 MB），任何版式均可', schema: { type: 'object', required: ['form', 'file'], properties: { form: { type: 'string', enum: [...FORM_NAMES] }, file: { type: 'string', format: 'binary' } } } })
  @ApiOperation({ summary: '上传表格：识别栏目，随即在后台试算' })
  async upload(@CurrentPrincipal() principal: Principal, @Req() request: FastifyRequest): Promise<UploadResponse> {
    return UploadResponse.of(this.views.shown(await this.intake.upload(principal, await uploadedFile(request))));
  }

  @Get() @Requires('workbook.read') @ApiOperation({ summary: '上传历史（最近的在前）' })
  async list(@CurrentPrincipal() principal: Principal, @Query() query: ListUploadsQuery): Promise<UploadPage> {
    const { items, nextCursor } = await this.views.list(principal, query);
    return { items: items.map(UploadResponse.of), nextCursor };
  }

  @Get(':id') @Requires('workbook.read') @ApiOperation({ summary: '查看一份上传的表格' })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<UploadResponse> {
    return UploadResponse.of(await this.views.get(principal, id));
  }

  @Get(':id/rows') @Requires('workbook.read') @ApiOperation({ summary: '逐行查看试算或写入的结果与原因' })
  async listRows(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Query() query: ListUploadRowsQuery): Promise<UploadRowPage> {
    const { form } = await this.views.get(principal, id);
    const { items, nextCursor } = await this.views.listRows(principal, id, query);
    return { items: items.map((row) => UploadRowResponse.of(row, form)), nextCursor };
  }

  @Put(':id/layouts') @Requires('workbook.upload') @ApiOperation({ summary: '更正栏目对应（会为本单位记住），随即重新试算' })
  async correct(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number, @Body() dto: CorrectLayoutsDto): Promise<UploadResponse> {
    return UploadResponse.of(this.views.shown(await this.intake.correct(principal, id, version, CorrectLayoutsDto.toCorrections(dto))));
  }

  @Post(':id/confirm') @HttpCode(202) @Requires('workbook.upload') @ApiOperation({ summary: '确认写入（后台进行；有误的行不写入）' })
  async confirm(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number): Promise<UploadResponse> {
    return UploadResponse.of(this.views.shown(await this.moves.confirm(principal, id, version)));
  }

  @Post(':id/cancel') @HttpCode(200) @Requires('workbook.upload') @ApiOperation({ summary: '取消（尚未写入的不再写入）' })
  async cancel(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number): Promise<UploadResponse> {
    return UploadResponse.of(this.views.shown(await this.moves.cancel(principal, id, version)));
  }

  @Post(':id/undo') @HttpCode(202) @Requires('workbook.undo') @ApiOperation({ summary: '撤销已写入的内容（24 小时内；已被后续工作引用的行保留并说明原因）' })
  async undo(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @IfMatch() version: number): Promise<UploadResponse> {
    return UploadResponse.of(this.views.shown(await this.moves.undo(principal, id, version)));
  }

  @Get(':id/returned') @Requires('workbook.upload') @ApiProduces(XLSX) @ApiOkResponse(BINARY) @ApiOperation({ summary: '下载有误的行（同一模板，附失败原因；改好后可直接再上传）' })
  async returned(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string): Promise<StreamableFile> {
    const { form, file } = await this.views.returned(principal, id);
    return new StreamableFile(file, { type: XLSX, disposition: `attachment; filename="${form}-returned.xlsx"` });
  }

  @Get(':id/progress') @Requires('workbook.read') @ApiProduces('text/event-stream') @ApiOkResponse({ schema: { type: 'string' } }) @ApiOperation({ summary: '进度（server-sent events：progress、end）' })
  async progress(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Res() reply: FastifyReply): Promise<void> {
    await this.streams.serve(principal, id, reply);
  }
}
