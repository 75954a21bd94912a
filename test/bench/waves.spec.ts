import { describe, expect, it } from '@jest/globals';
import { carefulWave, riskOf } from './waves.mjs';

/** Every way in which people can answer, each with its chance. */
function riskByTrying(left: number, asked: number, chance: number): number {
  let risk = 0;
  for (let answers = 0; answers < 2 ** asked; answers++) {
    const yeses = Array.from({ length: asked }, (_, i) => (answers >> i) & 1).reduce((sum, yes) => sum + yes, 0);
    if (yeses > left) risk += chance ** yeses * (1 - chance) ** (asked - yeses);
  }
  return risk;
}

describe('a wave of offers', () => {
  it('knows the chance of too many yeses as trying every way of answering gives it', () => {
    for (const chance of [0.05, 1 / 3, 0.5, 0.9]) {
      for (let asked = 0; asked <= 9; asked++) for (let left = 0; left <= asked + 1; left++) expect(riskOf(left, asked, chance)).toBeCloseTo(riskByTrying(left, asked, chance), 10);
    }
  });

  it('is as large as can be with a risk of one in ten, between the openings left and three times as many', () => {
    const seen = { smallest: 0, between: 0, largest: 0 };
    for (let left = 1; left <= 12; left++) {
      for (const answers of [{ yes: 0, all: 0 }, { yes: 0, all: 12 }, { yes: 1, all: 40 }, { yes: 5, all: 10 }, { yes: 30, all: 30 }]) {
        const size = carefulWave(left, answers);
        const chance = (answers.yes + 2) / (answers.all + 6);
        expect(size).toBeGreaterThanOrEqual(left);
        expect(size).toBeLessThanOrEqual(3 * left);
        if (size > left) expect(riskOf(left, size, chance)).toBeLessThanOrEqual(0.1);
        if (size < 3 * left) expect(riskOf(left, size + 1, chance)).toBeGreaterThan(0.1);
        seen[size === left ? 'smallest' : size === 3 * left ? 'largest' : 'between']++;
      }
    }
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(5);
  });

  it('grows where people said no, and shrinks where they said yes', () => {
    expect(carefulWave(5, { yes: 0, all: 10 })).toBeGreaterThan(carefulWave(5, { yes: 3, all: 10 }));
    expect(carefulWave(5, { yes: 8, all: 10 })).toBeLessThan(carefulWave(5, { yes: 3, all: 10 }));
  });
});
