import { describe, expect, it } from '@jest/globals';
import { decideClosing, type ClosingFacts } from './closing.js';

const open = (count: number, missedRuns = 0) => Array.from({ length: count }, (_, i) => ({ key: `r${i}`, missedRuns }));
/** A run over `count` open rows that did not meet the first `absent` of them. */
const run = (count: number, absent: number, missedRuns: number, more: Partial<ClosingFacts> = {}): ClosingFacts => ({
  openRows: open(count, missedRuns).map((row, i) => (i < absent ? row : { ...row, missedRuns: 0 })),
  seen: new Set(open(count).slice(absent).map((row) => row.key)),
  complete: true, rowsRead: count - absent, sourceOpenCount: count, closedToday: 0, ...more,
});

describe('closing what left the list', () => {
  it('waits for a second complete run', () => {
    expect(decideClosing(run(100, 2, 0))).toMatchObject({ toClose: [], missedOnce: ['r0', 'r1'], held: false, reason: null });
    expect(decideClosing(run(100, 2, 1))).toMatchObject({ toClose: ['r0', 'r1'], missedOnce: [], held: false });
  });

  it('starts to count again when the row is met again, even in an incomplete run', () => {
    const facts = run(100, 0, 0, { complete: false, openRows: [{ key: 'r5', missedRuns: 1 }] });
    expect(decideClosing(facts)).toMatchObject({ metAgain: ['r5'], toClose: [] });
  });

  it('takes nothing from an incomplete run', () => {
    expect(decideClosing(run(100, 5, 1, { complete: false }))).toMatchObject({ toClose: [], missedOnce: [], held: false, reason: expect.stringContaining('未读完整') });
  });

  it('never reads an empty answer as everything closed', () => {
    expect(decideClosing(run(100, 100, 1))).toMatchObject({ toClose: [], missedOnce: [], held: true, reason: expect.stringContaining('空列表') });
    expect(decideClosing(run(100, 100, 1, { complete: false }))).toMatchObject({ toClose: [], held: true });
    expect(decideClosing(run(0, 0, 0))).toMatchObject({ held: false, toClose: [] });
  });

  it('closes 20 % in a run, and holds one row more', () => {
    expect(decideClosing(run(100, 20, 1))).toMatchObject({ held: false, toClose: { length: 20 } });
    expect(decideClosing(run(100, 21, 1))).toMatchObject({ held: true, toClose: [], withheld: { toClose: { length: 21 } } });
  });

  it('holds a list that shrank by 40 % on the first run already, and takes it for no evidence', () => {
    expect(decideClosing(run(100, 40, 0))).toMatchObject({ held: true, missedOnce: [], withheld: { missedOnce: { length: 40 } } });
  });

  it('holds when the civil day\'s closings together would pass 30 %', () => {
    expect(decideClosing(run(85, 15, 1, { closedToday: 15 }))).toMatchObject({ held: false, toClose: { length: 15 } });
    expect(decideClosing(run(85, 16, 1, { closedToday: 15 }))).toMatchObject({ held: true, reason: expect.stringContaining('30%') });
  });

  it('measures a part of the source against all of it', () => {
    expect(decideClosing(run(10, 5, 1, { sourceOpenCount: 100 }))).toMatchObject({ held: false, toClose: { length: 5 } });
  });
});
