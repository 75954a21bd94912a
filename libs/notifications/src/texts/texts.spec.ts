import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addressOf, surnameOf } from './address.js';
import { cleanVariable } from './clean-variable.js';
import { payWords } from './money.js';
import { renderText } from './render-text.js';
import { countParts } from './segments.js';
import { SMS_TEMPLATES } from './templates.js';
import { textFaults } from './text-faults.js';

const SIGNATURE = { signature: '保康就业' };
const POST = { who: '张同学·歇马', employer: '襄阳某某电子有限公司', title: '装配工', place: '襄阳高新区', pay: '月薪4000-5500元' };

describe('Parts of a text', () => {
  it.each([[0, 1], [70, 1], [71, 2], [134, 2], [135, 3], [160, 3]])('of %i UTF-16 units are %i', (units, parts) => {
    expect(countParts('字'.repeat(units))).toBe(parts);
  });

  it('count an emoji as two units', () => {
    expect(countParts(`${'字'.repeat(68)}😀`)).toBe(1);
    expect(countParts(`${'字'.repeat(69)}😀`)).toBe(2);
  });
});

describe('A variable', () => {
  it('loses brackets of a signature, line breaks and what nobody sees, and says so', () => {
    expect(cleanVariable('【官方】某某\r\n公司\u200b')).toEqual({ text: '官方某某 公司', cleanedOf: ['line-breaks', 'invisible', 'signature-brackets'] });
    expect(cleanVariable('某某公司')).toEqual({ text: '某某公司', cleanedOf: [] });
  });

  it('is cut at a whole character', () => {
    expect(cleanVariable('电子厂😀😀', 6)).toEqual({ text: '电子厂😀…', cleanedOf: ['length'] });
    expect(cleanVariable('电子厂😀😀', 5).text).toBe('电子厂…');
  });

  it('never brings a bracket, a break or an invisible character into a text, whatever it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (raw, most) => {
      const { text } = cleanVariable(raw, most + 1);
      expect(text).not.toMatch(/[【】\r\n\u2028\u2029\p{Cc}\p{Cf}\p{Cs}]/u);
      expect(text.length).toBeLessThanOrEqual(most + 1);
    }));
  });
});

describe('An address', () => {
  it('is the surname, and the village where a telephone is shared', () => {
    expect(addressOf('张示例', null)).toBe('张同学');
    expect(addressOf('欧阳示例', '歇马')).toBe('欧阳同学·歇马');
    expect(surnameOf('阿依·示例')).toBe('阿依');
    expect(surnameOf('东方')).toBe('东');
  });
});

describe('A text', () => {
  it('of a match tells who, what, where and for how much, in one part, without a link', () => {
    const rendered = renderText('match', POST, { ...SIGNATURE, names: ['张示例'] });
    expect(rendered).toEqual({
      template: 'match', version: 1, parts: 1, variables: POST, cleaned: [], faults: [], signed: `【保康就业】${rendered.text}`,
      text: '张同学·歇马：襄阳某某电子有限公司招装配工，襄阳高新区，月薪4000-5500元。愿去回1，不去回2，退订回T',
    });
  });

  it('that is a little too long gets shorter names', () => {
    const { parts, text, variables } = renderText('match', { ...POST, employer: '襄阳某某电子科技发展股份有限公司', title: '电子产品装配工学徒' }, SIGNATURE);
    expect({ parts, units: text.length + '【保康就业】'.length }).toEqual({ parts: 1, units: 70 });
    expect(variables['employer']).toMatch(/…$/u);
    expect(variables['pay']).toBe(POST.pay);
  });

  it('that cannot be had in one part stays whole', () => {
    const values = { who: '张同学', course: '电工', starts: '12月7日', place: '歇马镇', hours: '80', employer: '襄阳某某电子有限公司', title: '电工', pay: '月薪5000元', contract: '合同12个月', workplace: '襄阳' };
    const { parts, text } = renderText('class-offer', values, SIGNATURE);
    expect(parts).toBe(2);
    for (const value of Object.values(values)) expect(text).toContain(value);
  });

  it('does not take an employer that poses as a sender at its word', () => {
    const { text, cleaned, faults } = renderText('match', { ...POST, employer: '【官方】某厂' }, SIGNATURE);
    expect({ cleaned, faults, isClean: !text.includes('【') }).toEqual({ cleaned: [{ variable: 'employer', of: ['signature-brackets'] }], faults: [], isClean: true });
  });

  it.each([
    ['贫 困户优先', 'hardship-word'], ['建档-立卡', 'hardship-word'], ['号420626199001011234', 'id-number'], ['号 420626 1990 0101 123x', 'id-number'], ['张示例您好', 'full-name'],
    ['详情请点击', 'link-needed'], ['【官方】通知', 'signature-brackets'], ['一\n二', 'line-break'], [' ', 'empty'],
  ])('%j is refused: %s', (text, fault) => {
    expect(textFaults(text, ['张示例'])).toContain(fault);
  });

  it('names a telephone or pay without being taken for an ID number', () => {
    expect(textFaults('电话13800000000，月薪4000-5500元，2026年12月7日开课，编号20261207001')).toEqual([]);
  });

  it('has every variable of its wording declared, and no other', () => {
    for (const { wording, variables } of Object.values(SMS_TEMPLATES)) expect([...wording.matchAll(/\{([a-z]+)\}/gu)].map(([, name]) => name!).sort()).toEqual(Object.keys(variables).sort());
  });
});

describe('Pay', () => {
  it('is said as it is known', () => {
    expect([payWords(4000, 5500), payWords(4000, 4000), payWords(4000, null), payWords(null, 5000), payWords(null, null)]).toEqual(['月薪4000-5500元', '月薪4000元', '月薪4000元', '月薪5000元以内', '工资面议']);
  });
});
