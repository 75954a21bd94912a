import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ratesCommand } from './rates.command.js';

const directory = mkdtempSync(join(tmpdir(), 'rates-'));
afterAll(() => rmSync(directory, { recursive: true }));

async function run(input: string | Buffer | readonly Buffer[], ...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const [out, err] = [text(stdout), text(stderr)];
  const chunks = Array.isArray(input) ? (input as Buffer[]) : [Buffer.from(input as string)];
  const code = await ratesCommand(argv, { stdin: Readable.from(chunks), stdout, stderr });
  stdout.end();
  stderr.end();
  return { code, out: await out, err: await err };
}
const ask = ['--facts', '-', '--as-of', '2026-01-01'];
const lines = (...facts: readonly object[]): string => facts.map((fact) => `${JSON.stringify(fact)}\n`).join('');

const HEAD = { effectiveOn: '2024-01-31', recordedAt: '2024-05-01T00:00:00Z' };
const CLASS = { ...HEAD, id: 'c', kind: 'class', class: 'k', course: 'c1', programme: '雨露', provider: 'v', region: '420626', effectiveOn: '2024-01-01', endsOn: '2024-01-31' };
const GRADUATES = Array.from({ length: 24 }, (_, i) => ({ ...HEAD, id: `d${i}`, kind: 'completed', person: `p${i}`, class: 'k' }));
const JOBS = Array.from({ length: 18 }, (_, i) => [
  { ...HEAD, id: `s${i}`, kind: 'employment-started', employment: `j${i}`, person: `p${i}`, type: 'wage', employer: null, permanent: false },
  { ...HEAD, id: `e${i}`, kind: 'evidence', employment: `j${i}`, level: 2 },
]).flat();
const LEDGER = lines(CLASS, ...GRADUATES, ...JOBS, { ...HEAD, id: 'x', kind: 'excluded', person: 'p23', reason: 'call-up' });

describe('shouyu rates', () => {
  it('writes the total, then the cells, keys in the order of the contract', async () => {
    const { code, out, err } = await run(LEDGER, ...ask, '--rules', 'R1', '--by', 'region');
    const figures =
      '"n":23,"numerator":18,"rate":78.26,"low":78.26,"high":100,"wilson":[58.1,90.34],"suppressed":false,"message":null,"immature":0,"excluded":{"call-up":1},' +
      '"evidence":{"E0":0,"E1":0,"E2":18,"E3":0},"personCourses":{"n":23,"numerator":18,"rate":78.26}}';
    expect({ code, out, err }).toEqual({ code: 0, err: '', out: `{"rules":[{"rule":"R1","by":{},${figures},{"rule":"R1","by":{"region":"420626000000"},${figures}]}\n` });
  });

  it('answers an empty file with every rule over nobody', async () => {
    const { code, out } = await run('', ...ask);
    const { rules } = JSON.parse(out) as { rules: { rule: string; n: number }[] };
    expect([code, rules.map(({ rule, n }) => `${rule}:${n}`).join(' ')]).toEqual([0, 'R1:0 R2@90:0 R2@180:0 R2@365:0 R3:0 R4:0 R5:0 R6Q2:0 R6Q4:0 R6S:0 R7:0 R8:0']);
  });

  it('answers in the order of --rules, for the months of completion, as known by an instant', async () => {
    const rates = async (...more: string[]): Promise<string[]> => (JSON.parse((await run(LEDGER, ...ask, ...more)).out) as { rules: { rule: string; n: number }[] }).rules.map(({ rule, n }) => `${rule}:${n}`);
    expect(await rates('--rules', 'R7,R1')).toEqual(['R7:24', 'R1:23']);
    expect(await rates('--rules', 'R1', '--from', '2024-02', '--to', '2024-03')).toEqual(['R1:0']);
    expect(await rates('--rules', 'R1', '--from', '2024-01', '--to', '2024-01')).toEqual(['R1:23']);
    expect(await rates('--rules', 'R1', '--known-by', '2024-05-01T07:59:59.999999+08:00')).toEqual(['R1:0']);
  });

  it('computes a county\'s own rates from a file of definitions, beside those of the contract', async () => {
    const file = join(directory, 'own.json');
    const own = { population: 'P3', horizon: { kind: 'on-day', days: 30 }, kinds: ['wage'], evidenceAtLeast: 1 };
    const certified = lines(...GRADUATES.slice(0, 20).map((fact) => ({ ...fact, id: `x${fact.id}`, kind: 'certified' })));
    writeFileSync(file, JSON.stringify([{ ...own, id: '取证满月' }, { ...own, id: '满月', population: 'P2' }]));
    const { code, out } = await run(LEDGER + certified, ...ask, '--definitions', file, '--rules', '满月,R1,取证满月');
    expect([code, (JSON.parse(out) as { rules: { rule: string; n: number; numerator: number }[] }).rules.map(({ rule, n, numerator }) => `${rule} ${numerator}/${n}`)]).toEqual([0, ['满月 18/24', 'R1 18/23', '取证满月 18/20']]);
    const all = JSON.parse((await run('', ...ask, '--definitions', file)).out) as { rules: unknown[] };
    expect(all.rules).toHaveLength(14);
    writeFileSync(file, JSON.stringify([{ ...own, id: 'R1', kinds: ['gig'] }]));
    expect(await run(LEDGER, ...ask, '--definitions', file)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^--definitions \$\[0\]\.id: .*\n--definitions \$\[0\]\.kinds\[0\]: .*\n$/) });
  });

  it('reads a file with blank lines, a byte order mark and Windows line ends as well as standard input', async () => {
    const file = join(directory, 'facts.ndjson');
    writeFileSync(file, `\uFEFF${LEDGER.replaceAll('\n', '\r\n\r\n')}`);
    expect((await run('', '--facts', file, '--as-of', '2026-01-01')).out).toBe((await run(LEDGER, ...ask)).out);
  });

  it('reads a stream cut anywhere, even inside a character', async () => {
    const bytes = Buffer.from(LEDGER.trimEnd());
    const chunks = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) => bytes.subarray(i * 7, i * 7 + 7));
    expect((await run(chunks, ...ask, '--by', 'programme')).out).toBe((await run(LEDGER, ...ask, '--by', 'programme')).out);
  });
});

describe('bad input to shouyu rates', () => {
  it('ends with 2, a line a fault by the number of the line, and no answer', async () => {
    const input = `${lines(CLASS)}\nnot json\n${lines({ ...GRADUATES[0], class: 'nowhere' }, { ...HEAD, id: 'y', kind: 'excluded', reason: 'bored' })}`;
    const { code, out, err } = await run(input, ...ask);
    expect([code, out, err.trimEnd().split('\n').map((line) => line.slice(0, line.indexOf(':')))]).toEqual([2, '', ['line 3 $', 'line 4 $.class', 'line 5 $.person', 'line 5 $.reason']]);
  });

  it('names the line that is not UTF-8', async () => {
    const input = Buffer.concat([Buffer.from(lines(CLASS)), Buffer.from([0x22, 0xff, 0x22, 0x0a]), Buffer.from(lines(GRADUATES[0]!))]);
    expect(await run(input, ...ask)).toEqual({ code: 2, out: '', err: 'line 2 $: 不是 UTF-8 文本\n' });
  });

  it('prints at most 100 faults', async () => {
    const { code, err } = await run('{}\n'.repeat(500), ...ask);
    expect([code, err.trimEnd().split('\n').length]).toEqual([2, 100]);
  });

  it('prints a fault on one line whatever an id holds', async () => {
    const { err } = await run(lines({ ...GRADUATES[0], class: 'a\nline 9 $.b: c' }), ...ask);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it.each([
    ['an unknown rule', ['--rules', 'R1,R9'], '--rules'],
    ['an empty list of rules', ['--rules', ''], '--rules'],
    ['--from without --to', ['--from', '2024-01'], '--from'],
    ['--to without --from', ['--to', '2024-01'], '--from'],
    ['--from after --to', ['--from', '2024-02', '--to', '2024-01'], '--from'],
    ['a month 13', ['--from', '2024-01', '--to', '2024-13'], '--to'],
    ['an unknown breakdown', ['--by', 'village'], '--by'],
    ['an instant without an offset', ['--known-by', '2024-05-01T00:00:00'], '--known-by'],
    ['a day that is not in the calendar', ['--as-of', '2023-02-29'], '--as-of'],
    ['an unknown option', ['--nonsense', '1'], '命令行'],
    ['a file that is not there', ['--facts', join(directory, 'missing.ndjson')], '--facts'],
    ['no file', ['--facts', ''], '--facts'],
    ['definitions that are not there', ['--definitions', join(directory, 'missing.json')], '--definitions'],
  ])('names %s', async (_, more, name) => {
    const { code, out, err } = await run(LEDGER, ...ask, ...more);
    expect([code, out, err.split(':')[0]]).toEqual([2, '', name]);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});
