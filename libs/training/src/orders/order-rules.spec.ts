import { describe, expect, it } from '@jest/globals';
import type { OrderContent } from './order.js';
import { courseServes, ORDER_RULES, orderFaults, type OrderWorld } from './order-rules.js';

const content = (more: Partial<OrderContent> = {}): OrderContent => ({
  occupation: '6-18-02-04', skills: [], seats: 30, payYuan: 4_500, workplace: '420626100000', contractKind: 'fixed-term', contractMonths: 12, windowFrom: '2026-12-01', windowTo: '2026-12-31', siteKind: 'village', siteRegion: '420626106000',
  minEducation: null, minAge: 16, certificates: [], requirements: null, ...more,
});
const world = (more: Partial<OrderWorld> = {}): OrderWorld => ({
  today: '2026-11-28', county: '420626', hasRegion: () => true, hasOccupation: () => true, courseStanding: () => 'taught', hasSkill: () => true, employer: 'verified', shortageStands: null,
  minimumWage: { region: '42', fromOn: '2024-02-01', monthlyYuan: 1_800, document: '文件' }, restrictedPhrases: () => [], ...more,
});
const paths = (given: Partial<OrderContent>, of: Partial<OrderWorld> = {}): string[] => orderFaults(content(given), null, world(of)).map(({ path }) => path);

describe('the rules of an order', () => {
  it('find nothing wrong with a sound one, at both ends of what they allow', () => {
    for (const given of [{}, { seats: 1 }, { seats: 500 }, { payYuan: 1_800 }, { windowFrom: '2026-11-28', windowTo: '2026-11-28' }, { contractKind: 'open-ended', contractMonths: null }, { contractMonths: 120 }] as const) expect(paths(given)).toEqual([]);
  });

  it('name every fault at once, each by its rule', () => {
    const faults = orderFaults(content({ seats: 0, payYuan: 1, windowFrom: '2026-11-27', windowTo: '2026-11-26', contractMonths: null }), null, world({ hasOccupation: () => false, employer: 'unverified' }));
    expect(faults.map(({ path }) => path)).toEqual(['seats', 'payYuan', 'windowFrom', 'windowTo', 'contractMonths', 'occupation', 'employerId']);
    for (const { message } of faults) expect(Object.values(ORDER_RULES)).toContain(message.split('：')[0]);
  });

  it('ask for the minimum wage of the place, and only for some pay where none is on record', () => {
    expect([paths({ payYuan: 1_799 }), paths({ payYuan: 1 }, { minimumWage: null }), paths({ payYuan: 0 }, { minimumWage: null })]).toEqual([['payYuan'], [], ['payYuan']]);
  });

  it('want an employer, or a shortage that the board has', () => {
    const shortage = { asOf: '2026-11-28', month: '2027-01' };
    expect(orderFaults(content(), shortage, world({ employer: null, shortageStands: true }))).toEqual([]);
    expect(orderFaults(content(), null, world({ employer: null })).map(({ path }) => path)).toEqual(['employerId']);
    expect(orderFaults(content(), shortage, world({ shortageStands: false })).map(({ path }) => path)).toEqual(['shortage']);
  });

  it('want a course that the county teaches: of a retired one it is said that it is retired', () => {
    const fault = (standing: ReturnType<OrderWorld['courseStanding']>): string | undefined => orderFaults(content(), null, world({ courseStanding: () => standing }))[0]?.message;
    expect([fault('taught'), fault('none'), fault('retired')]).toEqual([undefined, '开设课程：目录中没有培训这个职业的课程', '开设课程：培训这个职业的课程在本县均已停办，停办课程不再接受订单']);
  });

  it('know a course for the occupation itself or for its group', () => {
    expect([courseServes('6-18-02-04', '6-18-02-04'), courseServes('6-18-02', '6-18-02-04'), courseServes('6-18-02-0', '6-18-02-04'), courseServes('6-18-02-04', '6-18-02'), courseServes(null, '6-18-02-04')]).toEqual([true, true, false, false, false]);
  });
});
