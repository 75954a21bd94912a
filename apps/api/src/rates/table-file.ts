import { StreamableFile } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import { streamCsv, streamXlsx, type Table } from '@app/workbooks';
import type { ExportFormat } from './dto/cohort-report.dto.js';

const MEDIA = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv; charset=utf-8' } as const satisfies Record<ExportFormat, string>;

/** For the API's document: what a table can be had as. */
export const ProducesTable = (): MethodDecorator => ApiProduces(MEDIA.xlsx, 'text/csv');

/** A table as a file to keep, written while it is sent. */
export function tableFile(table: Table, format: ExportFormat, name: string): StreamableFile {
  return new StreamableFile(format === 'xlsx' ? streamXlsx(table) : streamCsv(table), { type: MEDIA[format], disposition: `attachment; filename="${name}.${format}"` });
}
