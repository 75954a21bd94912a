import { DomainError } from '@app/kernel';
import type { GivenFile } from '@app/intake';
import { WorkbookRefused } from '@app/workbooks';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';

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
  if (!request.isMultipart()) throw new FileMissing();
  let file: { name: string; bytes: Buffer } | null = null;
  let form = '';
  try {
    for await (const part of request.parts({ limits: { fileSize: FILE_LIMIT_BYTES } })) {
      if (part.type === 'file') file = { name: nameOf(part), bytes: await part.toBuffer() };
      else if (part.fieldname === 'form') form = String(part.value);
    }
  } catch (error) {
    throw refusalOf(error);
  }
  if (file === null) throw new FileMissing();
  return { form, ...file };
}

/** Only the last part of what a browser names, without control characters. */
function nameOf({ filename }: MultipartFile): string {
  const name = (filename ?? '').split(/[/\\]/).at(-1)!.replace(/\p{Cc}/gu, '').slice(0, FILE_NAME_MAX);
  return name === '' ? '未命名' : name;
}

function refusalOf(error: unknown): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'FST_REQ_FILE_TOO_LARGE') return new WorkbookRefused('WORKBOOK.TOO_LARGE');
  if (code === 'FST_FILES_LIMIT') return new OneFileOnly();
  if (typeof code === 'string' && code.startsWith('FST_')) return new FileMissing();
  return error;
}
