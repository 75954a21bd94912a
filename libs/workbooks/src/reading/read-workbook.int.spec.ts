import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { workbookOf, zipOf } from '../../../../test/support/zip.js';
import type { CellValue } from '../sheet.js';
import { readWorkbook } from './read-workbook.js';
import { WorkbookRefused } from './refusals.js';

const MIB = 1_048_576;
const sheetOf = (...rows: string[]): string => `<?xml version="1.0"?><worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`;
const refusalOf = (bytes: Buffer): Promise<string> => readWorkbook(bytes).then(() => 'read', (error: unknown) => (error instanceof WorkbookRefused ? error.code : String(error)));
const cellsOf = async (bytes: Buffer): Promise<(CellValue | null)[][]> => (await readWorkbook(bytes)).sheets[0]!.rows.map((row) => [...row.cells]);

describe('a file that is no workbook is refused by what it holds', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'WORKBOOK.EMPTY'],
    ['an .xls file', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]), 'WORKBOOK.OLD_FORMAT'],
    ['an encrypted workbook', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')]), 'WORKBOOK.ENCRYPTED'],
    ['a picture named .xlsx', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'WORKBOOK.NOT_A_WORKBOOK'],
    ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj\n'), 'WORKBOOK.NOT_A_WORKBOOK'],
    ['more than 10 MB', Buffer.alloc(10 * MIB + 1, 'a'), 'WORKBOOK.TOO_LARGE'],
    ['the beginning of a zip file', Buffer.from('504b0304000000000000', 'hex'), 'WORKBOOK.BROKEN'],
    ['text of no encoding', Buffer.from([0xe5, 0xa7, 0x93, 0x2c, 0xff, 0xff, 0x0a]), 'WORKBOOK.ENCODING_UNKNOWN'],
  ])('%s', async (_, bytes, code) => expect(await refusalOf(bytes)).toBe(code));

  it('a zip file of other things', async () => expect(await refusalOf(await zipOf([{ name: 'readme.txt', content: '你好' }]))).toBe('WORKBOOK.NOT_A_WORKBOOK'));
});

describe('hostile archives (D16)', () => {
  it('are refused by code, and cost the parent little', async () => {
    const row = Buffer.from('<row><c></c><c></c></row>'.repeat(40_000));
    const bomb = { head: '<worksheet><sheetData>', repeat: row, times: Math.ceil((600 * MIB) / row.length) };
    const files: Record<string, Buffer> = {
      '600 MB sheet': await workbookOf(bomb),
      '600 MB that state 1,000 bytes': await workbookOf('', [{ name: 'xl/worksheets/sheet1.xml', content: bomb, lieAbout: 1_000 }]),
      '600 MB that state 20 MB': await workbookOf('', [{ name: 'xl/worksheets/sheet1.xml', content: bomb, lieAbout: 20 * MIB }]),
      '50,000 entries': await zipOf(Array.from({ length: 50_000 }, (_, i) => ({ name: `xl/media/${i}.txt`, content: '' }))),
      'a workbook in a workbook': await workbookOf(sheetOf(), [{ name: 'xl/embeddings/inner.xlsx', content: await workbookOf(sheetOf()) }]),
    };
    const before = process.memoryUsage().rss;
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5);
    const started = Date.now();
    const answers = Object.fromEntries(await Promise.all(Object.entries(files).map(async ([name, bytes]) => [name, await refusalOf(bytes)] as const)));
    clearInterval(watch);
    console.log(`hostile archives: ${Date.now() - started} ms; resident ${Math.round(before / MIB)} MiB before, ${Math.round(peak / MIB)} MiB at most`);
    expect(answers).toEqual({
      '600 MB sheet': 'WORKBOOK.ARCHIVE_SUSPICIOUS', '600 MB that state 1,000 bytes': 'WORKBOOK.ARCHIVE_SUSPICIOUS', '600 MB that state 20 MB': 'WORKBOOK.ARCHIVE_SUSPICIOUS',
      '50,000 entries': 'WORKBOOK.ARCHIVE_SUSPICIOUS', 'a workbook in a workbook': 'WORKBOOK.ARCHIVE_SUSPICIOUS',
    });
    expect(peak - before).toBeLessThan(100 * MIB);
  }, 120_000);

  it('of too many rows or columns are refused', async () => {
    expect(await refusalOf(await workbookOf(sheetOf('<row><c r="ZZ1"><v>1</v></c></row>')))).toBe('WORKBOOK.TOO_MANY_CELLS');
    expect(await refusalOf(await workbookOf(sheetOf(`<row>${'<c><v>1</v></c>'.repeat(11)}</row>`.repeat(100_000))))).toMatch(/TOO_MANY_CELLS|ARCHIVE_SUSPICIOUS/);
    expect(await refusalOf(Buffer.from('a\n'.repeat(100_001)))).toBe('WORKBOOK.TOO_MANY_CELLS');
  });
});

describe('hostile contents (D17)', () => {
  let canary: ReturnType<typeof createServer>;
  let visits = 0;
  let url: string;
  beforeAll(async () => {
    canary = createServer((_, answer) => void (visits++, answer.end('x'))).listen(0, '127.0.0.1');
    await new Promise((done) => canary.once('listening', done));
    url = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/`;
  });
  afterAll(() => void canary.close());

  it('document types are refused wherever they stand, and nobody is called', async () => {
    const external = `<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "${url}">]><sst><si><t>&x;</t></si></sst>`;
    const laughs = `<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(500)}"><!ENTITY c "${'&b;'.repeat(500)}">]><sst><si><t>&c;</t></si></sst>`;
    for (const name of ['xl/sharedStrings.xml', 'xl/workbook.xml', '[Content_Types].xml', 'xl/_rels/workbook.xml.rels', 'xl/worksheets/sheet1.xml']) {
      for (const content of [external, laughs]) expect([name, await refusalOf(await workbookOf(sheetOf(), [{ name, content }]))]).toEqual([name, 'WORKBOOK.XML_REFUSED']);
    }
    expect(await refusalOf(await workbookOf(sheetOf('<row><c t="inlineStr"><is><t>&bad;</t></is></c></row>')))).toBe('WORKBOOK.XML_REFUSED');
    expect(visits).toBe(0);
  });

  it('a formula stays a formula, whatever value it claims to have', async () => {
    const sheet = sheetOf(`<row r="3"><c r="B3" t="str"><f>cmd|' /C calc'!A0</f><v>王小明</v></c><c r="D3"><f>WEBSERVICE("${url}")</f><v>1</v></c></row>`);
    expect(await cellsOf(await workbookOf(sheet))).toEqual([[null, { kind: 'formula', text: `=cmd|' /C calc'!A0` }, null, { kind: 'formula', text: `=WEBSERVICE("${url}")` }]]);
    expect(visits).toBe(0);
  });

  it('a number keeps what the file holds of it, a day is a day, text is exact', async () => {
    const styles = '<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="177" formatCode="0.00_ "/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="177"/></cellXfs></styleSheet>';
    const relations = '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="sharedStrings.xml"/><Relationship Id="r3" Target="/xl/styles.xml"/></Relationships>';
    const strings = '<sst><si><t xml:space="preserve"> 王 </t></si><si><r><t>李</t></r><r><t>四</t></r><rPh><t>lisi</t></rPh></si></sst>';
    const row = '<row r="9" hidden="1"><c s="0"><v>4.2062619800101E+17</v></c><c s="1"><v>46086</v></c><c s="2"><v>46086.5</v></c><c s="3"><v>46086</v></c><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row>';
    const content = await readWorkbook(await workbookOf(`<worksheet><sheetData>${row}</sheetData><mergeCells><mergeCell ref="A9:B11"/></mergeCells></worksheet>`, [{ name: 'xl/styles.xml', content: styles }, { name: 'xl/sharedStrings.xml', content: strings }, { name: 'xl/_rels/workbook.xml.rels', content: relations }]));
    expect(content.sheets).toEqual([{
      name: '花名册', hidden: false, merged: [{ fromRow: 9, toRow: 11, fromColumn: 0, toColumn: 1 }],
      rows: [{
        number: 9, hidden: true,
        cells: [
          { kind: 'number', value: 4.2062619800101e17, text: '4.2062619800101E+17' }, { kind: 'date', on: '2026-03-05', text: '2026-03-05' }, { kind: 'date', on: '2026-03-05', text: '2026-03-05' },
          { kind: 'number', value: 46_086, text: '46086' }, { kind: 'text', text: ' 王 ' }, { kind: 'text', text: '李四' }, { kind: 'boolean', value: true }, { kind: 'error', text: '#N/A' },
        ],
      }],
    }]);
  });

  it('the days of both calendars of serial numbers are right', async () => {
    const days = async (is1904: boolean): Promise<unknown[]> => {
      const workbook = `<workbook xmlns:r="r"><workbookPr date1904="${is1904 ? 1 : 0}"/><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>`;
      const relations = '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r3" Target="styles.xml"/></Relationships>';
      const bytes = await workbookOf(sheetOf('<row><c s="0"><v>1</v></c><c s="0"><v>59</v></c><c s="0"><v>61</v></c><c s="0"><v>3000000</v></c></row>'), [
        { name: 'xl/workbook.xml', content: workbook }, { name: 'xl/_rels/workbook.xml.rels', content: relations }, { name: 'xl/styles.xml', content: '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>' },
      ]);
      return (await cellsOf(bytes))[0]!.map((cell) => (cell?.kind === 'date' ? cell.on : cell?.kind));
    };
    expect(await days(false)).toEqual(['1900-01-01', '1900-02-28', '1900-03-01', 'number']);
    expect(await days(true)).toEqual(['1904-01-02', '1904-02-29', '1904-03-02', 'number']);
  });

  it.each([
    ['UTF-8 with its mark', Buffer.from('\ufeff姓名,号码\r\n王小明,4206\r\n'), 'utf-8'],
    ['GB18030', Buffer.concat([Buffer.from('d0d5c3fb2cbac5c2eb0acdf5d0a1c3f72c343230360a', 'hex')]), 'gb18030'],
    ['UTF-16, semicolons', Buffer.from('\ufeff姓名;号码\n王小明;4206\n', 'utf16le'), 'utf-16'],
    ['tabs', Buffer.from('姓名\t号码\n王小明\t4206\n'), 'utf-8'],
  ])('CSV in %s gives its exact text', async (_, bytes, encoding) => {
    const content = await readWorkbook(bytes);
    expect([content.format, content.encoding, content.sheets[0]!.rows.map((row) => row.cells.map((cell) => (cell?.kind === 'text' ? cell.text : cell)))]).toEqual(['csv', encoding, [['姓名', '号码'], ['王小明', '4206']]]);
  });

  it('a formula in CSV is a formula, a text forced to be one is text', async () => {
    expect(await cellsOf(Buffer.from(`a,b,c\n=cmd|x,"=""007""",'+86\n`))).toEqual([
      [{ kind: 'text', text: 'a' }, { kind: 'text', text: 'b' }, { kind: 'text', text: 'c' }],
      [{ kind: 'formula', text: '=cmd|x' }, { kind: 'text', text: '007' }, { kind: 'text', text: '+86' }],
    ]);
  });
});
