import { DomainError } from '@app/kernel';
import type { GivenFile } from '@app/intake';
import { WorkbookRefused } from '@app/workbooks';
import type { FastifyRequest } from 'fastify';
import { readUpload } from '../http/upload.js';

const FILE_LIMIT_BYTES = 10 * 1_048_576;
const FILE_NAME_MAX = 200;

/** The request holds no file, or is no multipart form: 400. */
export class FileMissing extends DomainError {
  readonly code = 'WORKBOOK.FILE_MISSING';
  readonly kind = 'invalid';
  constructor() {
    super('请以 multipart/form-data 提交一个文件（file），并注明表格种类（form）。', [{ path: 'file', message: '缺少文件' }]);
  }
}

/** More than one file: 400. */
export class OneFileOnly extends DomainError {
  readonly code = 'WORKBOOK.ONE_FILE_ONLY';
  readonly kind = 'invalid';
  constructor() {
    super('一次只能上传一个文件。', [{ path: 'file', message: '一次只能上传一个文件' }]);
  }
}

/** Reads the one file and the field `form` of an upload, in whatever order they come. @throws FileMissing, OneFileOnly, WorkbookRefused (too large) */
export async function uploadedFile(request: FastifyRequest): Promise<GivenFile> {
  const { file, fields } = await readUpload(request, {
    bytesMax: FILE_LIMIT_BYTES, missing: () => new FileMissing(), tooLarge: () => new WorkbookRefused('WORKBOOK.TOO_LARGE'), tooMany: () => new OneFileOnly(),
  });
  return { form: fields.get('form') ?? '', name: nameOf(file.name), bytes: file.bytes };
}

/** Only the last part of what a browser names, without control characters. */
function nameOf(given: string): string {
  const name = given.split(/[/\\]/).at(-1)!.replace(/\p{Cc}/gu, '').slice(0, FILE_NAME_MAX);
  return name === '' ? '未命名' : name;
}
