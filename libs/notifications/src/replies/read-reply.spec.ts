import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { QUESTION_KINDS, readReply, type QuestionKind, type ReplyReading } from './read-reply.js';

/** Made for the tests: what was asked, what a human says it means (`none`: nobody can say, or only an officer should), the reply with `\n` and `\u200b` written out. */
const REPLIES = readFileSync(new URL('../../../../test/support/replies/dirty-replies.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t') as [QuestionKind | '-', string, string])
  .map(([asked, means, text]) => ({ asked: asked === '-' ? null : asked, means, text: text.replace(/\\n|\\u([0-9a-f]{4})/gu, (_, code: string | undefined) => (code === undefined ? '\n' : String.fromCharCode(Number.parseInt(code, 16)))) }));

const wordOf = (reading: ReplyReading): string => (reading.kind === 'reason' ? reading.reason : reading.kind);

describe('A dirty reply', () => {
  it('is never decided wrongly, and what nobody can say goes to an officer', () => {
    const wrong = REPLIES.map((reply) => ({ ...reply, read: wordOf(readReply(reply.text, reply.asked)) })).filter(({ means, read }) => read !== 'undecided' && read !== means);
    expect(wrong).toEqual([]);
    expect(REPLIES.length).toBeGreaterThanOrEqual(300);
  });

  it('is decided where a human could decide it', () => {
    const clear = REPLIES.filter(({ means }) => means !== 'none');
    const left = clear.filter(({ text, asked }) => readReply(text, asked).kind === 'undecided');
    expect(left.map(({ text }) => text)).toEqual([]);
  });

  it('of 2,000 characters, of a picture, or empty is left to an officer', () => {
    for (const text of ['1'.repeat(2_000), `1${'，'.repeat(10)}${'我'.repeat(2_000)}`, '😀', '', '   ', '\u200b']) expect(readReply(text, 'match').kind).toBe('undecided');
  });

  it('says why it was left', () => {
    expect(readReply('1 2', 'match')).toEqual({ kind: 'undecided', why: 'several-answers' });
    expect(readReply('工资多少', 'match')).toEqual({ kind: 'undecided', why: 'not-an-answer' });
    expect(readReply('1', null)).toEqual({ kind: 'undecided', why: 'no-question' });
    expect(readReply('我在外面打工过完年回来再说好吧', 'match')).toEqual({ kind: 'undecided', why: 'too-long' });
  });

  it('of any kind is decided only where its letters and digits hold one answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'12abt一二不去愿意退订 .?，1'), maxLength: 8 }), fc.constantFrom(...QUESTION_KINDS), (text, asked) => {
        const { kind } = readReply(text, asked);
        if (kind === 'yes') expect(text).not.toMatch(/[2二abt不?]/u);
        if (kind === 'no') expect(text).not.toMatch(/[1一abt?]/u);
      }),
      { numRuns: 2_000 },
    );
  });
});
