import { describe, expect, it } from '@jest/globals';
import { hireFaults } from './hired-work.js';

const TODAY = '2027-03-01';
const paths = (startsOn: string, employerId: string | null, orderEmployerId: string | null): string[] => hireFaults({ startsOn, employerId }, orderEmployerId, TODAY).map(({ path }) => path);

describe('a hire under an order', () => {
  it.each<[string, string, string | null, string | null, string[]]>([
    ['of the order’s employer, unnamed', TODAY, null, 'works', []], ['of the order’s employer, named', '2027-02-01', 'works', 'works', []], ['of an order without one, by somebody', TODAY, 'works', null, []],
    ['that begins tomorrow', '2027-03-02', null, 'works', ['startsOn']], ['by another employer', TODAY, 'other', 'works', ['employerId']], ['of an order without one, by nobody', '2027-03-02', null, null, ['startsOn', 'employerId']],
  ])('%s is judged', (_, startsOn, employerId, orderEmployerId, faults) => expect(paths(startsOn, employerId, orderEmployerId)).toEqual(faults));
});
