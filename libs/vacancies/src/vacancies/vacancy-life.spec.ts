import { describe, expect, it } from '@jest/globals';
import { seatsOf, stateWhenListed, type ListingFacts } from './vacancy-life.js';

const DAY = '2026-11-23';
const listed = (facts: Partial<ListingFacts>) => stateWhenListed({ status: 'open', closingReason: null, sourceOpenings: 3, hired: 0, validThrough: null, ...facts }, DAY);

describe('a vacancy that its source lists', () => {
  it.each<[string, Partial<ListingFacts>, string]>([
    ['is open', {}, 'open'],
    ['is open on its last day', { validThrough: DAY }, 'open'],
    ['is expired after it', { validThrough: '2026-11-22' }, 'expired'],
    ['opens again when it had left the list', { status: 'withdrawn', closingReason: 'left-source' }, 'open'],
    ['opens again when its validity is extended', { status: 'expired', closingReason: 'expired', validThrough: '2026-12-01' }, 'open'],
    ['stays filled by our hires', { status: 'filled', closingReason: 'filled', hired: 3 }, 'filled'],
    ['stays filled where the head-count is unknown', { status: 'filled', closingReason: 'filled', sourceOpenings: null }, 'filled'],
    ['opens again when its head-count grows beyond our hires', { status: 'filled', closingReason: 'filled', sourceOpenings: 4, hired: 3 }, 'open'],
    ['is filled when its head-count falls to our hires', { sourceOpenings: 2, hired: 2 }, 'filled'],
    ['stays withdrawn by an officer', { status: 'withdrawn', closingReason: 'officer' }, 'withdrawn'],
    ['stays a draft', { status: 'draft' }, 'draft'],
  ])('%s', (_, facts, status) => expect(listed(facts).status).toBe(status));

  it('has as many seats as the source says, but never fewer than are hired', () => {
    expect([seatsOf(3, 1), seatsOf(1, 2), seatsOf(null, 2)]).toEqual([3, 2, null]);
  });
});
