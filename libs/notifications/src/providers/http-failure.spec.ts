import { describe, expect, it } from '@jest/globals';
import { outcomeOfFailure } from './http-failure.js';

const coded = (code: string): Error => Object.assign(new Error('x'), { code });

describe('what a failed request to a gateway came to', () => {
  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])('%s: no connection, hence refused for certain', (code) => {
    expect(outcomeOfFailure(coded(code))).toEqual({ verdict: 'refused', code, passing: true, away: true });
  });
  it('looks for the reason below, also where several addresses refused', () => {
    expect(outcomeOfFailure(new Error('fetch failed', { cause: new AggregateError([coded('ECONNREFUSED')]) }))).toMatchObject({ verdict: 'refused' });
  });
  it.each(['ECONNRESET', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'EPIPE', 'ETIMEDOUT'])('%s: it may have been taken, hence unknown', (code) => {
    expect(outcomeOfFailure(coded(code))).toEqual({ verdict: 'unknown', code });
  });
  it('what says nothing of itself is unknown', () => {
    expect(outcomeOfFailure(new Error('?'))).toEqual({ verdict: 'unknown', code: 'no-answer' });
    expect(outcomeOfFailure(undefined)).toEqual({ verdict: 'unknown', code: 'no-answer' });
    expect(outcomeOfFailure(new DOMException('late', 'TimeoutError'))).toMatchObject({ verdict: 'unknown' });
  });
});
