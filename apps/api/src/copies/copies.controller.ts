import { Body, Controller, Header, HttpCode, Param, Post, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Requires } from '@app/accounts';
import { copyDocument, copyTables, PersonCopies } from '@app/copies';
import { CurrentPrincipal, WithoutIdempotency, type Principal } from '@app/platform';
import { writeXlsxSheets } from '@app/workbooks';
import { IdPipe } from '../http/id.pipe.js';
import { CODE_LISTS } from '../reference/code-lists.js';
import { AskCopyDto, PersonCopyResponse } from './copies.dto.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const labels = (list: string): Readonly<Record<string, string>> => CODE_LISTS[list]!.labels;

/** A copy stands in the answer alone: it is kept nowhere, so the routes take no Idempotency-Key, and no address holds the reason. */
@ApiTags('个人信息副本')
@Controller('v1/trainees/:id/copy')
export class CopiesController {
  constructor(private readonly copies: PersonCopies) {}

  @Post() @HttpCode(200) @Requires('trainee.export') @WithoutIdempotency() @Header('cache-control', 'no-store')
  @ApiOperation({ summary: '应本人要求，取得所存其全部信息的副本（可携带的 JSON，含完整身份证号和电话；须说明如何核实本人，留痕）' })
  async document(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { askedHow, reason }: AskCopyDto): Promise<PersonCopyResponse> {
    return PersonCopyResponse.of(copyDocument(await this.copies.make(principal, id, { askedHow, reason, format: 'json' }), labels));
  }

  @Post('workbook') @HttpCode(200) @Requires('trainee.export') @WithoutIdempotency() @Header('cache-control', 'no-store') @Header('x-content-type-options', 'nosniff')
  @ApiProduces(XLSX) @ApiOkResponse({ schema: { type: 'string', format: 'binary' } }) @ApiOperation({ summary: '同一副本的 Excel 工作簿：第一张为目录和说明，此后每类记录一张（须说明如何核实本人，留痕）' })
  async workbook(@CurrentPrincipal() principal: Principal, @Param('id', IdPipe) id: string, @Body() { askedHow, reason }: AskCopyDto): Promise<StreamableFile> {
    const bytes = await writeXlsxSheets(copyTables(await this.copies.make(principal, id, { askedHow, reason, format: 'xlsx' }), labels));
    return new StreamableFile(bytes, { type: XLSX, disposition: `attachment; filename="copy-${id.slice(0, 8)}.xlsx"`, length: bytes.length });
  }
}
