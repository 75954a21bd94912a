import { describe, expect, it } from '@jest/globals';
import { planPayment, planReversal, type DueLine } from './plan-payment.js';

const due = (id: string, more: Partial<DueLine> = {}): DueLine => ({ lineId: `l${id}`, traineeId: id, fen: 100, attempts: 0, paidBy: null, ...more });
const PAID = { attempts: 1, paidBy: 'v1' };

describe('a payment', () => {
  it('is of everybody who is not paid yet, the next time round', () => {
    expect(planPayment([due('a'), due('b', PAID), due('c', { attempts: 2 })], 'v2')).toEqual({ pay: [{ lineId: 'la', attempt: 1, fen: 100 }, { lineId: 'lc', attempt: 3, fen: 100 }], already: 0 });
  });

  it('sent again by the same voucher pays nobody twice', () => {
    expect(planPayment([due('a', PAID), due('b')], 'v1', ['a'])).toEqual({ pay: [], already: 1 });
    expect(planPayment([due('a', PAID)], 'v1')).toEqual({ pay: [], already: 1 });
  });

  it('is refused when nothing is due, or another voucher has paid whom it names', () => {
    expect(planPayment([], 'v1')).toEqual({ faults: [] });
    expect(planPayment([due('a', PAID)], 'v2')).toEqual({ faults: [] });
    expect(planPayment([due('a', PAID), due('b')], 'v2', ['b', 'a'])).toEqual({ faults: [{ path: 'traineeIds[1]', message: '已由另一张凭证登记过' }] });
  });

  it('names who is not on the statement, and who is named twice', () => {
    expect(planPayment([due('a')], 'v1', ['a', 'x', 'a'])).toEqual({ faults: [{ path: 'traineeIds[1]', message: '不在这张结算单上，或没有应付（应退）的钱' }, { path: 'traineeIds[2]', message: '同一人重复' }] });
  });
});

describe('taking a payment back', () => {
  it('is of those who were paid: all of them, or whom it names', () => {
    const lines = [due('a', PAID), due('b'), due('c', { ...PAID, attempts: 3 })];
    expect(planReversal(lines)).toEqual({ reverse: [{ lineId: 'la', attempt: 1, fen: 100 }, { lineId: 'lc', attempt: 3, fen: 100 }] });
    expect(planReversal(lines, ['c'])).toEqual({ reverse: [{ lineId: 'lc', attempt: 3, fen: 100 }] });
  });

  it('is refused for who was not paid, or when nobody was', () => {
    expect(planReversal([due('a', PAID), due('b')], ['a', 'b'])).toEqual({ faults: [{ path: 'traineeIds[1]', message: '没有登记过' }] });
    expect(planReversal([due('b')])).toEqual({ faults: [] });
  });
});
