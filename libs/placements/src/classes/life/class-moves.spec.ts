import { describe, expect, it } from '@jest/globals';
import { abortedOn, CLASS_STATES, moveFault, takesPeople, type ClassReason, type ClassState, type MovingClass } from './class-moves.js';

const at = (state: ClassState, more: Partial<MovingClass> = {}): MovingClass => ({ state, hasProvider: true, seated: 10, minSeats: 10, ...more });

describe('the life of a class', () => {
  it('goes from planned over open and teaching to completed, without reasons', () => {
    expect([moveFault(at('planned'), 'open', null), moveFault(at('open'), 'teaching', null), moveFault(at('teaching'), 'completed', null)]).toEqual([null, null, null]);
  });

  it('has no other way, and none out of its ends', () => {
    const legal = CLASS_STATES.flatMap((from) => CLASS_STATES.filter((to) => moveFault(at(from), to, to === 'aborted' ? 'weather' : null) === null).map((to) => `${from} ${to}`));
    expect(legal).toEqual(['planned open', 'planned aborted', 'open teaching', 'open aborted', 'teaching completed', 'teaching aborted']);
  });

  it.each<[string, MovingClass, ClassState, ClassReason | null, string | null]>([
    ['does not open without a provider', at('planned', { hasProvider: false }), 'open', null, 'no-provider'],
    ['is aborted without a provider', at('planned', { hasProvider: false }), 'aborted', 'no-instructor', null],
    ['does not begin below its minimum', at('open', { seated: 9 }), 'teaching', null, 'too-few-people'],
    ['begins below it for a coded reason', at('open', { seated: 9 }), 'teaching', 'employer-urgent', null],
    ['does not begin below it for a reason to abort', at('open', { seated: 9 }), 'teaching', 'weather', 'reason-missing'],
    ['names no reason where none is asked', at('open'), 'teaching', 'other', 'reason-not-asked'],
    ['is not aborted without a reason', at('open'), 'aborted', null, 'reason-missing'],
    ['is not aborted for a reason of another move', at('open'), 'aborted', 'more-to-join', 'reason-missing'],
  ])('%s', (_, given, to, reason, fault) => expect(moveFault(given, to, reason)).toBe(fault));

  it('takes people while it is open or being taught', () => expect(CLASS_STATES.filter(takesPeople)).toEqual(['open', 'teaching']));

  it('leaves an opened head-count without those of a class that never began, and with those of one that did', () => {
    expect(abortedOn(false, '2026-03-10', '2026-02-28', '2026-02-10')).toBe('2026-02-28');
    expect(abortedOn(false, '2026-02-20', '2026-02-28', '2026-02-10')).toBe('2026-02-20');
    expect(abortedOn(true, '2026-03-10', '2026-02-28', '2026-02-10')).toBe('2026-03-10');
    expect(abortedOn(false, '2026-03-10', '2026-02-28', '2026-03-05')).toBe('2026-03-05');
  });
});
