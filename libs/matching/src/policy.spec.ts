import { describe, expect, it } from '@jest/globals';
import { MatchingCatalogue } from './catalogue.js';
import { DEFAULT_POLICY, createPolicy } from './policy.js';
import { prepareVacancy } from './prepared.js';
import { rankTraineesForVacancy } from './rank.js';
import { exampleContext, exampleVacancy } from './testing/example.js';

const refusedAt = (...paths: string[]): object => expect.objectContaining({ code: 'MATCHING.INPUT_INVALID', message: expect.stringMatching(/./), faults: paths.map((path) => ({ path, message: expect.stringMatching(/./) })) });

describe('a policy', () => {
  it('has the defaults of the contract', () => {
    expect(createPolicy()).toEqual({ ...DEFAULT_POLICY, weights: { skills: 0.5, location: 0.2, courses: 0.3 }, minScore: 4000, essentialCoverageMin: 0.5, tieSalt: '' });
  });

  it('may miss a weight sum of 1 by 1e-9 and no more', () => {
    expect(createPolicy({ weights: { skills: 0.5 + 5e-10, location: 0.2, courses: 0.3 } }).weights.location).toBe(0.2);
    expect(() => createPolicy({ weights: { skills: 0.5 + 5e-9, location: 0.2, courses: 0.3 } })).toThrow(refusedAt('weights'));
  });

  it.each([NaN, -0.1, Infinity])('refuses a weight of %p', (skills) => {
    expect(() => createPolicy({ weights: { skills, location: 0.2, courses: 0.3 } })).toThrow(refusedAt('weights.skills'));
  });

  it('refuses a least score or a coverage outside its range', () => {
    expect(() => createPolicy({ minScore: NaN })).toThrow(refusedAt('minScore'));
    expect(() => createPolicy({ minScore: -1 })).toThrow(refusedAt('minScore'));
    expect(() => createPolicy({ minScore: 10_001 })).toThrow(refusedAt('minScore'));
    expect(() => createPolicy({ essentialCoverageMin: -0.1 })).toThrow(refusedAt('essentialCoverageMin'));
    expect(() => createPolicy({ essentialCoverageMin: 1.1 })).toThrow(refusedAt('essentialCoverageMin'));
    expect(() => createPolicy({ essentialCoverageMin: NaN })).toThrow(refusedAt('essentialCoverageMin'));
  });

  it('may go to the ends of the ranges', () => {
    const ends = [{ minScore: 0, essentialCoverageMin: 0, weights: { skills: 0, location: 0, courses: 1 } }, { minScore: 10_000, essentialCoverageMin: 1, weights: { skills: 1, location: 0, courses: 0 } }];
    expect(ends.map(createPolicy)).toEqual(ends.map((end) => ({ version: 'default', tieSalt: '', ...end })));
  });

  it('is told of every fault at once; of the sum only when each weight is a number', () => {
    expect(() => createPolicy({ weights: { skills: NaN, location: -1, courses: Infinity }, minScore: NaN, essentialCoverageMin: 2 })).toThrow(refusedAt('weights.skills', 'weights.location', 'weights.courses', 'minScore', 'essentialCoverageMin'));
    expect(() => createPolicy({ weights: { skills: 0, location: 0, courses: 0 } })).toThrow(refusedAt('weights'));
    expect(() => createPolicy({ weights: { skills: 1, location: 1, courses: 0 }, minScore: -1 })).toThrow(refusedAt('weights', 'minScore'));
  });
});

describe('a catalogue', () => {
  const skill = { id: 's', occupations: [], related: [] };
  const course = { id: 'c', occupation: null, skills: [], hoursPlanned: null };
  it.each([
    ['skills[1].id', [skill, skill], []],
    ['skills[0].id', [{ ...skill, id: '' }], []],
    ['skills[0].related[0]', [{ ...skill, related: ['x'] }], []],
    ['skills[0].occupations[0]', [{ ...skill, occupations: ['6-1'] }], []],
    ['courses[1].id', [], [course, course]],
    ['courses[0].occupation', [], [{ ...course, occupation: 'x' }]],
    ['courses[0].hoursPlanned', [], [{ ...course, hoursPlanned: NaN }]],
    ['courses[0].skills[0].id', [], [{ ...course, skills: [{ id: 's', level: 1 }] }]],
    ['courses[0].skills[1].id', [skill], [{ ...course, skills: [{ id: 's', level: 1 }, { id: 's', level: 2 }] }]],
    ['courses[0].skills[0].level', [skill], [{ ...course, skills: [{ id: 's', level: 0 }] }]],
  ])('refuses %s', (path, skills, courses) => {
    expect(() => MatchingCatalogue.of(skills, courses)).toThrow(refusedAt(path));
  });

  it('holds a relation on both sides and never to the skill itself', () => {
    const { catalogue } = exampleContext();
    const related = (id: string): string[] => ['arc', 'gas', 'cut', 'cook'].filter((other) => catalogue.findSkill(id)!.related.includes(catalogue.findSkill(other)!.index));
    expect(['arc', 'gas', 'cut', 'cook'].map(related)).toEqual([['gas'], ['arc', 'cut'], ['gas'], []]);
  });
});

describe('a list', () => {
  it.each([0, -1, 1.5, NaN])('of %p places is refused', (topK) => {
    const context = exampleContext();
    expect(() => rankTraineesForVacancy(context.policy, prepareVacancy(context, exampleVacancy()), [], topK)).toThrow(refusedAt('topK'));
  });
});
