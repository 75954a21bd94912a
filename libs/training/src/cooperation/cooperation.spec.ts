import { describe, expect, it } from '@jest/globals';
import { cooperationFaults, type NewCooperation } from './cooperation.js';

const agreed: NewCooperation = { partnerKind: 'company', partnerId: 'p', traineeId: 't', kind: 'dividend', signedOn: '2027-01-01', fromOn: '2027-01-01', toOn: '2029-12-31', yearlyIncomeFen: 300_000 };

describe('a co-operation agreement', () => {
  it.each<[string, Partial<NewCooperation>, string[]]>([
    ['signed today', {}, []], ['signed tomorrow', { signedOn: '2027-01-02' }, ['signedOn']], ['that ends before it begins', { toOn: '2026-12-31' }, ['toOn']], ['of a day', { toOn: '2027-01-01' }, []],
    ['of half a century', { toOn: '2077-01-01' }, ['toOn']], ['without an income', { yearlyIncomeFen: 0 }, ['yearlyIncomeFen']],
  ])('%s is judged', (_, change, faults) => expect(cooperationFaults({ ...agreed, ...change }, '2027-01-01').map(({ path }) => path)).toEqual(faults));
});
