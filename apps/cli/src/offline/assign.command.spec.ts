import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { assignCommand } from './assign.command.js';

async function run(input: unknown, argv: readonly string[] = ['--input', '-']): Promise<{ code: number; out: string; err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await assignCommand(argv, { stdin: Readable.from([Buffer.from(typeof input === 'string' ? input : JSON.stringify(input))]), stdout, stderr });
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

const INPUT = { vacancies: [{ id: 'v1', capacity: 1 }, { id: 'v2', capacity: 2 }, { id: 'v3', capacity: 1 }], trainees: ['t2', 't1', 't3', 't4'], edges: [['t1', 'v1', 9000], ['t1', 'v2', 8000], ['t2', 'v1', 8500], ['t3', 'v2', 7000]], perTrainee: 1 };

describe('assign', () => {
  it('answers the best total with its proof, the pairs by id, and how even it is', async () => {
    const { code, out, err } = await run(INPUT);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual({ objective: 23_500, bound: 23_500, gap: 0, pairs: [['t1', 'v2'], ['t2', 'v1'], ['t3', 'v2']], unfilled: 1, unassigned: 1, congestion: -0.5794, coverage: 0.6667, gini: 0.4444 });
  });

  it('takes one vacancy a trainee where nothing is said, and as many as are said', async () => {
    const more = { ...INPUT, edges: [['t1', 'v1', 10], ['t1', 'v2', 9]] };
    expect(JSON.parse((await run({ ...more, perTrainee: undefined })).out)).toMatchObject({ objective: 10 });
    expect(JSON.parse((await run({ ...more, perTrainee: 2 })).out)).toMatchObject({ objective: 19, unassigned: 3 });
  });

  it('answers an empty problem with zeros', async () => {
    expect(JSON.parse((await run({ vacancies: [], trainees: [], edges: [], perTrainee: 1 })).out)).toEqual({ objective: 0, bound: 0, gap: 0, pairs: [], unfilled: 0, unassigned: 0, congestion: 0, coverage: 0, gini: 0 });
  });

  it.each<[string, unknown, string]>([
    ['a negative capacity', { ...INPUT, vacancies: [{ id: 'v1', capacity: -1 }, { id: 'v2', capacity: 2 }] }, '$.vacancies[0].capacity'], ['an edge to nobody', { ...INPUT, edges: [['t9', 'v1', 1]] }, '$.edges[0][0]'], ['an edge to nothing', { ...INPUT, edges: [['t1', 'v9', 1]] }, '$.edges[0][1]'],
    ['a score that is no whole number', { ...INPUT, edges: [['t1', 'v1', 1.5]] }, '$.edges[0][2]'], ['a pair that stands twice', { ...INPUT, edges: [['t1', 'v1', 1], ['t1', 'v1', 2]] }, '$.edges[1]'], ['a trainee who stands twice', { ...INPUT, trainees: ['t1', 't1'], edges: [] }, '$.trainees[1]'],
    ['a vacancy that stands twice', { ...INPUT, vacancies: [{ id: 'v1', capacity: 1 }, { id: 'v1', capacity: 1 }], edges: [] }, '$.vacancies[1].id'], ['no turn', { ...INPUT, perTrainee: 0 }, '$.perTrainee'], ['an unknown key', { ...INPUT, perTrainees: 2 }, '$.perTrainees'], ['a missing list', { vacancies: [], edges: [] }, '$.trainees'],
    ['a vacancy without a capacity', { ...INPUT, vacancies: [{ id: 'v1' }], edges: [] }, '$.vacancies[0].capacity'], ['a vacancy without an id', { ...INPUT, vacancies: [{ capacity: 1 }], edges: [] }, '$.vacancies[0].id'], ['a vacancy that is a text', { ...INPUT, vacancies: ['v1'], edges: [] }, '$.vacancies[0]'],
    ['an unknown key of a vacancy', { ...INPUT, vacancies: [{ id: 'v1', capacity: 1, 'no. 1': 2 }], edges: [] }, '$.vacancies[0]["no. 1"]'], ['a score beyond what is held exactly', { ...INPUT, edges: [['t1', 'v1', 2 ** 53]] }, '$.edges[0][2]'], ['capacities beyond it', { ...INPUT, vacancies: [{ id: 'v1', capacity: 2 ** 53 - 1 }, { id: 'v2', capacity: 1 }], edges: [] }, '$.vacancies'],
    ['vacancies that are no list, told once', { ...INPUT, vacancies: { v1: 1 } }, '$.vacancies'], ['a fraction of a turn', { ...INPUT, perTrainee: 1.5 }, '$.perTrainee'], ['nothing for a turn', { ...INPUT, perTrainee: null }, '$.perTrainee'],
    ['no JSON', '{"vacancies":', '$'], ['a list', '[]', '$'], ['an edge of two', { ...INPUT, edges: [['t1', 'v1']] }, '$.edges[0]'],
  ])('refuses %s in one line a fault, and answers nothing', async (_, input, path) => {
    const { code, out, err } = await run(input);
    expect([code, out]).toEqual([2, '']);
    expect(err.split('\n').map((line) => line.slice(0, path.length + 2))).toEqual([`${path}: `, '']);
  });

  it('refuses scores so large that no optimum could be proven', async () => {
    const { code, out, err } = await run({ ...INPUT, edges: [['t1', 'v1', 2 ** 52]] });
    expect([code, out, err]).toEqual([2, '', expect.stringMatching(/^\$\.edges: .+\n$/)]);
  });

  it('takes more turns and places than there are pairs', async () => {
    const many = { ...INPUT, perTrainee: 1e300, vacancies: [{ id: 'v1', capacity: 2 ** 40 }, { id: 'v2', capacity: 2 }] };
    expect(JSON.parse((await run(many)).out)).toMatchObject({ objective: 32_500, bound: 32_500, gap: 0, unfilled: 2 ** 40 - 2, unassigned: 1 });
  });

  it('refuses a call without a file, or with one that is not there', async () => {
    expect(await run('', [])).toMatchObject({ code: 2, out: '' });
    expect(await run('', ['--input', '/nowhere/at/all.json'])).toMatchObject({ code: 2, out: '' });
  });
});
