import { describe, expect, it } from '@jest/globals';
import { ValidateNested, IsIn, IsInt, IsString, MaxLength, Min } from 'class-validator';
import { Type } from 'class-transformer';
import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { decodeCursor, encodeCursor, pageOf } from './cursor-page.js';
import { etagOf, versionOf } from './etag.js';
import { IsCivilDate, IsFen, IsLine, IsRegionCode } from './field-rules.js';
import { requestIdOf } from './request-context.js';
import { RequestInvalid } from './request-errors.js';
import { RouteTable } from './route-table.js';
import { validationPipe } from './validation.js';

describe('an ETag', () => {
  it('names a version, and only our own form is read back', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 999_999_999 }), (version) => versionOf(etagOf(version)) === version));
    for (const stale of ['*', 'W/"1"', '1', '"0"', '"01"', '"1", "2"', '"99999999999"']) expect(() => versionOf(stale)).toThrow(expect.objectContaining({ kind: 'stale' }));
    for (const missing of [undefined, '', ' ']) expect(() => versionOf(missing)).toThrow(expect.objectContaining({ kind: 'precondition-required' }));
  });
});

describe('a cursor', () => {
  it('gives back the sort key that it was made of', () => {
    fc.assert(fc.property(fc.string().filter((text) => !text.includes('\u0000')), fc.integer(), (text, number) => {
      expect(decodeCursor(encodeCursor([text, number]), ['text', 'number'])).toEqual([text, number]);
    }));
    const instant = new Date('2026-03-01T00:00:00.123Z');
    expect(decodeCursor(encodeCursor([instant]), ['instant'])).toEqual([instant.toISOString()]);
    expect(decodeCursor(undefined, ['text'])).toBeNull();
  });

  it('of another list, or made up, is refused', () => {
    const cases: [unknown, Parameters<typeof decodeCursor>[1]][] = [[['a'], ['number']], [['a', 'b'], ['text']], [{}, ['text']], [null, ['text']], [['a\u0000'], ['text']], [['2026-02-30'], ['date']], [['x'], ['uuid']], [['now'], ['instant']]];
    for (const [key, shape] of cases) expect(() => decodeCursor(Buffer.from(JSON.stringify(key)).toString('base64url'), shape)).toThrow(expect.objectContaining({ code: 'REQUEST.CURSOR_INVALID' }));
    fc.assert(fc.property(fc.string(), (text) => {
      try {
        decodeCursor(text, ['uuid']);
        return false;
      } catch (error) {
        return error instanceof Error && error.name === 'CursorInvalid';
      }
    }));
  });

  it('is null on the last page, also when the last page is full', () => {
    const page = (rows: number[]) => pageOf(rows, 2, (row) => [row], (row) => row * 10);
    expect(page([1, 2])).toEqual({ items: [10, 20], nextCursor: null });
    expect(page([1, 2, 3])).toEqual({ items: [10, 20], nextCursor: encodeCursor([2]) });
    expect(page([])).toEqual({ items: [], nextCursor: null });
  });
});

describe('a request id', () => {
  const idFor = (given?: string) => requestIdOf({ headers: given === undefined ? {} : { 'x-request-id': given } } as IncomingMessage);
  it('is the caller’s own when it is harmless, else a new one', () => {
    expect(idFor('abc-12345')).toBe('abc-12345');
    for (const odd of [undefined, '', 'short', 'a'.repeat(65), 'with space', 'line\nbreak', '<script>alert']) expect(idFor(odd)).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('the table of routes', () => {
  it('knows which methods a path has, parameters included', () => {
    const routes = new RouteTable();
    routes.add('/v1/officers', ['GET', 'HEAD']);
    routes.add('/v1/officers', ['POST']);
    routes.add('/v1/officers/:id', ['PATCH']);
    routes.add('/v1/a.b', ['GET']);
    expect(routes.methodsOf('/v1/officers')).toEqual(['GET', 'HEAD', 'POST']);
    expect(routes.methodsOf('/v1/officers/7')).toEqual(['PATCH']);
    for (const path of ['/v1/officers/7/x', '/v1/aXb', '/v1']) expect(routes.methodsOf(path)).toEqual([]);
  });
});

class Skill {
  @IsString() @MaxLength(3) name!: string;
  @IsIn(['a', 'b']) kind!: string;
}
class Body {
  @IsInt() @Min(1) count!: number;
  @ValidateNested({ each: true }) @Type(() => Skill) skills!: Skill[];
  @IsRegionCode({ each: true }) regions!: string[];
  @IsCivilDate() on!: string;
  @IsFen() payFromFen!: number;
  @IsLine(5) name!: string;
}

describe('validation', () => {
  const good = { count: 1, skills: [{ name: '焊', kind: 'a' }], regions: ['420626'], on: '2026-03-01', payFromFen: 0, name: '王' };
  const check = (body: unknown): Promise<unknown> => validationPipe().transform(body, { type: 'body', metatype: Body }) as Promise<unknown>;
  const faultsIn = (body: unknown): Promise<unknown> => check(body).then(() => [], (error: unknown) => (error as RequestInvalid).faults);

  it('lets a good body through as an instance of its class', async () => {
    expect(await check(good)).toBeInstanceOf(Body);
  });

  it('tells every fault at once, by path, in Chinese', async () => {
    const faults = await faultsIn({ count: 0, skills: [{ name: 'long', kind: 'c', more: 1 }], regions: ['4'], on: '2026-02-30', payFromFen: 1.5, name: ' ' });
    expect(faults).toEqual(expect.arrayContaining([
      { path: 'count', message: '不能小于 1' },
      { path: 'skills.0.name', message: '最多 3 个字' },
      { path: 'skills.0.kind', message: '须为下列之一：a, b' },
      { path: 'skills.0.more', message: '没有这个字段' },
      { path: 'regions', message: '每一项须为行政区划代码（2、4、6、9 或 12 位数字）' },
      { path: 'on', message: '须为日期，形如 2026-03-01' },
      { path: 'payFromFen', message: '须为以分计的整数金额' },
      { path: 'name', message: '须为 1 至 5 个字的文字，不含控制字符' },
    ]));
  });

  it('refuses control characters and NUL in a line of text', async () => {
    for (const name of ['a\u0000', 'a\nb', '', 7, null]) expect(await faultsIn({ ...good, name })).toHaveLength(1);
  });
});
