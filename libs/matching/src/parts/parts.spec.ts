import { describe, expect, it } from '@jest/globals';
import { prepareTrainee, prepareVacancy } from '../prepared.js';
import type { CourseProfile, CourseRecordProfile, LevelledSkill, RequiredSkill, TraineeProfile, VacancyProfile } from '../profile.js';
import { scorePair, weigh } from '../score.js';
import { courseRecord, exampleContext, exampleTrainee, exampleVacancy } from '../testing/example.js';
import { bestRecord } from './courses.js';

function partsOf(trainee: Partial<TraineeProfile>, vacancy: Partial<VacancyProfile>, courses?: readonly CourseProfile[]) {
  const context = exampleContext({}, courses);
  return scorePair(context.policy, prepareTrainee(context, exampleTrainee(trainee)), prepareVacancy(context, exampleVacancy(vacancy))).parts;
}

describe('the skills part', () => {
  const asks = (id: string, level: number, essential = true): RequiredSkill => ({ id, level, essential });
  const holds = (id: string, level: number): LevelledSkill => ({ id, level });
  it.each<[string, readonly LevelledSkill[], readonly RequiredSkill[], number]>([
    ['the skill at its level', [holds('arc', 2)], [asks('arc', 2)], 1],
    ['the skill above its level', [holds('arc', 5)], [asks('arc', 2)], 1],
    ['the skill at half its level', [holds('arc', 2)], [asks('arc', 4)], 0.5],
    ['a related skill', [holds('gas', 3)], [asks('arc', 2)], 0.5],
    ['a related skill at half its level', [holds('gas', 1)], [asks('arc', 2)], 0.25],
    ['the better of the skill itself and a related one', [holds('arc', 1), holds('gas', 4)], [asks('arc', 4)], 0.5],
    ['the skill itself where it is better, whichever stands first', [holds('gas', 4), holds('arc', 3)], [asks('arc', 4)], 0.75],
    ['a skill that is only related to a related one', [holds('arc', 5)], [asks('cut', 1)], 0],
    ['nothing', [], [asks('arc', 1)], 0],
    ['the essential one of two', [holds('arc', 1)], [asks('arc', 1), asks('cook', 1, false)], 2 / 3],
    ['the preferred one of two', [holds('cook', 1)], [asks('arc', 1), asks('cook', 1, false)], 1 / 3],
  ])('of %s', (_, skills, asked, value) => {
    expect(partsOf({ skills }, { skills: asked, noTrade: true }).skills).toEqual({ value, basis: 'skills' });
  });

  it.each<[string, readonly string[], Partial<VacancyProfile>, object]>([
    ['the same occupation', ['6-18-02-04'], {}, { value: 1, basis: 'occupation' }],
    ['the nearest of several', ['4-03-02-01', '6-18-02-05', '6-18-03-01'], {}, { value: 0.6, basis: 'occupation' }],
    ['a far one', ['6-18-03-01'], {}, { value: 0.3, basis: 'occupation' }],
    ['none known', [], {}, { value: 0, basis: 'occupation' }],
    ['none asked', ['6-18-02-04'], { occupation: null }, { value: 0, basis: 'none' }],
    ['a far one, no trade needed', ['6-18-03-01'], { noTrade: true }, { value: 0.6, basis: 'no-trade' }],
    ['one that gives as much as needing no trade does', ['6-18-02-05'], { noTrade: true }, { value: 0.6, basis: 'occupation' }],
    ['none asked, no trade needed', [], { occupation: null, noTrade: true }, { value: 0.6, basis: 'no-trade' }],
  ])('of a post without skills, by %s', (_, occupations, over, part) => {
    expect(partsOf({ skills: [], occupations }, { skills: [], ...over }).skills).toEqual(part);
  });

  it('knows occupations from held skills and from finished courses, not from others', () => {
    const COURSES: CourseProfile[] = [{ id: 'c', occupation: '6-18-02-04', skills: [], hoursPlanned: 10 }, { id: 'other', occupation: null, skills: [], hoursPlanned: 10 }];
    const by = (trainee: Partial<TraineeProfile>): number => partsOf({ skills: [], ...trainee }, { skills: [] }, COURSES).skills.value;
    const record = (state: CourseRecordProfile['state'], courseId = 'c') => ({ courseRecords: [courseRecord({ courseId, state })] });
    expect(by({ skills: [{ id: 'arc', level: 1 }] })).toBe(1);
    expect((['certified', 'completed', 'in-progress', 'dropped', 'failed'] as const).map((state) => by(record(state)))).toEqual([1, 1, 0, 0, 0]);
    expect(by(record('certified', 'other'))).toBe(0);
  });
});

describe('the location part', () => {
  /* The workplace is the township 420626100000. */
  it.each<[string, string | null, readonly [free: number, without: number]]>([
    ['the village', '420626100001', [1, 1]], ['the township', '420626100', [1, 1]], ['the county', '420626106', [0.8, 0.5]],
    ['the prefecture', '420625', [0.5, 0.2]], ['the province', '420502', [0.3, 0.1]], ['nothing', '130110', [0.1, 0.1]],
  ])('of a home that shares %s', (_, region, [free, without]) => {
    const value = (lodging: boolean | null) => partsOf({ region }, { lodging }).location;
    expect([null, true, false].map(value)).toEqual([free, free, without].map((share) => ({ value: share, basis: 'residence' })));
  });

  it('is full for a workplace inside a region that the trainee is willing to go to, lodging or not', () => {
    expect(partsOf({ region: null, willingRegions: ['13', '4206'] }, { lodging: false }).location).toEqual({ value: 1, basis: 'willing' });
    expect(partsOf({ region: '130110', willingRegions: ['420625'] }, {}).location).toEqual({ value: 0.1, basis: 'residence' });
  });

  it('is a tenth where home or workplace are not known, willing or not', () => {
    expect(partsOf({ region: null }, {}).location).toEqual({ value: 0.1, basis: 'unknown' });
    expect(partsOf({ willingRegions: ['42'] }, { region: null }).location).toEqual({ value: 0.1, basis: 'unknown' });
  });
});

describe('the courses part', () => {
  const COURSES: CourseProfile[] = [
    { id: 'near', occupation: '6-18-02-05', skills: [], hoursPlanned: 100 },
    { id: 'both', occupation: null, skills: [{ id: 'arc', level: 1 }, { id: 'cook', level: 1 }], hoursPlanned: 100 },
    { id: 'one', occupation: null, skills: [{ id: 'cook', level: 5 }], hoursPlanned: null },
    { id: 'two', occupation: null, skills: [{ id: 'cook', level: 1 }], hoursPlanned: 0 },
  ];
  const ASKED = [{ id: 'arc', level: 2, essential: true }, { id: 'cook', level: 1, essential: false }];
  const part = (records: readonly Partial<CourseRecordProfile>[], vacancy: Partial<VacancyProfile> = { skills: ASKED }) => partsOf({ courseRecords: records.map((over) => courseRecord({ endedOn: '2026-11-23', hoursDone: null, ...over })) }, vacancy, COURSES).courses;

  it.each<[string, Partial<CourseRecordProfile>, number]>([
    ['a certificate of today', { courseId: 'both' }, 1],
    ['a course without its certificate', { courseId: 'both', state: 'completed' }, 0.8],
    ['a running course half done', { courseId: 'both', state: 'in-progress', hoursDone: 50, endedOn: null }, 0.2],
    ['a running course with more hours than planned', { courseId: 'both', state: 'in-progress', hoursDone: 150, endedOn: null }, 0.4],
    ['a running course whose hours are not counted yet', { courseId: 'both', state: 'in-progress', endedOn: null }, 0],
    ['a running course of unknown length', { courseId: 'one', state: 'in-progress', hoursDone: 50, endedOn: null }, 0],
    ['a running course of no hours', { courseId: 'two', state: 'in-progress', hoursDone: 50, endedOn: null }, 0],
    ['a dropped course', { courseId: 'both', state: 'dropped' }, 0],
    ['a failed course', { courseId: 'both', state: 'failed' }, 0],
    ['one that teaches the preferred skill only, at whatever level', { courseId: 'one' }, 1 / 3],
    ['one of a near occupation', { courseId: 'near' }, 0.6],
  ])('of %s', (_, record, value) => {
    expect(part([record]).value).toBeCloseTo(value, 12);
    expect(part([record]).basis).toBe(value === 0 ? 'none' : (record.state ?? 'certified'));
  });

  it('goes by occupation alone where the post names no skills', () => {
    expect(part([{ courseId: 'near' }], { skills: [] })).toEqual({ value: 0.6, basis: 'certified' });
    expect(part([{ courseId: 'both' }], { skills: [] })).toEqual({ value: 0, basis: 'none' });
  });

  it('halves in 36 months of 30.4375 days, and does not while a course runs', () => {
    expect(part([{ courseId: 'both', endedOn: '2023-11-24' }]).value).toBeCloseTo(0.5 ** (1_095 / 30.4375 / 36), 12); // 1,095 days
    expect(part([{ courseId: 'both', state: 'in-progress', hoursDone: 100, endedOn: '2020-01-01' }]).value).toBeCloseTo(0.4, 12);
  });

  it('is of the record that gives most, of equal ones the smaller course id', () => {
    expect(part([{ courseId: 'one' }, { courseId: 'both', state: 'completed' }, { courseId: 'near' }])).toEqual({ value: 0.8, basis: 'completed' });
    const context = exampleContext({}, COURSES);
    const courseOf = (ids: readonly string[]) => bestRecord(prepareTrainee(context, exampleTrainee({ courseRecords: ids.map((courseId) => courseRecord({ courseId })) })), prepareVacancy(context, exampleVacancy({ skills: ASKED })))!.record.course.id;
    expect([courseOf(['two', 'one']), courseOf(['one', 'two'])]).toEqual(['one', 'one']);
  });

  it('of one course taken twice is of the better state, in whatever order the records stand', () => {
    const records = [{ courseId: 'both', state: 'completed' as const }, { courseId: 'both', state: 'certified' as const }];
    expect([part(records), part(records.toReversed())]).toEqual([{ value: 1, basis: 'certified' }, { value: 1, basis: 'certified' }]);
  });
});

describe('the weighted sum', () => {
  const DEFAULT = { skills: 0.5, location: 0.2, courses: 0.3 };
  it.each<[number, number, number, number]>([[1, 1, 1, 10_000], [0, 0, 0, 0], [1, 0, 0, 5_000], [0, 1, 0, 2_000], [0, 0, 1, 3_000], [0.0001, 0, 0, 1], [0.00009, 0, 0, 0], [0.5, 0.8, 0.25, 4_850]])('of S %p, L %p and C %p', (s, l, c, score) => {
    expect(weigh(DEFAULT, s, l, c)).toBe(score);
  });

  it('rounds a half up, even where binary numbers fall short of it', () => {
    expect(weigh(DEFAULT, 0.5837, 0.1, 0)).toBe(3_119); // 3118.5
    expect(10_000 * (0.5 * 0.0059 + 0.2 * 0.3)).toBeLessThan(629.5);
    expect(weigh(DEFAULT, 0.0059, 0.3, 0)).toBe(630);
  });
});
