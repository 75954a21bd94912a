import { DomainError } from '@app/kernel';
import { SCAN_BYTES_MAX, type GivenScan } from '@app/placements';
import type { FastifyRequest } from 'fastify';
import { readUpload } from '../http/upload.js';

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
  const { file } = await readUpload(request, { bytesMax: SCAN_BYTES_MAX, missing: () => new ScanMissing(), tooLarge: () => new ScanTooLarge(), tooMany: () => new ScanMissing() });
  return file;
}
