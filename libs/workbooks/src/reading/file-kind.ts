import { WorkbookRefused } from './refusals.js';
import { LIMITS } from './limits.js';

const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ENCRYPTED_PACKAGE = Buffer.from('EncryptedPackage', 'utf16le');

/** What a file is by its content; its name is never believed. @throws WorkbookRefused */
export function fileKindOf(bytes: Buffer): 'xlsx' | 'text' {
  if (bytes.length === 0) throw new WorkbookRefused('WORKBOOK.EMPTY');
  if (bytes.length > LIMITS.fileBytes) throw new WorkbookRefused('WORKBOOK.TOO_LARGE');
  if (bytes.subarray(0, 4).equals(ZIP)) return 'xlsx';
  if (bytes.subarray(0, 8).equals(OLE)) throw new WorkbookRefused(bytes.includes(ENCRYPTED_PACKAGE) ? 'WORKBOOK.ENCRYPTED' : 'WORKBOOK.OLD_FORMAT');
  if (isUtf16(bytes) || looksLikeText(bytes)) return 'text';
  throw new WorkbookRefused('WORKBOOK.NOT_A_WORKBOOK');
}

export function isUtf16(bytes: Buffer): boolean {
  return bytes.length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
}

/** No control characters but tabs and line ends: pictures, PDF and programs have them early on. */
function looksLikeText(bytes: Buffer): boolean {
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return false;
  return !bytes.some((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13);
}
