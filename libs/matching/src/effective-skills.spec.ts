import { describe, expect, it } from '@jest/globals';
import { effectiveSkills } from './effective-skills.js';
import type { CourseProfile, CourseRecordProfile, LevelledSkill } from './profile.js';
import { courseRecord, exampleContext } from './testing/example.js';

const COURSES: CourseProfile[] = [['a', 3], ['b', 3], ['c', 4], ['d', 3], ['low', 1]].map(([id, level]) => ({ id: id as string, occupation: null, skills: [{ id: 'arc', level: level as number }], hoursPlanned: null }));
const { catalogue } = exampleContext({}, COURSES);
const took = (courseId: string, state: CourseRecordProfile['state'] = 'certified') => courseRecord({ courseId, state });

function heldBy(courseRecords: readonly CourseRecordProfile[], skills: readonly LevelledSkill[] = []): unknown {
  return effectiveSkills(catalogue, { skills, courseRecords }).get('arc');
}

describe('the skills that count as held', () => {
  it('are the recorded ones and those of finished courses: certified at the taught level, completed one lower, at least 1', () => {
    expect(heldBy([], [{ id: 'arc', level: 2 }])).toEqual({ level: 2, source: { kind: 'recorded' } });
    expect(heldBy([took('c')])).toEqual({ level: 4, source: { kind: 'course', courseId: 'c', state: 'certified' } });
    expect(heldBy([took('c', 'completed')])).toEqual({ level: 3, source: { kind: 'course', courseId: 'c', state: 'completed' } });
    expect(heldBy([took('low', 'completed')])).toEqual({ level: 1, source: { kind: 'course', courseId: 'low', state: 'completed' } });
    expect((['in-progress', 'dropped', 'failed'] as const).map((state) => heldBy([took('c', state)]))).toEqual([undefined, undefined, undefined]);
  });

  it('count at the highest level, whichever comes first', () => {
    expect(heldBy([took('a'), took('c')], [{ id: 'arc', level: 2 }])).toMatchObject({ level: 4, source: { courseId: 'c' } });
    expect(heldBy([took('c'), took('a')], [{ id: 'arc', level: 5 }])).toMatchObject({ level: 5, source: { kind: 'recorded' } });
  });

  it('name of equal levels the record itself, then the smaller course id, then the certificate', () => {
    expect(heldBy([took('a')], [{ id: 'arc', level: 3 }])).toMatchObject({ source: { kind: 'recorded' } });
    expect([heldBy([took('b'), took('a')]), heldBy([took('a'), took('b')])]).toMatchObject([{ source: { courseId: 'a' } }, { source: { courseId: 'a' } }]);
    expect([heldBy([took('c', 'completed'), took('d')]), heldBy([took('d'), took('c', 'completed')])]).toMatchObject([{ source: { courseId: 'c' } }, { source: { courseId: 'c' } }]);
    const low = [took('low', 'completed'), took('low', 'certified')];
    expect([heldBy(low), heldBy(low.toReversed())]).toMatchObject([{ source: { state: 'certified' } }, { source: { state: 'certified' } }]);
    expect(heldBy([took('low', 'completed'), took('a', 'completed'), took('b', 'completed')])).toMatchObject({ level: 2, source: { courseId: 'a' } });
  });

  it('are not known of a finished course that the catalogue does not have', () => {
    expect(() => heldBy([took('a'), took('x')])).toThrow(expect.objectContaining({ code: 'MATCHING.INPUT_INVALID', faults: [{ path: 'courseRecords[1].courseId', message: expect.stringMatching(/./) }] }));
  });
});
