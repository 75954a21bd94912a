import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { describeWithShared } from '../../../../test/support/shared.js';
import { bundledRegions } from './bundled-regions.js';
import { RegionDirectory } from './region-directory.js';

const regions = bundledRegions();

describe('region codes', () => {
  it('are found in every length that the contract allows, and answered in the shortest', () => {
    expect(regions.find('420626')).toMatchObject({ code: '420626', name: '保康县', level: 'county', parent: '4206' });
    expect(regions.find('420626000000')?.code).toBe('420626');
    expect(regions.find('420000')?.name).toBe('湖北省');
    expect(regions.nameOf('420626106000')).toBe('歇马镇');
    expect(regions.fullNameOf('420626100001')).toBe('湖北省襄阳市保康县城关镇光千社区居委会');
    expect(regions.fullNameOf('110105')).toBe('北京市朝阳区');
  });

  it('are unknown, not guessed, when they are not in the list or not codes', () => {
    for (const code of ['429999', '99', '42062', '', 'abc', '420626999']) expect(regions.exists(code)).toBe(false);
  });

  it('put counties without a prefecture below their province and towns without a county below their prefecture', () => {
    expect(regions.find('429021')).toMatchObject({ name: '神农架林区', parent: '42' });
    expect(regions.exists('4290')).toBe(false);
    expect(regions.children('42').map(({ name }) => name)).toContain('仙桃市');
    expect(regions.find('441900')).toMatchObject({ code: '4419', name: '东莞市', level: 'prefecture' });
    expect(regions.children('441900').map(({ name }) => name)).toContain('长安镇');
  });

  it('cover 34 provinces, 103 counties of Hubei (and the two zones that statistics count as counties), 12 township-level units of 保康', () => {
    expect(regions.children()).toHaveLength(34);
    expect([...regions.all()].filter(({ code, level, validTo }) => level === 'county' && code.startsWith('42') && validTo === null)).toHaveLength(103 + 2);
    expect(regions.children('420626')).toHaveLength(12);
  });

  it('keep retired codes with their last day and their successor', () => {
    expect(regions.find('330104')).toMatchObject({ name: '江干区', validTo: '2021-03-11', successor: '330102' });
    expect(regions.current('330104')).toBe('330102');
    expect(regions.current('420626')).toBe('420626');
    expect(regions.children('3301').map(({ name }) => name)).not.toContain('江干区');
  });

  it('refuse a list with a malformed or a repeated code', () => {
    expect(() => new RegionDirectory([{ code: '4206261', name: '某' }])).toThrow('not a region code');
    expect(() => new RegionDirectory([{ code: '420626', name: '保康县' }, { code: '420626000000', name: '保康县' }])).toThrow('twice');
  });
});

describe('region labels', () => {
  it.each([
    ['保康县', '420626'], ['樊城区', '420606'], ['东莞市', '4419'], ['神农架林区', '429021'], ['杭州市', '3301'], ['湖北省', '42'], ['湖北', '42'],
    ['襄阳', '4206'], ['湖北省襄阳市保康县', '420626'], ['湖北-襄阳-谷城县', '420625'], ['恩施州', '4228'], ['吉林市', '2202'], ['吉林', '22'], ['房县', '420325'], ['长阳县', '420528'],
  ])('%s is %s', (label, code) => expect(regions.byLabel(label)).toBe(code));

  it.each(['朝阳区', '城关镇', '歇马镇', '不存在县', '', '鼓楼区', '市辖区', '保康县某某路'])('%s alone says nothing for certain', (label) => expect(regions.byLabel(label)).toBeNull());

  it('of townships and villages are settled by the region around them', () => {
    expect(regions.byLabel('歇马镇', '420626')).toBe('420626106');
    expect(regions.byLabel('城关镇', '420626')).toBe('420626100');
    expect(regions.byLabel('城关镇', '4206')).toBeNull();
    expect(regions.byLabel('三溪沟村', '420626')).toBe('420626100200');
    expect(regions.byLabel('朝阳区', '11')).toBe('110105');
  });
});

describe('places in free text', () => {
  it.each([
    ['湖北省襄阳市保康县城关镇光千路', '420626100'], ['保康县黄堡镇工业园', '420626101'], ['保康歇马镇', '420626106'], ['保康县歇马', '420626106'], ['谷城经济开发区', '420625'],
    ['广东省东莞市长安镇', '441900119'], ['东莞长安镇', '441900119'], ['襄阳市樊城区长虹路', '420606'], ['襄城区檀溪路', '420602'], ['湖北襄阳南漳县城关镇', '420624100'], ['十堰市房县', '420325'],
    ['神农架木鱼镇', '429021102'], ['武汉市东湖高新区', '4201'], ['浙江杭州余杭区', '330110'], ['湖北省武汉', '4201'], ['深圳深圳宝安区', '440306'], ['北京北京海淀区紫竹桥', '110108'],
    ['江苏省昆山', '320583'], ['湖北省武汉武汉经济开发区', '4201'], ['河北省雄安新区', '13'], ['湖北省武汉洪山区光谷鲁巷', '420111'], ['安徽省合肥高新区', '3401'], ['上海上海浦东新区', '310115'],
    ['保康县城关镇三溪沟村2组', '420626100200'], ['湖北省店垭镇', '420626104'], ['重庆市渝北区', '500112'], ['恩施土家族苗族自治州利川市', '422802'], ['恩施州利川市', '422802'],
    ['工作地点：湖北省 襄阳市 / 保康县', '420626'], ['杭州市江干区', '330102'], ['（武汉）', '4201'], ['武汉市东西湖区', '420112'], ['武汉市或襄阳市', '42'], ['保康', '420626'],
  ])('%s lies in %s', (address, code) => expect([address, regions.placeInText(address)]).toEqual([address, code]));

  it.each([
    '', '城关镇', '店垭镇茶叶产业园', '朝阳区建国路', '马桥镇磷化工业园区', '中山三路12号', '保康路8号', '北京路步行街', '上海大厦', '东区3栋', '市北区', '南京东路', '本县城区', '农产品交易市场',
    '武汉市与东莞市', '高新区', '寺坪镇',
  ])('%s names no place for certain', (address) => expect([address, regions.placeInText(address)]).toEqual([address, null]));

  it('never takes a street named after a place for the place', () => {
    expect(regions.placeInText('襄阳市樊城区保康路')).toBe('420606');
    expect(regions.placeInText('武汉市汉阳大道')).toBe('4201');
    expect(regions.placeInText('广州市中山大道')).toBe('4401');
    expect(regions.placeInText('武汉市青山湖')).toBe('4201');
    expect(regions.placeInText('上海市南京路')).toBe('31');
    expect(regions.placeInText('广东省长安镇')).toBe('44');
  });

  it('uses the region known from outside, and nothing that contradicts it', () => {
    expect(regions.placeInText('店垭镇茶叶产业园', '420626')).toBe('420626104');
    expect(regions.placeInText('马桥镇磷化工业园区', '4206')).toBe('420626107');
    expect(regions.placeInText('城关镇', '420624000000')).toBe('420624100');
    expect(regions.placeInText('湖北省襄阳市保康县寺坪镇', '420626')).toBe('420626108');
    expect(regions.placeInText('保康县', '420626')).toBe('420626');
    expect(regions.placeInText('长虹路', '420606')).toBeNull();
    expect(regions.placeInText('武汉市洪山区', '420626')).toBeNull();
  });
});

describeWithShared('the townships of 保康', ['data/baokang_townships.csv'], ([file]) => {
  it('are those of the county, with their number of villages', () => {
    const stated = readFileSync(file!, 'utf8').trim().split(/\r?\n/).slice(1).map((line) => line.split(','));
    const ours = regions.children('420626').map(({ code, name }) => [code, name, String(regions.children(code).length)]);
    expect(ours).toEqual(stated);
  });
});

describeWithShared('the counties of the country', ['data/county_centers.csv'], ([file]) => {
  it('are known by code, and by their whole name lead back to it', () => {
    const stated = readFileSync(file!, 'utf8').trim().split(/\r?\n/).slice(1).map((line) => line.split(','));
    const known = stated.filter(([code]) => regions.exists(code!) && !code!.endsWith('00') && regions.nameOf(code!) === stated.find((row) => row[0] === code)![1]);
    expect(known.length).toBeGreaterThan(2_600);
    const wrong = known.filter(([code]) => regions.nameOf(code!) !== regions.nameOf(code!.slice(0, 4))).filter(([code]) => regions.placeInText(`${regions.fullNameOf(code!)}人民路1号`) !== code);
    expect(wrong.map(([code, name]) => `${code} ${name}`)).toEqual([]);
  });
});
