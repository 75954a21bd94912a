import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib';

/** An entry of a made-up zip file. `lieAbout` = the size that the directory states instead of the true one. */
export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer | string | { readonly head: string; readonly repeat: Buffer; readonly times: number };
  readonly lieAbout?: number;
}

interface Packed {
  readonly name: Buffer;
  readonly data: Buffer;
  readonly size: number;
  readonly crc: number;
}

async function pack({ name, content, lieAbout }: ZipEntry): Promise<Packed> {
  if (typeof content === 'string' || Buffer.isBuffer(content)) {
    const bytes = Buffer.from(content);
    return { name: Buffer.from(name), data: deflateRawSync(bytes), size: lieAbout ?? bytes.length, crc: crc32(bytes) };
  }
  const deflate = createDeflateRaw({ level: 6 });
  const pieces: Buffer[] = [];
  deflate.on('data', (piece: Buffer) => pieces.push(piece));
  let crc = crc32(content.head);
  deflate.write(content.head);
  for (let i = 0; i < content.times; i++) {
    crc = crc32(content.repeat, crc);
    if (!deflate.write(content.repeat)) await new Promise((done) => deflate.once('drain', done));
  }
  await new Promise<void>((done) => {
    deflate.once('end', done);
    deflate.end();
  });
  return { name: Buffer.from(name), data: Buffer.concat(pieces), size: lieAbout ?? Buffer.byteLength(content.head) + content.repeat.length * content.times, crc };
}

/** Builds a zip file by hand, lies included: what no writer would make. */
export async function zipOf(entries: readonly ZipEntry[]): Promise<Buffer> {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { name, data, size, crc } = await pack(entry);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(crc, 14);
    local.writeUInt32LE(data.length, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(20, 4);
    central.writeUInt16LE(20, 6);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(crc, 16);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt32LE(size, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    locals.push(local, name, data);
    directory.push(central, name);
    offset += local.length + name.length + data.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

const CONTENT_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>';
const WORKBOOK = '<?xml version="1.0"?><workbook xmlns:r="r"><sheets><sheet name="花名册" sheetId="1" r:id="r1"/></sheets></workbook>';
const RELATIONS = '<?xml version="1.0"?><Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="sharedStrings.xml"/></Relationships>';

/** The smallest workbook around a sheet; further entries replace those of the same name. */
export function workbookOf(sheet: ZipEntry['content'], more: readonly ZipEntry[] = []): Promise<Buffer> {
  const entries: ZipEntry[] = [
    { name: '[Content_Types].xml', content: CONTENT_TYPES }, { name: 'xl/workbook.xml', content: WORKBOOK }, { name: 'xl/_rels/workbook.xml.rels', content: RELATIONS },
    { name: 'xl/worksheets/sheet1.xml', content: sheet },
  ];
  return zipOf([...entries.filter((entry) => more.every((other) => other.name !== entry.name)), ...more]);
}
