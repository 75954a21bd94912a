import { describe, expect, it } from '@jest/globals';
import { eligibleOn, gatesOf } from './eligibility.js';
import { GATES, GATE_LABEL } from './gate.js';
import { prepareTrainee, prepareVacancy } from './prepared.js';
import type { CourseRecordProfile, TraineeProfile, VacancyProfile } from './profile.js';
import { courseRecord, exampleContext, exampleTrainee, exampleVacancy } from './testing/example.js';

type Row = readonly [what: string, trainee: Partial<TraineeProfile>, vacancy: Partial<VacancyProfile>, gates: readonly string[]];

function gates(trainee: Partial<TraineeProfile>, vacancy: Partial<VacancyProfile>, essentialCoverageMin = 0.5): readonly string[] {
  const context = exampleContext({ essentialCoverageMin });
  return gatesOf(context.policy, prepareTrainee(context, exampleTrainee(trainee)), prepareVacancy(context, exampleVacancy(vacancy)));
}

/* The day of the example is 2026-11-23, its workplace the township 420626100000. */
const ROWS: readonly Row[] = [
  ['whom nothing keeps away', {}, {}, []],
  ['a closed post', {}, { open: false }, ['VACANCY_CLOSED']],
  ['a post that was valid until yesterday', {}, { validThrough: '2026-11-22' }, ['VACANCY_CLOSED']],
  ['a post that is valid until today', {}, { validThrough: '2026-11-23' }, []],
  ['no place left', {}, { openings: 0 }, ['NO_OPENINGS']],
  ['fewer places than none', {}, { openings: -1 }, ['NO_OPENINGS']],
  ['one place', {}, { openings: 1 }, []],
  ['若干 places', {}, { openings: null }, []],
  ['who does not look for work', { available: false }, {}, ['TRAINEE_UNAVAILABLE']],
  ['who leaves the day before the work starts', { availableTo: '2026-12-01' }, { startsOn: '2026-12-02' }, ['DATES_APART']],
  ['who leaves on the day on which it starts', { availableTo: '2026-12-02' }, { startsOn: '2026-12-02' }, []],
  ['who comes the day after the work ends', { availableFrom: '2026-12-03' }, { endsOn: '2026-12-02' }, ['DATES_APART']],
  ['who comes on the day on which it ends', { availableFrom: '2026-12-02' }, { endsOn: '2026-12-02' }, []],
  ['who leaves some day, the start not known', { availableTo: '2026-12-01' }, { endsOn: '2027-01-01' }, []],
  ['who comes some day, the end not known', { availableFrom: '2026-12-01' }, { startsOn: '2026-11-01' }, []],
  ['a child', { ageBand: 'under-16' }, { minAge: 16 }, ['UNDER_AGE']],
  ['a child, for grown-ups', { ageBand: 'under-16' }, { minAge: 18 }, ['UNDER_AGE']],
  ['a youth', { ageBand: '16-17' }, { minAge: 16 }, []],
  ['a youth, for grown-ups', { ageBand: '16-17' }, { minAge: 18 }, ['UNDER_AGE']],
  ['a grown-up, for grown-ups', { ageBand: '18+' }, { minAge: 18 }, []],
  ['less schooling than asked', { education: 'primary' }, { minEducation: 'junior-high' }, ['EDUCATION_BELOW']],
  ['schooling not known', { education: null }, { minEducation: 'primary' }, ['EDUCATION_BELOW']],
  ['schooling not known and none asked', { education: null }, { minEducation: 'none' }, []],
  ['as much schooling as asked', { education: 'senior-high' }, { minEducation: 'vocational' }, []],
  ['one certificate of two', { certificates: ['焊工证'] }, { certificates: ['焊工证', '电工证'] }, ['CERTIFICATE_MISSING']],
  ['both certificates', { certificates: ['电工证', '健康证', '焊工证'] }, { certificates: ['焊工证', '电工证'] }, []],
  ['pay one yuan too low', { minPay: 4_001 }, { pay: { from: 3_000, to: 4_000 } }, ['PAY_BELOW_WISH']],
  ['pay as wished', { minPay: 4_000 }, { pay: { from: 3_000, to: 4_000 } }, []],
  ['pay not known', { minPay: 4_000 }, { pay: { from: 3_000, to: null } }, []],
  ['no wish about pay', { minPay: null }, { pay: { from: 0, to: 0 } }, []],
  ['a kind of work that is not wanted', { kindsAccepted: ['full-time'] }, { kind: 'day' }, ['KIND_UNWANTED']],
  ['a kind of work among those wanted', { kindsAccepted: ['full-time', 'day'] }, { kind: 'day' }, []],
  ['whoever takes any kind', { kindsAccepted: [] }, { kind: 'day' }, []],
  ['a kind not known', { kindsAccepted: ['full-time'] }, { kind: null }, []],
  ['another township than the reach', { region: '420626106', reach: 'township' }, {}, ['OUT_OF_REACH']],
  ['the township of the reach', { region: '420626100003', reach: 'township' }, {}, []],
  ['another county than the reach', { region: '420625100', reach: 'county' }, {}, ['OUT_OF_REACH']],
  ['the county of the reach', { region: '420626106', reach: 'county' }, {}, []],
  ['another prefecture than the reach', { region: '420502', reach: 'prefecture' }, {}, ['OUT_OF_REACH']],
  ['the prefecture of the reach', { region: '420601', reach: 'prefecture' }, {}, []],
  ['another province than the reach', { region: '130110', reach: 'province' }, {}, ['OUT_OF_REACH']],
  ['the province of the reach', { region: '4205', reach: 'province' }, {}, []],
  ['any reach', { region: '130110', reach: 'any' }, {}, []],
  ['a reach not known', { region: '130110', reach: null }, {}, []],
  ['a workplace not known', { region: '130110', reach: 'township' }, { region: null }, []],
  ['a home not known', { region: null, reach: 'province' }, {}, ['OUT_OF_REACH']],
  ['a home not known, willing to go there', { region: null, reach: 'township', willingRegions: ['13', '4206'] }, {}, []],
  ['a workplace that states only its county, in the county of home', { region: '420626106', reach: 'township' }, { region: '420626' }, []],
  ['a workplace that states only its county, in another', { region: '420625100', reach: 'township' }, { region: '420626' }, ['OUT_OF_REACH']],
  ['who refused the post', { refused: { vacancies: ['v0', 'v1'], employers: [] } }, {}, ['REFUSED_BEFORE']],
  ['who refused the employer', { refused: { vacancies: [], employers: ['e0', 'e1'] } }, {}, ['REFUSED_BEFORE']],
  ['who refused others', { refused: { vacancies: ['v2'], employers: ['e2'] } }, {}, []],
  ['who refused somebody, the employer not known', { refused: { vacancies: [], employers: ['e1'] } }, { employerId: null }, []],
  ['no essential skill', { skills: [] }, {}, ['ESSENTIAL_SKILLS_BELOW']],
  ['a related skill for an essential one', { skills: [{ id: 'gas', level: 5 }] }, {}, ['ESSENTIAL_SKILLS_BELOW']],
  ['no skill where none is essential', { skills: [] }, { skills: [{ id: 'arc', level: 2, essential: false }] }, []],
];

describe('the gates', () => {
  it.each(ROWS)('for %s', (_, trainee, vacancy, expected) => {
    expect(gates(trainee, vacancy)).toEqual(expected);
  });

  it('ask for the share of essential skills that the policy sets, preferred ones not counted', () => {
    const asked = [{ id: 'arc', level: 5, essential: true }, { id: 'gas', level: 1, essential: true }, { id: 'cook', level: 1, essential: true }, { id: 'cut', level: 1, essential: false }];
    const shares = [0, 1 / 3, 0.34, 1].map((share) => gates({ skills: [{ id: 'arc', level: 1 }, { id: 'cut', level: 1 }] }, { skills: asked }, share).length);
    expect(shares).toEqual([0, 0, 1, 1]);
  });

  it('are all told, in the order of the contract, and each has words for an officer', () => {
    const all = gates(
      { available: false, availableTo: '2026-11-30', ageBand: 'under-16', minPay: 9_000, kindsAccepted: ['day'], region: '13', reach: 'township', skills: [], refused: { vacancies: ['v1'], employers: [] } },
      { open: false, openings: 0, startsOn: '2026-12-01', minEducation: 'doctor', certificates: ['电工证'], pay: { from: null, to: 1 }, kind: 'full-time' },
    );
    expect(all).toEqual([...GATES]);
    expect(all).toEqual(['VACANCY_CLOSED', 'NO_OPENINGS', 'TRAINEE_UNAVAILABLE', 'DATES_APART', 'UNDER_AGE', 'EDUCATION_BELOW', 'CERTIFICATE_MISSING', 'PAY_BELOW_WISH', 'KIND_UNWANTED', 'OUT_OF_REACH', 'REFUSED_BEFORE', 'ESSENTIAL_SKILLS_BELOW']);
    expect(new Set(Object.values(GATE_LABEL).filter((label) => /^[一-龥]{4,}$/.test(label))).size).toBe(GATES.length);
  });
});

describe('the day from which a pair is eligible', () => {
  const TAUGHT = [{ id: 'a', occupation: null, skills: [{ id: 'arc', level: 2 }], hoursPlanned: 9 }, { id: 'g', occupation: null, skills: [{ id: 'gas', level: 2 }], hoursPlanned: 9 }, { id: 'c', occupation: null, skills: [{ id: 'cook', level: 1 }], hoursPlanned: 9 }];
  const ASKED = ['arc', 'gas', 'cook'].map((id) => ({ id, level: 1, essential: true }));
  const running = (courseId: string, plannedEnd: string | null, state: CourseRecordProfile['state'] = 'in-progress') => courseRecord({ courseId, state, plannedEnd, endedOn: null });

  function day(share: number, courseRecords: readonly CourseRecordProfile[], trainee: Partial<TraineeProfile> = {}): string | null {
    const context = exampleContext({ essentialCoverageMin: share }, TAUGHT);
    return eligibleOn(context.policy, prepareTrainee(context, exampleTrainee({ skills: [], ...trainee, courseRecords })), prepareVacancy(context, exampleVacancy({ skills: ASKED })));
  }

  it('is the earliest planned end by which enough is held, in whatever order the courses stand', () => {
    const records = [running('g', '2027-02-01'), running('c', '2027-03-01'), running('a', '2027-01-01')];
    expect([0.3, 0.6, 1].map((share) => day(share, records))).toEqual(['2027-01-01', '2027-02-01', '2027-03-01']);
    expect([0.3, 0.6, 1].map((share) => day(share, records.toReversed()))).toEqual(['2027-01-01', '2027-02-01', '2027-03-01']);
  });

  it('counts all courses that end on that day, and what is held already', () => {
    expect(day(1, [running('g', '2027-01-01'), running('c', '2027-01-01'), running('a', '2027-01-01')])).toBe('2027-01-01');
    expect(day(1, [running('g', '2027-01-01'), running('c', '2027-01-02')], { skills: [{ id: 'arc', level: 1 }] })).toBe('2027-01-02');
  });

  it('may be today, and never before', () => {
    expect(day(0.3, [running('a', '2026-11-23')])).toBe('2026-11-23');
    expect(day(0.3, [running('a', '2026-11-22')])).toBeNull();
  });

  it('is not known without enough running courses, without their planned end, or where another gate stands in the way', () => {
    expect(day(1, [running('a', '2027-01-01'), running('g', '2027-01-01')])).toBeNull();
    expect(day(0.3, [running('a', null)])).toBeNull();
    expect(day(0.3, [running('a', '2027-01-01', 'dropped')])).toBeNull();
    expect(day(0.3, [running('a', '2027-01-01')], { available: false })).toBeNull();
    expect(day(0.3, [running('a', '2027-01-01')], { skills: [{ id: 'gas', level: 1 }] })).toBeNull();
  });
});
