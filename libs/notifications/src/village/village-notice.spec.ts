import { describe, expect, it } from '@jest/globals';
import { spokenNumber } from './spoken-number.js';
import { villageNotice, type NoticedPost } from './village-notice.js';

const POST: NoticedPost = { title: '电焊工', employerName: '【官方】保康测试机械厂', place: '城关镇', payFrom: 5_000, payTo: 7_500, openings: 12, lodging: true };

describe('A number read aloud', () => {
  it.each([[0, '零'], [10, '十'], [12, '十二'], [20, '二十'], [105, '一百零五'], [110, '一百一十'], [1_001, '一千零一'], [5_000, '五千'], [7_500, '七千五百'], [10_000, '一万'], [10_500, '一万零五百'], [12_345, '一万二千三百四十五'], [100_001, '十万零一']])('%i is %s', (value, spoken) => {
    expect(spokenNumber(value)).toBe(spoken);
  });
  it.each([-1, 0.5, 100_000_000])('%d is not read', (value) => expect(() => spokenNumber(value)).toThrow(RangeError));
});

describe('A notice for a village', () => {
  it('is a text to paste, with the post, the pay, the place and whom to turn to', () => {
    expect(villageNotice(POST, '县就业局 0710-5812345', 'https://jiuye.example/v/1').groupText).toBe('招工：电焊工（12人）\n单位：官方保康测试机械厂\n月薪5000-7500元\n地点：城关镇，提供住宿\n想去的请联系：县就业局 0710-5812345\n详情：https://jiuye.example/v/1');
  });
  it('is a script without a digit, and says twice what matters', () => {
    const { loudspeaker } = villageNotice(POST, '县就业局 0710-5812345', null);
    expect(loudspeaker).not.toMatch(/[0-9【】]/u);
    expect(loudspeaker.match(/月工资五千元到七千五百元/gu)).toHaveLength(2);
    expect(loudspeaker).toContain('一共十二个人');
    expect(loudspeaker).toContain('零七幺零-五八幺二三四五');
  });
  it('says what is not known as it is', () => {
    const { groupText, loudspeaker } = villageNotice({ ...POST, payFrom: null, payTo: null, openings: null, lodging: null }, '县就业局', null);
    expect(groupText).toBe('招工：电焊工\n单位：官方保康测试机械厂\n工资面议\n地点：城关镇\n想去的请联系：县就业局');
    expect(loudspeaker).toContain('人数不限。工资面议。上班地点在城关镇。');
  });
});
