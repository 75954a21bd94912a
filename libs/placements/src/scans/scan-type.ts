/** What a scan may be. */
export const SCAN_TYPES = ['application/pdf', 'image/jpeg', 'image/png'] as const;
export type ScanType = (typeof SCAN_TYPES)[number];
export const SCAN_BYTES_MAX = 5 * 1_048_576;

/** Why a file is not taken. `foreign`: it begins or ends as something else too, or goes on after its own end. */
export type ScanFault = 'empty' | 'unknown-type' | 'broken' | 'foreign' | 'mismatch';

const EXTENSIONS: Readonly<Record<ScanType, readonly string[]>> = { 'application/pdf': ['pdf'], 'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'], 'image/png': ['png'] };
/** Names that senders give these types by the header. */
const ALIASES: Readonly<Record<string, ScanType>> = { 'application/x-pdf': 'application/pdf', 'image/jpg': 'image/jpeg', 'image/pjpeg': 'image/jpeg', 'image/x-png': 'image/png' };
const SAYS_NOTHING = ['', 'application/octet-stream', 'binary/octet-stream'];
const PNG_HEAD = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const ZIP_END = Buffer.from('PK\u0005\u0006', 'latin1');
/** A zip is read from its end: the record lies within these last bytes. */
const ZIP_END_WITHIN = 22 + 65_535;
/** Readers look for a PDF's head and end within so many bytes. */
const PDF_WITHIN = 1024;

/**
 * What a file is, by its content alone; what its name and header say must not contradict it. A file that is two things at
 * once is refused: what one program shows as a photo, another must not open as an archive or a page.
 */
export function scanTypeOf(bytes: Buffer, { name, declaredType }: { readonly name: string; readonly declaredType: string }): { readonly type: ScanType } | { readonly fault: ScanFault } {
  if (bytes.length === 0) return { fault: 'empty' };
  const type = beginsAs(bytes);
  if (type === null) return { fault: 'unknown-type' };
  const end = type === 'application/pdf' ? endOfPdf(bytes) : type === 'image/png' ? endOfPng(bytes) : endOfJpeg(bytes);
  if (end === null) return { fault: 'broken' };
  if (end !== bytes.length || isAlsoAnother(bytes, type)) return { fault: 'foreign' };
  return contradicts(type, name, declaredType) ? { fault: 'mismatch' } : { type };
}

function beginsAs(bytes: Buffer): ScanType | null {
  if (/^%PDF-[12]\.\d/.test(bytes.subarray(0, 8).toString('latin1'))) return 'application/pdf';
  if (bytes.subarray(0, PNG_HEAD.length).equals(PNG_HEAD)) return 'image/png';
  return bytes.length >= 3 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff ? 'image/jpeg' : null;
}

/** After the last end mark only white space may follow. */
function endOfPdf(bytes: Buffer): number | null {
  const mark = bytes.lastIndexOf('%%EOF', undefined, 'latin1');
  if (mark < 0 || mark < bytes.length - PDF_WITHIN) return mark < 0 ? null : mark;
  return /^%%EOF[\s\0]*$/.test(bytes.subarray(mark).toString('latin1')) ? bytes.length : mark;
}

/** Walks the chunks to the last one. */
function endOfPng(bytes: Buffer): number | null {
  for (let at = PNG_HEAD.length; at + 12 <= bytes.length;) {
    const kind = bytes.toString('latin1', at + 4, at + 8);
    at += 12 + bytes.readUInt32BE(at);
    if (kind === 'IEND') return at <= bytes.length ? at : null;
  }
  return null;
}

/** Walks the segments to the image, and the image to its end mark. Cameras put a second image or padding behind it: both are walked too. */
function endOfJpeg(bytes: Buffer): number | null {
  let end = endOfOneJpeg(bytes, 0);
  while (end !== null && end < bytes.length) {
    let next = end;
    while (next < bytes.length && bytes[next] === 0) next++;
    if (next === bytes.length) return next;
    const following = bytes[next] === 0xff && bytes[next + 1] === 0xd8 ? endOfOneJpeg(bytes, next) : null;
    if (following === null) return end;
    end = following;
  }
  return end;
}

function endOfOneJpeg(bytes: Buffer, from: number): number | null {
  for (let at = from + 2; at + 1 < bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) at += 1;
    else if (marker === 0xd9) return at + 2;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else {
      if (at + 3 >= bytes.length || bytes.readUInt16BE(at + 2) < 2) return null;
      at += 2 + bytes.readUInt16BE(at + 2);
      if (marker === 0xda) at = endOfImageData(bytes, at);
    }
  }
  return null;
}

/** Where the next marker stands: in image data an FF is followed by 00 or by a restart. */
function endOfImageData(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next !== undefined && next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}

function isAlsoAnother(bytes: Buffer, type: ScanType): boolean {
  if (bytes.subarray(-ZIP_END_WITHIN).includes(ZIP_END) && hasZipDirectory(bytes)) return true;
  // Lenient readers take a PDF's head anywhere in the first kilobyte.
  return type !== 'application/pdf' && bytes.subarray(0, PDF_WITHIN).includes('%PDF-', 0, 'latin1');
}

/** Whether an end record of a zip fits: its comment reaches to the end of the file, as readers of zips demand. */
function hasZipDirectory(bytes: Buffer): boolean {
  for (let at = bytes.lastIndexOf(ZIP_END); at >= 0 && at >= bytes.length - ZIP_END_WITHIN; at = at === 0 ? -1 : bytes.lastIndexOf(ZIP_END, at - 1)) {
    if (at + 22 <= bytes.length && at + 22 + bytes.readUInt16LE(at + 20) <= bytes.length) return true;
  }
  return false;
}

function contradicts(type: ScanType, name: string, declaredType: string): boolean {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  if (extension !== undefined && !EXTENSIONS[type].includes(extension)) return true;
  const declared = declaredType.split(';')[0]!.trim().toLowerCase();
  return !SAYS_NOTHING.includes(declared) && (ALIASES[declared] ?? declared) !== type;
}
