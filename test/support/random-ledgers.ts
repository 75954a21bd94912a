import fc from 'fast-check';
import { randomCase, type RandomCase } from '../../libs/outcomes/src/testing/random-ledger.js';

const placeAmong = (count: number): fc.Arbitrary<number> => fc.constantFrom(...Array.from({ length: count }, (_, place) => place));

/**
 * Random ledgers with a question about each. Choices are drawn by their place: fast-check keeps what each draw was asked with and
 * compares it with every later draw, and facts in that memory would make a run of a thousand ledgers quadratic.
 */
export const randomCases: fc.Arbitrary<RandomCase> = fc.gen().map((generate) => randomCase((choices) => choices[generate(placeAmong, choices.length)]!));
