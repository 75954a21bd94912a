import { describe, expect, it } from '@jest/globals';
import { selectionRates, type SelectionCount } from './fairness.js';

const sex = (group: string, people: number, selected: number): SelectionCount => ({ attribute: 'sex', group, people, selected });

describe('selection rates', () => {
  it('compare each group with the best-off one of the same attribute, and point at less than four fifths', () => {
    const rates = selectionRates([sex('female', 200, 70), sex('male', 100, 50), { attribute: 'township', group: '420626100', people: 40, selected: 10 }]);
    expect(rates.map(({ rate, impactRatio, needsALook }) => [rate, impactRatio, needsALook])).toEqual([[0.35, 0.7, true], [0.5, 1, false], [0.25, 1, false]]);
  });

  it('do not point at exactly four fifths', () => {
    expect(selectionRates([sex('female', 100, 40), sex('male', 100, 50)])[0]).toMatchObject({ impactRatio: 0.8, needsALook: false });
  });

  it('compare no group of fewer than 20, and let none be the measure', () => {
    const rates = selectionRates([sex('female', 19, 19), sex('male', 100, 10)]);
    expect(rates.map(({ rate, impactRatio }) => [rate, impactRatio])).toEqual([[1, null], [0.1, 1]]);
  });

  it('say nothing where nobody was selected, or nobody is there', () => {
    expect(selectionRates([sex('female', 50, 0), sex('male', 0, 0)]).map(({ rate, impactRatio, needsALook }) => [rate, impactRatio, needsALook])).toEqual([[0, null, false], [0, null, false]]);
  });
});
