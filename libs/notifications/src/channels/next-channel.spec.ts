import { describe, expect, it } from '@jest/globals';
import { nextChannel, type ContactHistory, type PastContact } from './next-channel.js';

const history = (past: string, flags: Partial<ContactHistory> = {}): ContactHistory => ({
  hasMobile: true, isBlocked: false, hasOptedOut: false, hasStoppedCalls: false, ...flags,
  past: past.split(' ').filter((each) => each !== '').map((each): PastContact => ({ channel: each.startsWith('s') ? 'sms' : 'call', outcome: ({ '+': 'answered', '-': 'unanswered', x: 'failed' } as const)[each.at(-1) as '+' | '-' | 'x'] })),
});

/** `s+` a message that was answered, `s-` one that was not, `sx` one that did not arrive; `c+` a call that was taken, `cx` one in vain. Newest first. */
describe('the next way to a person', () => {
  it.each([
    ['', 'sms', 'sms-usual'],
    ['s+', 'sms', 'sms-answered'],
    ['s- s+', 'sms', 'sms-answered'],
    ['s- s- s+', 'sms', 'sms-answered'], // silent twice, and nobody knows whether a call would be taken
    ['s-', 'sms', 'sms-usual'],
    ['s- c+', 'sms', 'sms-usual'],
    ['s- s- c+', 'call', 'sms-unanswered'],
    ['c+ s- s-', 'call', 'sms-unanswered'],
    ['c+ s- s- s+', 'call', 'sms-unanswered'],
    ['s+ c+ s- s-', 'sms', 'sms-answered'], // came round to messages again
    ['s- s- s-', 'call', 'call-untried'],
    ['cx s- s- s-', 'sms', 'sms-usual'],
    ['cx c+ s- s-', 'call', 'sms-unanswered'],
    ['cx cx c+ s- s-', 'sms', 'calls-unreached'],
    ['sx', 'call', 'sms-failed'],
    ['sx s+', 'call', 'sms-failed'],
    ['s+ sx', 'sms', 'sms-answered'],
    ['cx cx sx', 'sms', 'calls-unreached'],
  ])('after “%s” is %s: %s', (past, channel, reason) => expect(nextChannel(history(past))).toEqual({ channel, reason }));

  it.each([
    [{ hasMobile: false }, 'no-mobile'],
    [{ isBlocked: true }, 'number-blocked'],
    [{ hasOptedOut: true }, 'opted-out'],
    [{ hasMobile: false, isBlocked: true, hasOptedOut: true }, 'no-mobile'],
  ] as const)('is a call where a message cannot go: %j', (flags, reason) => {
    expect(nextChannel(history('s+', flags))).toEqual({ channel: 'call', reason });
    expect(nextChannel(history('cx cx', flags))).toEqual({ channel: 'call', reason }); // there is no other
    expect(nextChannel(history('s+', { ...flags, hasStoppedCalls: true }))).toBeNull();
  });

  it('is never a call for somebody who wants none', () => {
    for (const past of ['', 's- s- c+', 's- s- s-', 'sx']) expect(nextChannel(history(past, { hasStoppedCalls: true }))).toMatchObject({ channel: 'sms' });
  });
});
