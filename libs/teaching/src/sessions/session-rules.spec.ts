import { describe, expect, it } from '@jest/globals';
import { DEFAULT_TEACHING_POLICY } from '@app/scheduling';
import type { Resource } from '../registry/resource.js';
import type { NewSession } from './session.js';
import { sessionFaults, type SessionScene, type TaughtClass } from './session-rules.js';

const HEAD = { county: '420626', providerId: null, withdrawnAt: null, createdAt: new Date(0), version: 1, closedDays: [] };
const TEACHER: Resource<'instructor'> = { ...HEAD, id: 'i', name: '焊接组一号', registrationId: null, kind: 'teacher', occupations: ['6-18'], homeRegion: '420626106000', reach: 'county', qualification: null, origin: null };
const ROOM: Resource<'room'> = { ...HEAD, id: 'r', name: '一号教室', kind: 'school', region: '420626106000', seats: 40 };
const BASE: Resource<'base'> = { ...HEAD, id: 'b', name: '基地', region: '420626106000', seats: 40, occupations: ['6-18-02-04'], companyId: null, cooperativeId: null, households: 0 };
/** Monday. */
const MONDAY = '2026-12-07';
const session = (more: Partial<NewSession> = {}): NewSession => ({ taughtOn: MONDAY, period: 'morning', part: 'theory', hours: 4, roomId: 'r', baseId: null, instructorId: 'i', overrideReason: null, ...more });

interface Given {
  readonly taught?: Partial<TaughtClass>;
  readonly teacher?: Partial<Resource<'instructor'>>;
  readonly room?: Partial<Resource<'room'>>;
  readonly base?: Partial<Resource<'base'>>;
}

function scene({ taught = {}, teacher = {}, room = {}, base = {} }: Given = {}): SessionScene {
  return {
    taught: {
      id: 'c', county: '420626', providerId: 'p', state: 'open', hasProvider: true, delivery: 'fixed', startsOn: '2026-05-01', endsOn: '2026-12-31', seats: 30, region: '420626106000', occupation: '6-18-02-04',
      planned: { theory: 40, practice: 120 }, timetabled: { theory: 0, practice: 0 }, ...taught,
    },
    policy: DEFAULT_TEACHING_POLICY,
    instructors: new Map([['i', { ...TEACHER, ...teacher }]]), rooms: new Map([['r', { ...ROOM, ...room }]]), bases: new Map([['b', { ...BASE, ...base }]]),
  };
}

const CLOSED_MONDAY = { closedDays: [{ from: '2026-12-01', to: MONDAY }] };

describe('a session of a timetable', () => {
  it('that breaks no rule has no fault, in a room or at a base', () => {
    expect(sessionFaults([session(), session({ period: 'afternoon', part: 'practice', roomId: null, baseId: 'b' })], scene())).toEqual([]);
  });

  it.each<[string, NewSession, SessionScene, string, RegExp]>([
    ['a class that has ended', session(), scene({ taught: { state: 'aborted' } }), 'classId', /^班次状态：/],
    ['a class without a provider', session(), scene({ taught: { hasProvider: false } }), 'classId', /^培训机构：/],
    ['a public holiday', session({ taughtOn: '2026-10-01' }), scene(), 'sessions[0].taughtOn', /^法定节假日：2026-10-01 是国庆节/],
    ['a season of farm work', session({ taughtOn: '2026-06-01' }), scene(), 'sessions[0].taughtOn', /^农忙季节：.*夏收夏播/],
    ['a day of rest', session({ taughtOn: '2026-12-06' }), scene(), 'sessions[0].taughtOn', /^休息日：/],
    ['a holiday of a flexible class, without a reason', session({ taughtOn: '2026-10-01' }), scene({ taught: { delivery: 'flexible' } }), 'sessions[0].overrideReason', /^法定节假日：.*写明原因/],
    ['a day before the class begins', session({ taughtOn: '2026-04-30' }), scene(), 'sessions[0].taughtOn', /^班次日期：/],
    ['more hours than a period has', session({ hours: 5.5 }), scene(), 'sessions[0].hours', /^课时：/],
    ['a part of half an hour', session({ hours: 3.2 }), scene(), 'sessions[0].hours', /^课时：/],
    ['hours beyond the plan', session(), scene({ taught: { timetabled: { theory: 36.5, practice: 0 } } }), 'sessions', /^计划课时：理论已排 36.5 课时，再排 4 课时，超过计划的 40 课时/],
    ['no place', session({ roomId: null }), scene(), 'sessions[0].roomId', /^上课地点：/],
    ['two places', session({ baseId: 'b' }), scene(), 'sessions[0].roomId', /^上课地点：/],
    ['a room that is not registered', session({ roomId: 'x' }), scene(), 'sessions[0].roomId', /^教室：/],
    ['a room of another provider', session(), scene({ room: { providerId: 'q' } }), 'sessions[0].roomId', /^教室：.*属于其他机构/],
    ['an instructor of another provider', session(), scene({ teacher: { providerId: 'q' } }), 'sessions[0].instructorId', /^教师：.*属于其他机构/],
    ['a withdrawn room', session(), scene({ room: { withdrawnAt: new Date(0) } }), 'sessions[0].roomId', /^教室：/],
    ['a room with too few seats', session(), scene({ room: { seats: 29 } }), 'sessions[0].roomId', /^座位数：教室有 29 座，坐不下本班的 30 人/],
    ['a closed room', session(), scene({ room: CLOSED_MONDAY }), 'sessions[0].roomId', /^不可用日期：该教室/],
    ['a base for another occupation', session({ roomId: null, baseId: 'b' }), scene({ base: { occupations: ['4-03'] } }), 'sessions[0].baseId', /^实训职业：/],
    ['an instructor of another occupation', session(), scene({ teacher: { occupations: ['4-03-02-01'] } }), 'sessions[0].instructorId', /^教授职业：/],
    ['an instructor who does not go so far', session(), scene({ teacher: { homeRegion: '420626100000', reach: 'township' } }), 'sessions[0].instructorId', /^可去范围：/],
    ['a busy instructor', session(), scene({ teacher: CLOSED_MONDAY }), 'sessions[0].instructorId', /^不可用日期：该教师/],
    ['an instructor who is not registered', session({ instructorId: 'x' }), scene(), 'sessions[0].instructorId', /^教师：/],
  ])('on %s is refused by the name of the rule', (_, given, on, path, message) => {
    expect(sessionFaults([given], on)).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  it('of a flexible class is taught on any day for a reason', () => {
    expect(sessionFaults(['2026-10-01', '2026-06-01', '2026-12-06'].map((taughtOn) => session({ taughtOn, overrideReason: '学员要求' })), scene({ taught: { delivery: 'flexible' } }))).toEqual([]);
  });

  it('is counted with the others of its part, not with the other part; where no plan is known, nothing is counted', () => {
    const many = Array.from({ length: 11 }, () => session());
    expect(sessionFaults(many, scene())).toHaveLength(1);
    expect(sessionFaults(many, scene({ taught: { planned: { theory: null, practice: 0 } } }))).toEqual([]);
  });
});
