import { describe, expect, it } from '@jest/globals';
import { arrivalOf } from './waiting.js';

describe('people who come to a class', () => {
  it('are seated in the order of arrival while seats are free; the others wait', () => {
    expect(arrivalOf(['a', 'b', 'c'], 2, 0)).toEqual({ seated: ['a', 'b'], waiting: ['c'] });
    expect(arrivalOf(['a'], 5, 0)).toEqual({ seated: ['a'], waiting: [] });
  });

  it('wait behind those who wait already, even when a seat has become free', () => {
    expect(arrivalOf(['a', 'b'], 1, 3)).toEqual({ seated: [], waiting: ['a', 'b'] });
  });

  it('all wait when more people than seats are there', () => expect(arrivalOf(['a'], -1, 0)).toEqual({ seated: [], waiting: ['a'] }));
});
