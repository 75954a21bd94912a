import { PassThrough, Readable } from 'node:stream';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import { DomainError } from '@app/kernel';
import type { FastifyRequest } from 'fastify';

const LINES_LIMIT_BYTES = 50 * 1_048_576;
const LINE_LIMIT_BYTES = 1_048_576;
/** No county has so many people or posts; blank lines cost time, too. */
const LINES_LIMIT = 500_000;
const NEWLINE = 10;

/** More than 50 MB or 500,000 lines: 413. Lines before the limit that were already stored stay; sending them again changes nothing. */
export class LinesTooLarge extends DomainError {
  readonly code = 'REQUEST.TOO_LARGE';
  readonly kind = 'too-large';
  constructor() {
    super('一次不超过 50 MB、50 万行，请分批提交。');
  }
}

/** The body of a request of NDJSON. @throws UnsupportedMediaTypeException for another, LinesTooLarge where its stated length is */
export function ndjsonOf({ body, headers }: FastifyRequest): Readable {
  if (!(body instanceof Readable)) throw new UnsupportedMediaTypeException();
  if (Number(headers['content-length'] ?? 0) > LINES_LIMIT_BYTES) throw new LinesTooLarge();
  return body;
}

/** A line that is not blank, counted from 1: a JSON object, or why it is none. */
export type JsonLine = { readonly line: number; readonly value: object } | { readonly line: number; readonly fault: string };

/**
 * Reads NDJSON as it comes in. The body is taken from the connection as fast as it arrives (at most 50 MB of it wait in
 * memory), so that slow work on its lines does not look like a slow sender. @throws LinesTooLarge
 */
export async function* jsonLines(body: Readable): AsyncGenerator<JsonLine> {
  let number = 0;
  for await (const bytes of linesOf(takenUp(body))) {
    if (++number > LINES_LIMIT) throw new LinesTooLarge();
    const line = readLine(number, bytes);
    if (line !== null) yield line;
  }
}

function readLine(line: number, bytes: Buffer): JsonLine | null {
  if (bytes.length > LINE_LIMIT_BYTES) return { line, fault: '一行超过 1 MB' };
  const value = parse(bytes);
  if (value === undefined) return null;
  return typeof value !== 'object' || value === null || Array.isArray(value) ? { line, fault: '不是一个 JSON 对象' } : { line, value };
}

/** The line's JSON; undefined when blank, null when it is no JSON in UTF-8. */
function parse(bytes: Buffer): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim();
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > LINES_LIMIT_BYTES) throw new LinesTooLarge();
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      yield Buffer.concat([...parts, chunk.subarray(start, end)]);
      parts = [];
      start = end + 1;
    }
    parts.push(chunk.subarray(start));
  }
  yield Buffer.concat(parts);
}

/** The body read ahead of whoever asks for it. What goes wrong with it is told here; the connection stays open for the answer. */
function takenUp(body: Readable): AsyncIterable<Buffer> {
  const ahead = new PassThrough({ readableHighWaterMark: LINES_LIMIT_BYTES });
  body.once('error', (error) => ahead.destroy(error));
  body.once('close', () => body.readableEnded || ahead.destroy(new Error('the body was cut off')));
  return body.pipe(ahead);
}
