import { describe, expect, it } from '@jest/globals';
import { bundledOccupations } from '../titles/bundled-titles.js';
import { bundledCourses, bundledProgrammes, bundledSkills, skillLevels } from './bundled-skills.js';

const skills = bundledSkills();
const ids = new Set(skills.map(({ id }) => id));
const occupations = new Set(bundledOccupations().filter(({ level }) => level === 4).map(({ code }) => code));

describe('the bundled skills', () => {
  it('have ids of their own, a name, and occupations of the catalogue', () => {
    expect(ids.size).toBe(skills.length);
    for (const { id, name, occupations: belongs } of skills) {
      expect(id).toMatch(/^[a-z]+\.[a-z\d]+$/);
      expect(name).not.toBe('');
      expect([id, belongs.length > 0 && belongs.every((code) => occupations.has(code))]).toEqual([id, true]);
    }
  });

  it('are related both ways, and never to themselves', () => {
    for (const { id, related } of skills) for (const other of related) expect([id, other, skills.find((skill) => skill.id === other)?.related.includes(id)]).toEqual([id, other, true]);
    expect(skills.filter(({ id, related }) => related.includes(id))).toEqual([]);
  });

  it('have the five levels of the national grades, lowest first', () => expect(skillLevels().map(({ level, meaning }) => [level, meaning.split('：')[0]])).toEqual([[1, '五级／初级工'], [2, '四级／中级工'], [3, '三级／高级工'], [4, '二级／技师'], [5, '一级／高级技师']]));
});

describe('the bundled courses', () => {
  it('teach skills of the catalogue at levels 1 to 5, for hours', () => {
    const courses = bundledCourses();
    expect(new Set(courses.map(({ id }) => id)).size).toBe(courses.length);
    for (const { id, occupation, skills: taught, theoryHours, practiceHours } of courses) {
      expect([id, occupation === null || occupations.has(occupation)]).toEqual([id, true]);
      expect([id, taught.length > 0 && taught.every((skill) => ids.has(skill.id) && skill.level >= 1 && skill.level <= 5)]).toEqual([id, true]);
      expect(theoryHours + practiceHours).toBeGreaterThan(0);
    }
  });

  it('stand in the programmes of the county', () => {
    expect(bundledProgrammes()).toEqual(expect.arrayContaining(['凤雏计划', '雨露计划', '新型职业农民培育', '农村实用科技培训', '劳动力转移培训', '创业培训', '双技能培训', '科普培训']));
    expect(bundledCourses().filter(({ programme }) => !bundledProgrammes().includes(programme))).toEqual([]);
  });

  it('cover what the county is known to teach', () => {
    const names = bundledCourses().map(({ name }) => name).join(' ');
    for (const taught of ['计算机', '电气焊', '农家乐', '旅游服务', '核桃', '食用菌', '畜牧养殖', '药材种植', '电子商务', '办公文秘', '育婴', '月嫂', '汽车驾驶', '家政']) expect(names).toContain(taught);
  });
});
