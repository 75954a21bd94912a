import { describe, expect, it } from '@jest/globals';
import { changeWords, noticeDue, noticeKey, readNoticeKey, toCome, type NoticedSession } from './class-notice.js';

const at = (on: string, period: NoticedSession['period'] = 'morning', place = '一号教室'): NoticedSession => ({ on: on, period, place });
const MONDAY = at('2026-12-07');
const TUESDAY = at('2026-12-08', 'afternoon');
const NOW = new Date('2026-12-05T10:00:00+08:00');

describe('the notice that a class’s people are due', () => {
  const open = { state: 'open' as const, sessions: [MONDAY, TUESDAY] };

  it('is the start so many days before the first session, and not a day earlier', () => {
    expect(noticeDue(open, null, 2, NOW)).toBe('start');
    expect(noticeDue(open, null, 1, NOW)).toBeNull();
  });

  it('is none without a timetable, nor of a class that is only planned or has ended', () => {
    expect(noticeDue({ state: 'open', sessions: [] }, null, 14, NOW)).toBeNull();
    for (const state of ['planned', 'completed'] as const) expect(noticeDue({ ...open, state }, null, 14, NOW)).toBeNull();
  });

  it('is a change only while what stands is another than was told', () => {
    const last = { kind: 'start' as const, timetable: [MONDAY, TUESDAY] };
    expect(noticeDue(open, last, 3, NOW)).toBeNull();
    expect(noticeDue({ ...open, sessions: [MONDAY] }, last, 3, NOW)).toBe('change');
    expect(noticeDue({ ...open, sessions: [TUESDAY] }, last, 3, new Date('2026-12-07T12:00:00+08:00'))).toBeNull(); // Monday is over: it is no change that it does not come
  });

  it('is the abort once, whether or not the start was told', () => {
    expect(noticeDue({ state: 'aborted', sessions: [] }, null, 3, NOW)).toBe('aborted');
    expect(noticeDue({ state: 'aborted', sessions: [] }, { kind: 'aborted', timetable: [] }, 3, NOW)).toBeNull();
  });
});

describe('what has changed, in words', () => {
  it.each<[string, NoticedSession[], string | null]>([
    ['nothing', [MONDAY, TUESDAY], null],
    ['a session moved to another day', [MONDAY, at('2026-12-09')], '12月8日下午的课改到12月9日上午，在一号教室'],
    ['another place', [at('2026-12-07', 'morning', '二号教室'), TUESDAY], '12月7日上午的课改在二号教室'],
    ['a session fewer', [TUESDAY], '12月7日上午不上课，下一次课12月8日下午，在一号教室'],
    ['a session more', [MONDAY, TUESDAY, at('2026-12-09', 'evening')], '加一次课：12月9日晚上，在一号教室'],
    ['several at once', [at('2026-12-09'), at('2026-12-10')], '上课时间改了2处，下一次课12月9日上午，在一号教室，其余看培训机构的课表'],
    ['none is left', [], '后面的课都取消了，何时再上另行通知'],
  ])('%s', (_, current, words) => expect(changeWords([MONDAY, TUESDAY], current)).toBe(words));
});

it('a session needs telling until it is over', () => {
  expect(toCome([MONDAY], new Date('2026-12-07T11:59:00+08:00'))).toEqual([MONDAY]);
  expect(toCome([MONDAY], new Date('2026-12-07T12:00:00+08:00'))).toEqual([]);
});

it('a message’s key names class, person and version', () => {
  expect(readNoticeKey(noticeKey('c', 't', 12))).toEqual({ traineeId: 't', number: 12 });
});
