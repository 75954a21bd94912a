import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Form } from '../form.js';
import { readWorkbook } from '../reading/read-workbook.js';
import { writeReturned, writeTemplate } from './write-template.js';
import { streamCsv, streamXlsx, writeCsv, writeXlsx } from './write-table.js';

const FORM: Form = {
  name: 'trial', title: '试填表', version: 3,
  fields: [
    { name: 'name', label: '姓名', headings: [], type: 'person-name', required: true, hint: '与身份证一致' },
    { name: 'id-number', label: '身份证号', headings: [], type: 'id-number', required: true, hint: '18 位' },
    { name: 'result', label: '结果', headings: [], type: 'code', required: false, choices: [{ code: 'completed', label: '结业' }, { code: 'dropped', label: '退学' }], hint: '' },
  ],
};
const HOSTILE = [`=cmd|' /C calc'!A0`, '+1+1', '-1+1', '@SUM(1)', '＝1+1', '\tx', `'=x`, '=HYPERLINK("http://127.0.0.1:1")', '王"小,明', '换\n行'];
const textsOf = async (bytes: Buffer): Promise<(string | null)[][]> => (await readWorkbook(bytes)).sheets[0]!.rows.map((row) => row.cells.map((cell) => (cell === null ? null : cell.kind === 'text' ? cell.text : `?${cell.kind}`)));

describe('tables that leave the service (D18)', () => {
  const table = { name: '名单', columns: [{ heading: '姓名' }, { heading: '月薪' }], rows: HOSTILE.map((text, i) => [text, i]) };

  it('hold text where text was, in xlsx and in CSV', async () => {
    for (const bytes of [await writeXlsx(table), writeCsv(table)]) expect((await textsOf(bytes)).slice(1).map(([text]) => text)).toEqual(HOSTILE);
  });

  it('of thousands of rows are written while they are read, and leave others their turn', async () => {
    const large = { ...table, rows: Array.from({ length: 6_000 }, (_, i) => [HOSTILE[i % HOSTILE.length]!, i]) };
    for (const stream of [streamXlsx, streamCsv]) {
      let [turns, isDone] = [0, false];
      const turn = (): void => {
        turns += 1;
        if (!isDone) setImmediate(turn);
      };
      turn();
      const bytes = await buffer(stream(large));
      isDone = true;
      expect(turns).toBeGreaterThanOrEqual(60);
      expect((await textsOf(bytes)).slice(1).map(([text]) => text)).toEqual(large.rows.map(([text]) => text));
    }
  });

  it('round-trip any text through our own reader', async () => {
    const text = fc.string({ unit: fc.constantFrom(...`=+-@'＝＋,";\t 王x0`), minLength: 1, maxLength: 8 }).filter((each) => each.trim() !== '');
    await fc.assert(fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 5 }), async (texts) => {
      const csv = writeCsv({ columns: [{ heading: '甲' }], rows: texts.map((each) => [each]) });
      expect((await textsOf(csv)).slice(1).map(([each]) => each)).toEqual(texts);
    }), { numRuns: 15 });
  });

  const soffice = ['/usr/bin/soffice', '/usr/bin/libreoffice'].find((path) => spawnSync(path, ['--version']).status === 0);
  if (soffice === undefined) console.log('skipped: LibreOffice is not on this machine; that no cell is computed was checked in the file only');
  (soffice === undefined ? it.skip : it)('are computed by no office program', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shouyu-office-'));
    try {
      for (const [name, bytes] of [['a.xlsx', await writeXlsx(table)], ['b.csv', writeCsv(table)]] as const) {
        writeFileSync(join(folder, name), bytes);
        const out = join(folder, `${name}.out`);
        spawnSync(soffice!, [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false', '--outdir', out, join(folder, name)], { timeout: 60_000 });
        const shown = readFileSync(join(out, name.replace('.xlsx', '.csv')), 'utf8');
        expect(shown).toContain('calc');
        expect(shown).not.toMatch(/^"?(2|0|-0|Err|#NAME)/m);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);
});

describe('our own templates', () => {
  it('say what they are, and are read as empty', async () => {
    const content = await readWorkbook(await writeTemplate(FORM));
    expect(content.template).toEqual({ form: 'trial', version: 3 });
    expect(content.sheets.map((sheet) => sheet.name)).toEqual(['试填表', '填写说明']);
    expect(content.sheets[0]!.rows).toHaveLength(1);
  });

  it('bring faulty rows back with the reason, as they were given', async () => {
    const content = await readWorkbook(await writeReturned(FORM, [{ sheet: '花名册', number: 12, texts: { name: '王小明', 'id-number': '=1+1', result: '走了' }, faults: [{ field: 'id-number', column: 1, message: '是公式，请填写数字本身' }, { field: 'result', column: 2, message: '不在列表中' }] }]));
    expect(content.template).toEqual({ form: 'trial', version: 3 });
    expect(content.sheets[0]!.rows.map((row) => row.cells.map((cell) => (cell?.kind === 'text' ? cell.text : cell)))).toEqual([
      ['姓名', '身份证号', '结果', '失败原因'],
      ['王小明', '=1+1', '走了', '花名册 第 12 行：身份证号：是公式，请填写数字本身；结果：不在列表中'],
    ]);
  });
});
