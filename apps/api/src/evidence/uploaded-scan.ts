import { DomainError } from '@app/kernel';
import { SCAN_BYTES_MAX, type GivenScan, type ScanShelf, type ScanType } from '@app/placements';
import type { FastifyRequest } from 'fastify';
import { readUpload } from '../http/upload.js';

export const SCAN_EXTENSION = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' } as const satisfies Record<ScanType, string>;

/** The request holds no file, more than one, or is no multipart form: 400. */
export class ScanMissing extends DomainError {
  readonly code: string;
  readonly kind = 'invalid';
  constructor(noun: ScanShelf['noun']) {
    super('请以 multipart/form-data 提交一个文件（file）。', [{ path: 'file', message: '须为一个文件' }]);
    this.code = `${noun}.MISSING`;
  }
}

/** 413. */
export class ScanTooLarge extends DomainError {
  readonly code: string;
  readonly kind = 'too-large';
  constructor(noun: ScanShelf['noun']) {
    super(`文件超过 ${SCAN_BYTES_MAX / 1_048_576} MB，请降低扫描精度或分开上传。`, [{ path: 'file', message: '文件太大' }]);
    this.code = `${noun}.TOO_LARGE`;
  }
}

/** Reads the one file of an upload. @param noun of what it is a scan for @throws ScanMissing, ScanTooLarge */
export async function uploadedScan(request: FastifyRequest, noun: ScanShelf['noun']): Promise<GivenScan> {
  const { file } = await readUpload(request, { bytesMax: SCAN_BYTES_MAX, missing: () => new ScanMissing(noun), tooLarge: () => new ScanTooLarge(noun), tooMany: () => new ScanMissing(noun) });
  return file;
}
