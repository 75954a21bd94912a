import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { queueCommand } from './queue.command.js';

async function run(input: unknown, argv: readonly string[] = ['--input', '-']): Promise<{ code: number; out: string; err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await queueCommand(argv, { stdin: Readable.from([typeof input === 'string' || Buffer.isBuffer(input) ? Buffer.from(input) : Buffer.from(JSON.stringify(input))]), stdout, stderr });
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

const ORDER = { id: 'o1', township: '420626100', occupation: '6-18-02-04', seats: 30, approvedOn: '2026-11-13', from: '2026-12-01', to: '2027-02-28', unfillable: 12, qualified: 4, pay: 4500, medianPay: 4200, contractMonths: 12, pledgedBefore: 0, retainedBefore: 0 };
const SLOT = { id: 's1', occupation: null, from: '2026-12-10', seats: 40 };
const TOWNSHIPS = [{ code: '420626100', available: 480, seatsOpened90: 60 }, { code: '420626106', available: 4_320, seatsOpened90: 140 }];
const input = (given: object = {}): object => ({ asOf: '2026-11-23', townships: TOWNSHIPS, orders: [ORDER], slots: [SLOT], ...given });
const order = (given: object): object => ({ ...ORDER, ...given });

describe('queue', () => {
  it('answers the check values of the contract, and only its keys', async () => {
    const { code, out, err } = await run(input());
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual({ queue: [{ id: 'o1', position: 1, base: 77.5, age: 10, penalty: 8, effective: 79.5, slot: 's1', opensOn: '2026-12-10', reason: null }] });
  });

  it('answers an order without a slot with the reason', async () => {
    expect(JSON.parse((await run(input({ slots: [] }))).out)).toMatchObject({ queue: [{ slot: null, opensOn: null, reason: 'NO_SLOT_FOR_OCCUPATION' }] });
  });

  it('takes empty lists, unknown pay and median, an open-ended contract, no township, a median between two', async () => {
    expect(await run({ asOf: '2026-11-23', townships: [], orders: [], slots: [] })).toEqual({ code: 0, out: '{"queue":[]}\n', err: '' });
    expect(JSON.parse((await run(input({ orders: [order({ township: null, pay: null, medianPay: null, contractMonths: null }), order({ id: 'o2', medianPay: 4250.5, seats: 0 })] }))).out).queue).toHaveLength(2);
  });
});

const WRONG_OF_ORDER: [string, unknown][] = [
  ['id', ''], ['id', 7], ['township', '420626107'], ['township', 420626100], ['occupation', null], ['occupation', ''], ['seats', -1], ['seats', 1.5], ['seats', '30'], ['seats', null], ['approvedOn', '2026-11-24'], ['approvedOn', '2026-11-31'], ['approvedOn', null],
  ['from', '2026-12-1'], ['to', '2026-11-30'], ['to', null], ['unfillable', -1], ['unfillable', 0.5], ['qualified', 1.5], ['pay', -1], ['pay', 4500.5], ['pay', '4500'], ['medianPay', 0], ['medianPay', -4200], ['contractMonths', -1], ['contractMonths', 1.5], ['pledgedBefore', -2], ['retainedBefore', 1], ['retainedBefore', 0.5],
];
const WRONG: [string, object, string][] = [
  ['a missing list', { asOf: '2026-11-23', townships: [], orders: [] }, '$.slots'], ['an unknown key', input({ policy: {} }), '$.policy'], ['a list that is none', input({ slots: {} }), '$.slots'], ['an order that is none', input({ orders: [null] }), '$.orders[0]'],
  ['a day that is none', input({ asOf: '23.11.2026' }), '$.asOf'], ['an order twice', input({ orders: [ORDER, ORDER] }), '$.orders[1].id'], ['a slot twice', input({ slots: [SLOT, SLOT] }), '$.slots[1].id'], ['a township twice', input({ townships: [...TOWNSHIPS, TOWNSHIPS[0]] }), '$.townships[2].code'],
  ['half a person', input({ townships: [{ ...TOWNSHIPS[0], available: 0.5 }, TOWNSHIPS[1]] }), '$.townships[0].available'], ['seats opened below 0', input({ townships: [{ ...TOWNSHIPS[0], seatsOpened90: -1 }] }), '$.townships[0].seatsOpened90'], ['a township with more', input({ townships: [{ ...TOWNSHIPS[0], name: '城关镇' }] }), '$.townships[0].name'],
  ['a slot without a day', input({ slots: [{ ...SLOT, from: null }] }), '$.slots[0].from'], ['a slot of half a seat', input({ slots: [{ ...SLOT, seats: 0.5 }] }), '$.slots[0].seats'], ['a slot with more', input({ slots: [{ ...SLOT, to: '2027-01-01' }] }), '$.slots[0].to'], ['a slot without an occupation', input({ slots: [{ ...SLOT, occupation: undefined }] }), '$.slots[0].occupation'],
  ['an order that could carry more', input({ orders: [order({ 'sex wanted': 'm' })] }), '$.orders[0]["sex wanted"]'],
];

describe('queue refuses, with one line and nothing on the output,', () => {
  it.each(WRONG_OF_ORDER)('an order whose %s is %j', async (field, value) => expectOneFault(input({ orders: [order({ [field]: value })] }), `$.orders[0].${field}`));
  it.each(Object.keys(ORDER))('an order without %s', async (field) => expectOneFault(input({ orders: [order({ [field]: undefined })] }), `$.orders[0].${field}`));
  it.each(WRONG)('%s', async (_, given, path) => expectOneFault(given, path));

  it('what is no JSON, no UTF-8, no object, or not there', async () => {
    for (const text of ['{"asOf":', '', '[]', '7', Buffer.from([0x7b, 0xff, 0x7d])]) expect(await run(text)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^\$: [^\n]+\n$/) });
    for (const argv of [[], ['--input'], ['--input', '/nowhere/at/all.json'], ['--input', '-', '--fast'], ['stray']]) expect(await run(input(), argv)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^[^\n]+\n$/) });
    expect(await run(JSON.stringify(input()).replace('"seats":30', '"seats":1e999'))).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^\$\.orders\[0\]\.seats: /) });
  });

  async function expectOneFault(given: object, path: string): Promise<void> {
    const { code, out, err } = await run(given);
    expect({ code, out, lines: err.trimEnd().split('\n').length, path: err.slice(0, err.indexOf(': ')) }).toEqual({ code: 2, out: '', lines: 1, path });
  }
});

it('names all faults in the order of the input, at most a hundred', async () => {
  expect((await run(input({ orders: [order({ seats: -1, medianPay: 0 }), order({ id: 'o2', township: 'x' })], slots: [{ ...SLOT, seats: -1 }] }))).err.split('\n').map((line) => line.split(':')[0])).toEqual(['$.orders[0].seats', '$.orders[0].medianPay', '$.orders[1].township', '$.slots[0].seats', '']);
  expect((await run(input({ orders: Array.from({ length: 150 }, (_, i) => order({ id: `o${i}`, seats: -1 })) }))).err.trimEnd().split('\n')).toHaveLength(100);
});
