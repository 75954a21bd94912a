import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { lotteryCommand } from './lottery.command.js';

async function run(step: string, input: unknown, argv: readonly string[] = [step, '--input', '-']): Promise<{ code: number; out: string; err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await lotteryCommand(argv, { stdin: Readable.from([Buffer.from(typeof input === 'string' ? input : JSON.stringify(input))]), stdout, stderr });
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

const SEED = 'a3'.repeat(32);
const TERMS = { lottery: 'class-7', seats: 2, policy: { version: 'lottery-1', reserves: [{ group: 'support', shareBp: 2_500 }], order: ['support', 'open'] }, closesAt: '2026-12-01T18:00:00+08:00', publicSource: null };
const APPLICANTS = [{ id: 'a1', losses: 0, groups: [] }, { id: 'a2', losses: 1, groups: [] }, { id: 'a3', losses: 0, groups: ['support'] }, { id: 'a4', losses: 0, groups: [] }];

async function drawn(): Promise<Record<string, unknown> & { notice: object; result: { seated: { id: string; seat: string }[]; waiting: string[] } }> {
  const { notice } = JSON.parse((await run('announce', { ...TERMS, seed: SEED })).out);
  return JSON.parse((await run('draw', { notice, seed: SEED, publicValue: null, applicants: APPLICANTS })).out);
}

describe('lottery', () => {
  it('announces, closes, draws, and verifies what it drew', async () => {
    const announced = JSON.parse((await run('announce', { ...TERMS, seed: SEED })).out);
    expect(JSON.stringify(announced)).not.toContain(SEED);
    const record = await drawn();
    const closed = await run('close', { notice: announced.notice, applicants: APPLICANTS });
    expect(JSON.parse(closed.out)).toEqual({ noticeHash: announced.noticeHash, listHash: record['listHash'], applicants: 4 });
    expect(record.result.seated.map(({ id, seat }) => `${id} ${seat}`).sort()).toEqual(['a2 open', 'a3 support']);
    expect(await run('verify', record)).toEqual({ code: 0, out: '{"verified":true,"differences":[]}\n', err: '' });
  });

  it('says what differs, and ends with 1', async () => {
    const record = await drawn();
    const { code, out, err } = await run('verify', { ...record, result: { ...record.result, waiting: [...record.result.waiting].reverse() } });
    expect([code, err]).toEqual([1, '']);
    expect(JSON.parse(out)).toMatchObject({ verified: false, differences: [{ path: 'result.waiting[0]' }, { path: 'result.waiting[1]' }] });
    expect(JSON.parse((await run('verify', { ...record, seed: 'b4'.repeat(32) })).out).differences[0]).toEqual({ path: 'seed', message: '不是公告中承诺的种子' });
  });

  it.each<[string, string, (record: Record<string, unknown> & { notice: object }) => unknown, string]>([
    ['a list with somebody twice', 'verify', (record) => ({ ...record, applicants: [...APPLICANTS, APPLICANTS[0]] }), '$.applicants[4].id'], ['a missing key', 'verify', (record) => ({ ...record, listHash: undefined }), '$.listHash'], ['an unknown key', 'draw', ({ notice }) => ({ notice, seed: SEED, publicValue: null, applicants: [], at: 1 }), '$.at'],
    ['an applicant with more', 'draw', ({ notice }) => ({ notice, seed: SEED, publicValue: null, applicants: [{ ...APPLICANTS[0], name: 'x' }] }), '$.applicants[0].name'], ['a wrong seed', 'draw', ({ notice }) => ({ notice, seed: 'b4'.repeat(32), publicValue: null, applicants: APPLICANTS }), '$.seed'],
    ['more reserved than there are seats', 'announce', () => ({ ...TERMS, seed: SEED, policy: { ...TERMS.policy, reserves: [{ group: 'support', shareBp: 10_001 }] } }), '$.policy.reserves[0].shareBp'], ['a group without a reserve', 'close', ({ notice }) => ({ notice, applicants: [{ ...APPLICANTS[0], groups: ['kin'] }] }), '$.applicants[0].groups[0]'],
    ['no JSON', 'verify', () => '{', '$'],
  ])('refuses %s', async (_, step, input, path) => {
    const { code, out, err } = await run(step, input(await drawn()));
    expect({ code, out, path: err.slice(0, err.indexOf(': ')) }).toEqual({ code: 2, out: '', path });
  });

  it('refuses a call that names no step, no file, or too much', async () => {
    for (const argv of [[], ['shuffle', '--input', '-'], ['verify'], ['verify', 'draw', '--input', '-'], ['verify', '--input', '/nowhere/at/all.json'], ['verify', '--fast']]) expect(await run('', '', argv)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^[^\n]+\n$/) });
  });
});
