import { describe, expect, it } from '@jest/globals';
import { classDaysFaults, wordingOf, type OfferTerms } from './offer-terms.js';

const TERMS: OfferTerms = {
  orderNumber: 'PX2026-000001', occupation: '6-18-02-04', occupationName: '焊工', employerName: '保康某机械厂', payYuan: 4_500, workplace: '420626100000', workplaceName: '城关镇', contractKind: 'fixed-term', contractMonths: 12,
  courseId: 'welding', courseName: '焊工初级', hours: 160, startsOn: '2027-03-01', endsOn: '2027-03-28', siteKind: 'village', siteRegion: '420626106000', siteName: '歇马镇',
};

describe('what a candidate is told', () => {
  it('names post, employer, pay, place, contract, class, hours and site', () => {
    const wording = wordingOf(TERMS, 3);
    for (const part of ['焊工', '保康某机械厂', '4500元', '城关镇', '固定期限12个月', '焊工初级', '2027-03-01', '2027-03-28', '160课时', '歇马镇', '村', '3天']) expect(wording).toContain(part);
  });

  it('says what is not known, and invents nothing', () => {
    const wording = wordingOf({ ...TERMS, employerName: null, hours: null, contractKind: 'open-ended', contractMonths: null }, 7);
    expect(wording).toContain('用人单位待定');
    expect(wording).toContain('无固定期限');
    expect(wording).not.toMatch(/课时|null/);
  });
});

describe('the days of a class', () => {
  const WORLD = { windowFrom: '2027-03-01', windowTo: '2027-04-30', slotFrom: '2027-03-05', today: '2027-02-20' };
  const DAYS = { startsOn: '2027-03-10', endsOn: '2027-04-10', answerDays: 3 };

  it('are right inside the window, from the slot on, with time for an answer', () => {
    expect(classDaysFaults(DAYS, WORLD)).toEqual([]);
  });

  it.each<[string, Partial<typeof DAYS>, Partial<typeof WORLD>, string, RegExp]>([
    ['before the window', { startsOn: '2027-02-28' }, { slotFrom: '2027-01-01' }, 'startsOn', /^开班时间：须在订单/], ['after the window', { startsOn: '2027-05-01', endsOn: '2027-05-20' }, {}, 'startsOn', /^开班时间：须在订单/],
    ['before the slot', { startsOn: '2027-03-04' }, {}, 'startsOn', /^开班时间：不能早于培训机构/], ['today', {}, { today: '2027-03-10' }, 'startsOn', /^开班时间：须在今天以后/],
    ['with an end before the start', { endsOn: '2027-03-09' }, {}, 'endsOn', /^结业时间/], ['of more than a year', { endsOn: '2028-03-11' }, {}, 'endsOn', /^结业时间/],
    ['without a day for an answer', { answerDays: 0 }, {}, 'answerDays', /^答复期限/], ['with an answer after the start', { answerDays: 19 }, {}, 'answerDays', /^答复期限/],
  ])('are refused %s', (_, days, world, path, message) => {
    expect(classDaysFaults({ ...DAYS, ...days }, { ...WORLD, ...world })).toContainEqual({ path, message: expect.stringMatching(message) });
  });
});
