import { describe, expect, it } from '@jest/globals';
import { MatchingCatalogue } from './catalogue.js';
import { apportion, explainPair } from './explain.js';
import { prepareVacancy } from './prepared.js';
import { explanationSentence } from './sentence.js';
import { courseRecord, exampleContext, exampleTrainee, exampleVacancy } from './testing/example.js';
import { casesOf } from '../../../test/support/cases.js';
import { randomWorld } from './testing/random-world.js';
import { referenceOf } from './testing/scoring-reference.js';

const names = { skill: (id: string) => ({ arc: '手工焊', gas: '气焊', cook: '烹饪', cut: '切割' })[id] ?? id, course: (id: string) => ({ 'arc-2': '焊工中级班', 'arc-3': '焊工高级班', 'cook-1': '厨师班' })[id] ?? id };

describe('the explanation of a pair', () => {
  it('tells the worked example of the contract: 9735 from three parts that sum to it', () => {
    const explanation = explainPair(exampleContext(), exampleTrainee({ willingRegions: ['420600'], courseRecords: [courseRecord()] }), exampleVacancy());
    expect(explanation).toMatchObject({
      score: 9735,
      policyVersion: 'default',
      parts: { skills: { value: 1, basis: 'skills', points: 5000 }, location: { value: 1, basis: 'willing', points: 2000 }, courses: { basis: 'certified', points: 2735 } },
      skills: [{ skillId: 'arc', status: 'held', quality: 1, held: { level: 2, source: { kind: 'course', courseId: 'arc-2', state: 'certified' } }, pending: null }],
      courseRecord: { courseId: 'arc-2', state: 'certified', relevance: 1, stateFactor: 1 },
      eligible: true,
      eligibleOn: null,
      gates: [],
      nextCourse: { courseId: 'arc-3', scoreAfter: 10_000, gain: 265 },
    });
    expect(explanation.courseRecord!.recency).toBeCloseTo(0.91178, 6);
  });

  it('names a skill as held, related, pending or missing', () => {
    const asked = ['arc', 'gas', 'cook', 'cut'].map((id) => ({ id, level: 2, essential: false }));
    const learner = exampleTrainee({ skills: [{ id: 'arc', level: 1 }], courseRecords: [courseRecord({ courseId: 'cook-1', state: 'in-progress', endedOn: null, plannedEnd: '2026-12-20' })] });
    const { skills } = explainPair(exampleContext(), learner, exampleVacancy({ skills: asked }));
    expect(skills.map(({ skillId, status, quality }) => [skillId, status, quality])).toEqual([['arc', 'held', 0.5], ['gas', 'related', 0.25], ['cook', 'pending', 0], ['cut', 'missing', 0]]);
    expect(skills[1]!.related).toEqual({ skillId: 'arc', level: 1, source: { kind: 'recorded' } });
    expect(skills[2]!.pending).toEqual({ courseId: 'cook-1', level: 1, plannedEnd: '2026-12-20' });
  });

  it('names the record itself before a course that gives the same level, and a completed course one level lower', () => {
    const sourceOf = (level: number) => explainPair(exampleContext(), exampleTrainee({ skills: [{ id: 'arc', level }], courseRecords: [courseRecord({ courseId: 'arc-3', state: 'completed' })] }), exampleVacancy()).skills[0]!.held;
    expect(sourceOf(2)).toMatchObject({ level: 2, source: { kind: 'recorded' } });
    expect(sourceOf(1)).toMatchObject({ level: 2, source: { kind: 'course', state: 'completed' } });
  });

  it('has parts that sum to the score, qualities that give S, and a best next course found by trying all', () => {
    for (let seed = 0; seed < casesOf(60, 3); seed++) {
      const world = randomWorld(seed, { trainees: 5, vacancies: 5 });
      const context = { asOf: world.asOf, policy: world.policy, catalogue: MatchingCatalogue.of(world.skills, world.courses) };
      for (const vacancy of world.vacancies) {
        for (const trainee of world.trainees) {
          const explanation = explainPair(context, trainee, vacancy);
          const expected = referenceOf(world, trainee, vacancy);
          const { skills, location, courses } = explanation.parts;
          expect([explanation.score, skills.points + location.points + courses.points, explanation.gates]).toEqual([expected.score, expected.score, expected.gates]);
          if (skills.basis === 'skills') expect(qualityMean(explanation.skills)).toBeCloseTo(skills.value, 12);
          expect(explanation.courseRecord?.value ?? 0).toBeCloseTo(expected.c, 12);
          expect(explanation.nextCourse).toEqual(nextCourseByTrying(world, trainee, vacancy, expected.score));
        }
      }
    }
  });
});

function qualityMean(skills: readonly { essential: boolean; quality: number }[]): number {
  const weights = skills.map(({ essential }) => (essential ? 2 : 1));
  return skills.reduce((sum, { quality }, i) => sum + quality * weights[i]!, 0) / weights.reduce((a, b) => a + b, 0);
}

type World = ReturnType<typeof randomWorld>;
function nextCourseByTrying(world: World, trainee: World['trainees'][number], vacancy: World['vacancies'][number], now: number): object | null {
  const open = world.courses.filter((course) => !trainee.courseRecords.some(({ courseId, state }) => courseId === course.id && (state === 'certified' || state === 'in-progress')));
  const tried = open.map((course) => {
    const after = { ...trainee, courseRecords: [...trainee.courseRecords, { courseId: course.id, state: 'certified' as const, endedOn: world.asOf, hoursDone: 1, plannedEnd: null }] };
    return { courseId: course.id, scoreAfter: referenceOf(world, after, vacancy).score, hoursPlanned: course.hoursPlanned };
  });
  tried.sort((a, b) => b.scoreAfter - a.scoreAfter || (a.hoursPlanned ?? 1e9) - (b.hoursPlanned ?? 1e9) || (a.courseId < b.courseId ? -1 : 1));
  return tried[0] !== undefined && tried[0].scoreAfter > now ? { ...tried[0], gain: tried[0].scoreAfter - now } : null;
}

describe('points', () => {
  it('go to the largest remainders, of equal ones to the earlier part', () => {
    expect(apportion([5000, 1600.0000000000002, 0.5], 6601)).toEqual([5000, 1600, 1]);
    expect(apportion([10.4, 20.4, 30.2], 61)).toEqual([11, 20, 30]);
    expect(apportion([2999.9999999999995, 0, 0], 3000)).toEqual([3000, 0, 0]);
  });
});

describe('the sentence', () => {
  it('says the same as the numbers for an eligible pair', () => {
    const explanation = explainPair(exampleContext(), exampleTrainee({ willingRegions: ['420600'], courseRecords: [courseRecord()] }), exampleVacancy());
    expect(explanationSentence(explanation, names)).toBe(
      '匹配度97.35分：技能50.00分（必备技能“手工焊”要求中级工，已掌握“手工焊”中级工（来自已取证课程“焊工中级班”），计100%），地点20.00分（工作地在本人愿意去的地区内），培训27.35分（已取证课程“焊工中级班”，与岗位相关100%、完成情况计100%、时效计91%）。目前符合推荐条件。如再取得课程“焊工高级班”的证书，匹配度可由此提高2.65分，达到100.00分。',
    );
  });

  it('names every reason against a pair, and the day from which a running course would remove it', () => {
    const closed = explainPair(exampleContext(), exampleTrainee({ available: false }), exampleVacancy({ open: false }));
    expect(explanationSentence(closed, names)).toContain('目前不符合推荐条件：岗位已关闭或已过有效期、学员目前不求职。');
    const running = courseRecord({ state: 'in-progress', endedOn: null, plannedEnd: '2026-12-20', hoursDone: 60 });
    const pending = explainPair(exampleContext(), exampleTrainee({ skills: [], courseRecords: [running] }), exampleVacancy());
    expect(explanationSentence(pending, names)).toContain('尚未掌握，课程“焊工中级班”正在教，预计2026-12-20学完');
    expect(explanationSentence(pending, names)).toContain('目前不符合推荐条件：掌握的必备技能不足。在学课程按期学完后，最早2026-12-20可符合。');
  });

  it('names what a vacancy without skills is compared by', () => {
    const of = (over: object): string => explanationSentence(explainPair(exampleContext(), exampleTrainee({ skills: [], region: null }), exampleVacancy({ skills: [], ...over })), names);
    expect(of({ noTrade: true })).toContain('技能30.00分（岗位无需专门手艺），地点2.00分（居住地或工作地不详），培训0.00分（没有与岗位相关的课程记录）');
    expect(of({ occupation: null })).toContain('技能0.00分（岗位未列技能和职业）');
    expect(of({})).toContain('技能0.00分（岗位未列技能，按职业相近程度）');
  });
});

describe('what cannot be explained', () => {
  it('is refused with the path', () => {
    const context = exampleContext();
    expect(() => explainPair(context, exampleTrainee({ skills: [{ id: 'none', level: 1 }] }), exampleVacancy())).toThrow(expect.objectContaining({ code: 'MATCHING.INPUT_INVALID', faults: [expect.objectContaining({ path: 'skills[0].id' })] }));
    expect(() => explainPair(context, exampleTrainee({ courseRecords: [courseRecord({ endedOn: '2026-11-24' })] }), exampleVacancy())).toThrow(expect.objectContaining({ faults: [expect.objectContaining({ path: 'courseRecords[0].endedOn' })] }));
    expect(() => explainPair(context, exampleTrainee({ courseRecords: [courseRecord({ courseId: 'none' })] }), exampleVacancy())).toThrow(expect.objectContaining({ faults: [expect.objectContaining({ path: 'courseRecords[0].courseId' })] }));
    expect(() => prepareVacancy(context, exampleVacancy({ skills: [{ id: 'arc', level: 6, essential: true }] }))).toThrow(expect.objectContaining({ faults: [expect.objectContaining({ path: 'skills[0].level' })] }));
  });
});
