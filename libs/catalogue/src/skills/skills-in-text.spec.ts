import { describe, expect, it } from '@jest/globals';
import { bundledSkills } from './bundled-skills.js';
import { skillsInText } from './skills-in-text.js';

const skills = bundledSkills();
const read = (title: string, description = '', occupation: string | null = null) => skillsInText(title, description, occupation, skills);

describe('skills that a vacancy states', () => {
  it('are those that the title names, at the lowest level', () => {
    expect(read('二保焊工', '', '6-18-02-04')).toEqual([{ skillId: 'weld.co2', level: 1, essential: true }]);
  });

  it('rise with the grade that the text asks for', () => {
    expect(read('电焊工', '要求熟练氩弧焊，能看图纸', '6-18-02-04')).toContainEqual({ skillId: 'weld.tig', level: 2, essential: true });
    expect(read('高级二保焊工', '', '6-18-02-04')).toEqual([{ skillId: 'weld.co2', level: 3, essential: true }]);
  });

  it('are not essential where the text only prefers them', () => {
    expect(read('电工', '有高压电工证者优先', '6-31-01-03')).toContainEqual({ skillId: 'elec.high', level: 1, essential: false });
  });

  it('are not those that the text waives', () => {
    expect(read('电焊工学徒', '无需二保焊经验', '6-18-02-04').map(({ skillId }) => skillId)).not.toContain('weld.co2');
  });

  it('in a description belong to the occupation, licences apart', () => {
    expect(read('厨师', '负责炒菜，下班后打扫卫生', '4-03-02-01').map(({ skillId }) => skillId)).toEqual(['cook.chinese']);
    expect(read('业务员', '持C1证，能出差', '4-01-02-01')).toEqual([{ skillId: 'drive.c1', level: 1, essential: true }]);
  });

  it('are never inferred from the occupation, nor from part of a longer word', () => {
    expect(read('焊工', '能吃苦耐劳，服从安排', '6-18-02-04')).toEqual([]);
    expect(read('开发', '熟悉JavaScript', '2-02-10-03')).toEqual([]);
  });

  it('are empty for empty texts', () => {
    expect(read('', '')).toEqual([]);
  });
});
