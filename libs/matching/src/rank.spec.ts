import { describe, expect, it } from '@jest/globals';
import { prepareTrainee, prepareVacancy, type PreparedTrainee, type PreparedVacancy } from './prepared.js';
import type { TraineeProfile } from './profile.js';
import { DEFAULT_TOP_K, describePair, rankAllTrainees, rankTraineesForVacancy, rankVacanciesForTrainee } from './rank.js';
import { courseRecord, exampleContext, exampleTrainee, exampleVacancy } from './testing/example.js';
import { referenceTie } from './testing/scoring-reference.js';

const context = exampleContext({ tieSalt: '2026-11' });
const { policy } = context;
const person = (id: string, over: Partial<TraineeProfile> = {}): PreparedTrainee => prepareTrainee(context, exampleTrainee({ id, ...over }));
const post = (id: string): PreparedVacancy => prepareVacancy(context, exampleVacancy({ id }));

describe('a list', () => {
  const skilled = { skills: [{ id: 'arc', level: 2 }] };
  const names = Array.from({ length: 40 }, (_, i) => `t${i}`);

  it('has the better score first, and equal ones by the draw that anybody can repeat', () => {
    const drawn = (ids: readonly string[]): string[] => ids.toSorted((a, b) => referenceTie('2026-11', a, 'v1') - referenceTie('2026-11', b, 'v1'));
    const people = names.map((name, i) => person(name, i % 4 === 0 ? skilled : {}));
    const wanted = [...drawn(names.filter((_, i) => i % 4 === 0)), ...drawn(names.filter((_, i) => i % 4 !== 0))];
    expect(rankTraineesForVacancy(policy, post('v1'), people, 40).ranked.map(({ traineeId }) => traineeId)).toEqual(wanted);
    expect(rankTraineesForVacancy(policy, post('v1'), people.toReversed()).ranked.map(({ traineeId }) => traineeId)).toEqual(wanted.slice(0, 20));
    expect(DEFAULT_TOP_K).toBe(20);
    expect(rankAllTrainees(policy, post('v1'), people).map(({ traineeId }) => traineeId)).toEqual(wanted);
  });

  it('of vacancies has them by the draw too, twenty of them', () => {
    const posts = names.map((name) => post(name));
    const drawn = names.toSorted((a, b) => referenceTie('2026-11', 't1', a) - referenceTie('2026-11', 't1', b));
    expect(rankVacanciesForTrainee(policy, person('t1'), posts).ranked.map(({ vacancyId }) => vacancyId)).toEqual(drawn.slice(0, 20));
  });

  it('goes by the id of what is listed where score and draw are equal', () => {
    const same = { ...person('b'), tieHash: 1 };
    const twins = [{ ...same, id: '\u{1F600}' }, same, { ...same, id: '\uFFFD' }, { ...same, id: 'a' }];
    expect(rankTraineesForVacancy(policy, post('v1'), twins).ranked.map(({ traineeId }) => traineeId)).toEqual(['a', 'b', '\uFFFD', '\u{1F600}']);
    expect(rankAllTrainees(policy, post('v1'), twins).map(({ traineeId }) => traineeId)).toEqual(['a', 'b', '\uFFFD', '\u{1F600}']);
    const posts = ['z', 'y'].map((id) => ({ ...post('v'), id }));
    expect(rankVacanciesForTrainee(policy, person('t'), posts).ranked.map(({ vacancyId }) => vacancyId)).toEqual(['y', 'z']);
  });

  it('keeps a score that is just enough, and none that is one less', () => {
    const { score } = describePair(policy, person('t'), post('v'));
    const kept = (minScore: number): number => rankTraineesForVacancy({ ...policy, minScore }, post('v'), [person('t')]).ranked.length;
    expect([kept(score), kept(score + 1)]).toEqual([1, 0]);
  });

  it('tells apart who is eligible today and who will be; whoever is kept away otherwise stands in neither, but among all', () => {
    const learner = { skills: [], courseRecords: [courseRecord({ state: 'in-progress', endedOn: null, hoursDone: 120, plannedEnd: '2026-12-20' })] };
    const people = [person('now', skilled), person('soon', learner), person('never', { skills: [] }), person('away', { ...skilled, available: false })];
    const { ranked, pending } = rankTraineesForVacancy({ ...policy, minScore: 0 }, post('v1'), people);
    expect(ranked.map(({ traineeId, vacancyId, eligible, eligibleOn, gates }) => [traineeId, vacancyId, eligible, eligibleOn, gates])).toEqual([['now', 'v1', true, null, []]]);
    expect(pending.map(({ traineeId, eligible, eligibleOn, gates }) => [traineeId, eligible, eligibleOn, gates])).toEqual([['soon', false, '2026-12-20', ['ESSENTIAL_SKILLS_BELOW']]]);
    expect(rankAllTrainees(policy, post('v1'), people).map(({ traineeId, eligible }) => `${traineeId} ${eligible}`).sort()).toEqual(['away false', 'never false', 'now true', 'soon false']);
  });

  it.each([0, -1, 1.5, NaN])('of %p places is refused', (topK) => {
    const refused = expect.objectContaining({ code: 'MATCHING.INPUT_INVALID', faults: [{ path: 'topK', message: expect.stringMatching(/./) }] });
    expect(() => rankTraineesForVacancy(policy, post('v'), [], topK)).toThrow(refused);
    expect(() => rankVacanciesForTrainee(policy, person('t'), [], topK)).toThrow(refused);
  });

  it('of one place is the best', () => {
    expect(rankTraineesForVacancy(policy, post('v1'), [person('a'), person('b', skilled)], 1).ranked.map(({ traineeId }) => traineeId)).toEqual(['b']);
  });
});
