import { describe, expect, it } from '@jest/globals';
import { lotteryPolicyOf, OPEN_SEATS, seatPolicyFaults, type SeatPolicy } from './seat-policy.js';

const POLICY: SeatPolicy = { version: 'p-1', fromOn: '2026-12-01', reserves: [{ group: 'support', shareBp: 2_000, categories: ['monitored'] }], order: ['open', 'support'] };

describe('a policy of seats', () => {
  it('is right from tomorrow on, with every group once in its order', () => {
    expect(seatPolicyFaults(POLICY, '2026-11-30')).toEqual([]);
    expect(seatPolicyFaults({ ...OPEN_SEATS, fromOn: '2026-12-01' }, '2026-11-30')).toEqual([]);
  });

  it('publishes shares and order in a draw, and not who belongs to a group', () => {
    expect(lotteryPolicyOf(POLICY)).toEqual({ version: 'p-1', reserves: [{ group: 'support', shareBp: 2_000 }], order: ['open', 'support'] });
  });

  it.each<[string, Partial<SeatPolicy>, string]>([
    ['begins today', { fromOn: '2026-11-30' }, 'fromOn'], ['has no version', { version: '' }, 'version'], ['has a group of nobody', { reserves: [{ group: 'support', shareBp: 1, categories: [] }] }, 'reserves[0].categories'],
    ['has a group twice', { reserves: [POLICY.reserves[0]!, POLICY.reserves[0]!] }, 'reserves[1].group'], ['has a group that is no code', { reserves: [{ ...POLICY.reserves[0]!, group: '脱贫' }] }, 'reserves[0].group'],
    ['reserves more than everything', { reserves: [{ ...POLICY.reserves[0]!, shareBp: 10_001 }] }, 'reserves[0].shareBp'], ['forgets the open seats', { order: ['support'] }, 'order'],
  ])('is refused when it %s', (_, more, path) => {
    expect(seatPolicyFaults({ ...POLICY, ...more }, '2026-11-30')).toContainEqual({ path, message: expect.stringMatching(/^席位分配办法：/) });
  });
});
