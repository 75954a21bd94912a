import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OfflineStreams } from './offline-io.js';
import { payCommand } from './pay.command.js';
import { titlesCommand } from './titles.command.js';

type Command = (argv: readonly string[], io: OfflineStreams) => Promise<number>;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'titles-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function run(command: Command, argv: readonly string[], input: string | Buffer = ''): Promise<{ code: number; out: string; err: string }> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const code = await command(argv, { stdin: Readable.from([Buffer.from(input)]), stdout, stderr });
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

describe('pay', () => {
  it('answers every text in its place', async () => {
    const { code, out, err } = await run(payCommand, ['--input', '-'], '["1-1.5万·13薪", "面议", ""]');
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual([
      { text: '1-1.5万·13薪', from: 10000, to: 15000, months: 13, basis: 'month' },
      { text: '面议', from: null, to: null, months: null, basis: 'negotiable' },
      { text: '', from: null, to: null, months: null, basis: 'unknown' },
    ]);
  });

  it('reads a file as well, also an empty list', async () => {
    expect(await run(payCommand, ['--input', file('none.json', '[]')])).toEqual({ code: 0, out: '[]\n', err: '' });
  });

  it.each([
    ['["a", 1, null]', '$[1]: 应为字符串\n$[2]: 应为字符串\n'], ['{"a":1}', '$: 应为字符串数组\n'], ['[', '$: 不是 JSON\n'], ['', '$: 不是 JSON\n'],
  ])('refuses %j, one line a fault, and answers nothing', async (input, faults) => {
    expect(await run(payCommand, ['--input', '-'], input)).toEqual({ code: 2, out: '', err: faults });
  });

  it('refuses bytes that are not UTF-8, a missing file, a missing and an unknown option', async () => {
    expect(await run(payCommand, ['--input', '-'], Buffer.from([0x5b, 0x22, 0xc0, 0x22, 0x5d]))).toEqual({ code: 2, out: '', err: '$: 不是 UTF-8 文本\n' });
    for (const argv of [['--input', join(folder, 'absent.json')], [], ['--input', '-', '--out', 'x'], ['extra']]) {
      const { code, out, err } = await run(payCommand, argv, '[]');
      expect([argv, code, out, err !== '']).toEqual([argv, 2, '', true]);
    }
  });

  it('prints at most a hundred faults', async () => {
    const { err } = await run(payCommand, ['--input', '-'], JSON.stringify(Array(150).fill(0)));
    expect(err.trim().split('\n')).toHaveLength(100);
  });
});

describe('titles', () => {
  it('answers every title in its place, in the shape of the contract', async () => {
    const { code, out } = await run(titlesCommand, ['--input', '-'], '["急聘焊工3名", "普工", "护林防火员"]');
    expect(code).toBe(0);
    const [welder, none, forest] = JSON.parse(out) as { suggestions: object[] }[];
    expect(welder).toEqual({ title: '急聘焊工3名', cleaned: '焊工', decided: { code: '6-18-02-04', name: '焊工' }, by: 'exact', noTrade: false, suggestions: [] });
    expect(none).toEqual({ title: '普工', cleaned: '普工', decided: null, by: null, noTrade: true, suggestions: [] });
    expect(forest).toMatchObject({ decided: null, by: null, noTrade: false });
    expect(Object.keys(forest!.suggestions[0]!)).toEqual(['code', 'name', 'score']);
  });

  it('adds the occupations of a catalogue, columns found by their names, and decides by 细类 only', async () => {
    const catalogue = file('catalogue.csv', '\ufefflevel,note,name,code\r\n3,x,"蜂业,人员",9-01-01\r\n4,x,酿蜜工,9-01-01-01\r\n');
    const { out } = await run(titlesCommand, ['--input', '-', '--catalogue', catalogue], '["酿蜜工", "蜂业,人员"]');
    expect(JSON.parse(out)).toMatchObject([{ decided: { code: '9-01-01-01', name: '酿蜜工' }, by: 'exact' }, { decided: null }]);
  });

  it('adds aliases, with and without a header; one of two occupations decides nothing', async () => {
    for (const header of ['alias,code\n', '']) {
      const aliases = file('aliases.csv', `${header}火花师傅甲,6-18-02-04\n两可,6-18-02-04\n两可,6-31-01-03\n`);
      const { out } = await run(titlesCommand, ['--input', '-', '--aliases', aliases], '["火花师傅甲", "两可"]');
      const [known, either] = JSON.parse(out) as { suggestions: { code: string }[] }[];
      expect(known).toMatchObject({ decided: { code: '6-18-02-04' }, by: 'alias' });
      expect(either).toMatchObject({ decided: null, by: null });
      expect(either!.suggestions.slice(0, 2).map(({ code }) => code)).toEqual(['6-18-02-04', '6-31-01-03']);
    }
  });

  it('refuses a catalogue or aliases that are wrong, by line, and answers nothing', async () => {
    const headless = file('headless.csv', 'code,title\n6-18,x\n');
    expect(await run(titlesCommand, ['--input', '-', '--catalogue', headless], '[]')).toMatchObject({ code: 2, out: '', err: '--catalogue line 1: 表头应有 code、name、level 三列\n' });
    const wrong = file('wrong.csv', 'code,name,level\n6-1,x,4\n6-18-02-04,,9\n');
    expect((await run(titlesCommand, ['--input', '-', '--catalogue', wrong], '[]')).err.split('\n')).toEqual(['--catalogue line 2 code: 不是职业编码', '--catalogue line 3 name: 不能为空', '--catalogue line 3 level: 应为 1 至 4', '']);
    const unknown = file('unknown.csv', 'alias,code\n某工,9-99-99-99\n');
    expect(await run(titlesCommand, ['--input', '-', '--aliases', unknown], '[]')).toMatchObject({ code: 2, out: '', err: '--aliases line 2 code: 职业目录中没有 9-99-99-99\n' });
    expect(await run(titlesCommand, ['--input', '-'], '[3]')).toMatchObject({ code: 2, out: '', err: '$[0]: 应为字符串\n' });
    expect((await run(titlesCommand, [])).code).toBe(2);
  });
});
