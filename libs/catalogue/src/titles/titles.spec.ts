import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { describeWithShared } from '../../../../test/support/shared.js';
import { bundledAliases, bundledNoTrade, bundledOccupations } from './bundled-titles.js';
import { cleanTitle } from './clean-title.js';
import { buildTitleIndex, decideTitle, type OccupationTerm, type TitleIndex } from './title-index.js';

const bundled = buildTitleIndex({ occupations: bundledOccupations(), aliases: bundledAliases(), noTrade: bundledNoTrade() });
const decide = (title: string, index: TitleIndex = bundled) => decideTitle(title, index);

describe('cleaning a title', () => {
  it.each([
    ['急聘电工', '电工'], ['电工（包吃住）', '电工'], ['【高薪】电工', '电工'], ['电工3名', '电工'], [' 电工 ', '电工'], ['诚聘：电工 10人', '电工'], ['高薪诚聘电工若干名', '电工'], ['ＣＮＣ操机', 'CNC操机'],
    ['电工(月薪5000-8000)', '电工'], ['电工5000-8000元/月', '电工'], ['招电工', '电工'], ['电工+五险一金+双休', '电工'], ['电工——包吃包住', '电工'], ['★电工★', '电工'], ['电工，待遇从优！', '电工'],
    ['平车工（服装）', '平车工(服装)'], ['急诊护士', '急诊护士'], ['招商专员', '招商专员'], ['招聘专员', '招聘专员'], ['日结工', '日结工'], ['社保专员', '社保专员'], ['【厨师】', '厨师'], ['Python开发工程师(J11013)', 'Python开发工程师'], ['电工（男，25-45岁）', '电工'], ['电工（工作地点：武汉）', '电工'],
  ])('%s is %s', (title, cleaned) => {
    expect(cleanTitle(title)).toBe(cleaned);
    expect(cleanTitle(cleaned)).toBe(cleaned);
  });

  it('leaves a title of nothing but decorations as it is', () => {
    expect(cleanTitle('急聘')).toBe('急聘');
    expect(cleanTitle('')).toBe('');
  });
});

describe('deciding a title', () => {
  it('takes the official name first, then an alias', () => {
    expect(decide('急聘焊工3名')).toEqual({ title: '急聘焊工3名', cleaned: '焊工', decided: { code: '6-18-02-04', name: '焊工' }, by: 'exact', noTrade: false, suggestions: [] });
    expect(decide('二保焊工')).toMatchObject({ decided: { code: '6-18-02-04' }, by: 'alias' });
  });

  it('lets the official name win over an alias of another occupation', () => {
    const index = buildTitleIndex({ occupations: [{ code: '1-01-01-01', name: '甲工', level: 4 }, { code: '1-01-01-02', name: '乙工', level: 4 }], aliases: [{ alias: '甲工', code: '1-01-01-02' }], noTrade: [] });
    expect(decide('甲工', index)).toMatchObject({ decided: { code: '1-01-01-01' }, by: 'exact' });
  });

  it('decides nothing by an alias of two occupations, and suggests both first', () => {
    const answer = decide('护林防火员');
    expect(answer).toMatchObject({ decided: null, by: null, noTrade: false });
    expect(answer.suggestions.slice(0, 2).map(({ name }) => name).sort()).toEqual(['护林员', '森林消防员']);
  });

  it('decides by the lowest level of the list only', () => {
    const index = buildTitleIndex({ occupations: [{ code: '6-18', name: '机械加工人员', level: 2 }], aliases: [{ alias: '机加工', code: '6-18' }], noTrade: [] });
    expect(decide('机械加工人员', index)).toMatchObject({ decided: null, suggestions: [] });
    expect(decide('机加工', index).decided).toBeNull();
  });

  it('does not take the name of a group for a variant of an occupation, and suggests that one', () => {
    for (const [title, near] of [['采矿人员', '井下采矿工'], ['急聘炼钢人员3名', '炼钢工'], ['工程技术人员', '土木建筑工程技术人员'], ['矿山工程技术人员', null]] as const) {
      const answer = decide(title);
      expect([title, answer.decided, answer.by]).toEqual([title, null, null]);
      if (near !== null) expect(answer.suggestions[0]).toMatchObject({ name: near });
    }
    // An alias decides, whatever else it is the name of.
    expect(decide('销售人员')).toMatchObject({ decided: { name: '营销员' }, by: 'alias' });
  });

  it('knows a name or an alias that begins or ends as a decoration does', () => {
    const index = buildTitleIndex({ occupations: [{ code: '1-01-01-01', name: '高薪顾问', level: 4 }, { code: '1-01-01-02', name: '乙工', level: 4 }], aliases: [{ alias: '双休乙工人', code: '1-01-01-02' }, { alias: '急招乙工', code: '1-01-01-01' }], noTrade: [] });
    expect(decide('高薪顾问', index)).toMatchObject({ decided: { code: '1-01-01-01' }, by: 'exact' });
    expect(decide('双休乙工人', index)).toMatchObject({ decided: { code: '1-01-01-02' }, by: 'alias' });
    expect(decide('急招乙工', index)).toMatchObject({ decided: { code: '1-01-01-02' }, by: 'exact' });
    expect(decide('招聘与培训主管')).toMatchObject({ decided: { code: '4-07-03-04' }, by: 'alias' });
  });

  it.each([
    ['保洁', '保洁员'], ['保洁人员', '保洁员'], ['保洁师傅', '保洁员'], ['酒店保洁阿姨', '保洁员'], ['高级美容师', '美容师'], ['武汉保安', '保安员'], ['磷矿电工', '电工'], ['保安/门卫', '保安员'], ['电焊工、氩弧焊工', '焊工'],
    ['电工-武汉', '电工'], ['司机（B2）', '道路货运汽车驾驶员'], ['平车工（服装）', '缝纫工'], ['注塑操作工', '塑料制品成型制作工'], ['厨师（西餐）', '西式烹调师'],
  ])('%s is a safe variant of %s', (title, name) => expect(decide(title)).toMatchObject({ decided: { name }, by: 'alias' }));

  it.each(['造粒工（塑料）', '油漆工（涂装线）', '配电室值班电工', '汽车维修机电工', '仿古建筑瓦工'])('%s speaks of something that the occupation found is not, and decides nothing', (title) => expect(decide(title)).toMatchObject({ decided: null, noTrade: false }));

  it.each(['焊工/钳工', '造型师', '建筑工人', '航空电工学徒', '电工学徒', '房产销售员助理', '服务员', '工程师', '数据运维工程师（外包）', '经理', ''])('%s decides nothing', (title) => expect(decide(title)).toMatchObject({ decided: null, by: null }));

  it.each(['普工', '急招普工20名', '电子厂普工', '男普工（包吃住）', '学徒', '小工', '暑假工', '储备干部', '产线工人', '普工/操作工'])('%s needs no trade', (title) => expect(decide(title)).toMatchObject({ decided: null, noTrade: true, suggestions: [] }));

  it('suggests at most five, best first, and none that is far', () => {
    const { suggestions } = decide('电焊气割维护');
    expect(suggestions.length).toBeGreaterThan(0);
    expect(suggestions.length).toBeLessThanOrEqual(5);
    expect(suggestions[0]).toMatchObject({ name: '焊工' });
    expect([...suggestions].sort((a, b) => b.score - a.score)).toEqual(suggestions);
    expect(decide('xyz').suggestions).toEqual([]);
  });
});

describe('the bundled titles', () => {
  it('have no alias of an unknown occupation, none that is empty, and none that needs no trade as well', () => {
    const codes = new Set(bundledOccupations().filter(({ level }) => level === 4).map(({ code }) => code));
    expect(bundledAliases().filter(({ alias, code }) => alias === '' || !codes.has(code))).toEqual([]);
    const aliases = new Set(bundledAliases().map(({ alias }) => alias));
    expect(bundledNoTrade().filter((wording) => wording === '' || aliases.has(wording))).toEqual([]);
  });

  it('name every group above an occupation', () => {
    const codes = new Set(bundledOccupations().map(({ code }) => code));
    expect([...codes].filter((code) => code.includes('-') && !codes.has(code.slice(0, code.lastIndexOf('-'))))).toEqual([]);
  });
});

function occupationList(file: string): OccupationTerm[] {
  return readFileSync(file, 'utf8').trim().split(/\r?\n/).slice(1).map((line) => line.split(',')).map(([code = '', , name = '', level]) => ({ code, name, level: Number(level) }));
}

describeWithShared('the bundled occupations', ['data/cn_occupations_2022.csv'], ([file]) => {
  it('carry the codes and names of the 2022 list', () => {
    const official = new Map(occupationList(file!).map(({ code, name, level }) => [code, { name, level }]));
    expect(bundledOccupations().filter(({ code, name, level }) => official.get(code)?.name !== name || official.get(code)?.level !== level)).toEqual([]);
  });
});

describeWithShared('real titles', ['data/title-gold.json', 'data/cn_occupations_2022.csv'], ([gold, list]) => {
  const full = () => buildTitleIndex({ occupations: [...bundledOccupations(), ...occupationList(list!)], aliases: bundledAliases(), noTrade: bundledNoTrade() });

  it.each([['the bundled list', () => bundled], ['the full list', full]])('are decided right, or suggested, with %s', (_, index) => {
    const cases = JSON.parse(readFileSync(gold!, 'utf8')) as { title: string; occupations: { code: string }[] }[];
    const answers = cases.map(({ title, occupations }) => ({ title, right: occupations.map(({ code }) => code), answer: decide(title, index()) }));
    const decided = answers.filter(({ answer }) => answer.decided !== null);
    expect(decided.filter(({ right, answer }) => !right.includes(answer.decided!.code)).length).toBeLessThanOrEqual(1);
    expect(decided.filter(({ right, answer }) => right.includes(answer.decided!.code)).length).toBeGreaterThanOrEqual(82 * 0.6);
    const found = answers.filter(({ right, answer }) => right.some((code) => code === answer.decided?.code || answer.suggestions.some((suggestion) => suggestion.code === code)));
    expect(found.length).toBeGreaterThanOrEqual(82 * 0.85);
    expect(answers.filter(({ right, answer }) => right.length > 0 && answer.noTrade)).toEqual([]);
  });
});
