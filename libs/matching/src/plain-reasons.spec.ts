import { describe, expect, it } from '@jest/globals';
import { explainPair } from './explain.js';
import { plainReasons } from './plain-reasons.js';
import { courseRecord, exampleContext, exampleTrainee, exampleVacancy } from './testing/example.js';

const names = { skill: (id: string) => ({ arc: '手工焊' })[id] ?? id, course: (id: string) => ({ 'arc-2': '焊工中级班' })[id] ?? id };

describe('reasons for the person', () => {
  it('say in words what the explanation says in points', () => {
    const explanation = explainPair(exampleContext(), exampleTrainee({ willingRegions: ['420600'], courseRecords: [courseRecord()] }), exampleVacancy());
    const reasons = plainReasons(explanation, names);
    expect(reasons).toEqual(['岗位要的手艺您会：“手工焊”（中级工）。', '工作地点在您愿意去的地方。', '您的培训用得上：“焊工中级班”（已取证）。']);
  });

  it('name what is missing, and are never empty', () => {
    const poor = explainPair(exampleContext(), exampleTrainee({ skills: [], region: null }), exampleVacancy());
    expect(plainReasons(poor, names)[0]).toMatch(/^岗位还希望会：/);
    const nothing = explainPair(exampleContext(), exampleTrainee({ skills: [], region: null }), exampleVacancy({ skills: [], occupation: null }));
    expect(plainReasons(nothing, names)).toEqual(['这个岗位的条件和您登记的情况相符。']);
  });
});
