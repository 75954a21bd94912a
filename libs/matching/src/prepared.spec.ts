import { describe, expect, it } from '@jest/globals';
import { prepareTrainee, prepareVacancy } from './prepared.js';
import type { CourseRecordProfile, TraineeProfile, VacancyProfile } from './profile.js';
import { courseRecord, exampleContext, exampleTrainee, exampleVacancy } from './testing/example.js';

const refusedAt = (...paths: string[]): object => expect.objectContaining({ code: 'MATCHING.INPUT_INVALID', kind: 'invalid', message: expect.stringMatching(/./), faults: paths.map((path) => ({ path, message: expect.stringMatching(/./) })) });
const records = (...over: Partial<CourseRecordProfile>[]) => ({ courseRecords: over.map((each) => courseRecord(each)) });

describe('a trainee who cannot be read', () => {
  it.each<[string, Partial<TraineeProfile>, string]>([
    ['a skill that the catalogue does not have', { skills: [{ id: 'arc', level: 1 }, { id: 'x', level: 1 }] }, 'skills[1].id'],
    ['a level 0', { skills: [{ id: 'arc', level: 0 }] }, 'skills[0].level'],
    ['a level 6', { skills: [{ id: 'arc', level: 6 }] }, 'skills[0].level'],
    ['half a level', { skills: [{ id: 'arc', level: 1.5 }] }, 'skills[0].level'],
    ['a level that is no number', { skills: [{ id: 'arc', level: NaN }] }, 'skills[0].level'],
    ['a skill given twice', { skills: [{ id: 'arc', level: 1 }, { id: 'gas', level: 1 }, { id: 'arc', level: 2 }] }, 'skills[2].id'],
    ['a region ABC', { region: 'ABC' }, 'region'],
    ['a region of five digits', { region: '42062' }, 'region'],
    ['a willing region ABC', { willingRegions: ['42', 'ABC'] }, 'willingRegions[1]'],
    ['an occupation of another form', { occupations: ['6-1'] }, 'occupation'],
    ['a course that the catalogue does not have', records({}, { courseId: 'x' }), 'courseRecords[1].courseId'],
    ['a running course that the catalogue does not have', records({ courseId: 'x', state: 'in-progress', endedOn: null }), 'courseRecords[0].courseId'],
    ['a record that ends tomorrow', records({}, { endedOn: '2026-11-24' }), 'courseRecords[1].endedOn'],
    ['a certificate without its day', records({ endedOn: null }), 'courseRecords[0].endedOn'],
    ['a completed course without its day', records({ state: 'completed', endedOn: null }), 'courseRecords[0].endedOn'],
  ])('for %s is refused, naming the path', (_, over, path) => {
    expect(() => prepareTrainee(exampleContext(), exampleTrainee(over))).toThrow(refusedAt(path));
  });

  it('is told of every fault of the skills at once', () => {
    expect(() => prepareTrainee(exampleContext(), exampleTrainee({ skills: [{ id: 'x', level: 0 }, { id: 'x', level: 3 }] }))).toThrow(refusedAt('skills[0].id', 'skills[0].level', 'skills[1].id', 'skills[1].id'));
  });

  it('may have a course that ended today, and a dropped one without any day', () => {
    expect(prepareTrainee(exampleContext(), exampleTrainee(records({ endedOn: '2026-11-23' }, { state: 'dropped', endedOn: null }))).records).toHaveLength(1);
  });
});

describe('a vacancy that cannot be read', () => {
  it.each<[string, Partial<VacancyProfile>, string]>([
    ['a skill that the catalogue does not have', { skills: [{ id: 'x', level: 1, essential: true }] }, 'skills[0].id'],
    ['a level 0', { skills: [{ id: 'arc', level: 0, essential: true }] }, 'skills[0].level'],
    ['a level 6', { skills: [{ id: 'arc', level: 6, essential: false }] }, 'skills[0].level'],
    ['a skill given twice', { skills: [{ id: 'arc', level: 1, essential: true }, { id: 'arc', level: 1, essential: false }] }, 'skills[1].id'],
    ['half an opening', { openings: 1.5 }, 'openings'],
    ['openings that are no number', { openings: NaN }, 'openings'],
    ['a region ABC', { region: 'ABC' }, 'region'],
    ['an occupation of another form', { occupation: '6-18-2' }, 'occupation'],
  ])('for %s is refused, naming the path', (_, over, path) => {
    expect(() => prepareVacancy(exampleContext(), exampleVacancy(over))).toThrow(refusedAt(path));
  });
});
