import { DomainError } from '@app/kernel';
import { SCAN_BYTES_MAX, type GivenScan } from '@app/placements';
import type { FastifyRequest } from 'fastify';

/** The request holds no file, more than one, or is no multipart form: 400. */
export class ScanMissing extends DomainError {
  readonly code = 'EVIDENCE_FILE.MISSING';
  readonly kind = 'invalid';
  constructor() {
    super('请以 multipart/form-data 提交一个文件（file）。', [{ path: 'file', message: '须为一个文件' }]);
  }
}

/** 413. */
export class ScanTooLarge extends DomainError {
  readonly code = 'EVIDENCE_FILE.TOO_LARGE';
  readonly kind = 'too-large';
  constructor() {
    super(`文件超过 ${SCAN_BYTES_MAX / 1_048_576} MB，请降低扫描精度或分开上传。`, [{ path: 'file', message: '文件太大' }]);
  }
}

/** Reads the one file of an upload. @throws ScanMissing, ScanTooLarge */
export async function uploadedScan(request: FastifyRequest): Promise<GivenScan> {
  if (!request.isMultipart()) throw new ScanMissing();
  let scan: GivenScan | null = null;
  try {
    for await (const part of request.parts({ limits: { fileSize: SCAN_BYTES_MAX } })) {
      if (part.type === 'file') scan = { name: part.filename ?? '', declaredType: part.mimetype ?? '', bytes: await part.toBuffer() };
    }
  } catch (error) {
    throw refusalOf(error);
  }
  if (scan === null) throw new ScanMissing();
  return scan;
}

function refusalOf(error: unknown): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'FST_REQ_FILE_TOO_LARGE') return new ScanTooLarge();
  return typeof code === 'string' && code.startsWith('FST_') ? new ScanMissing() : error;
}
