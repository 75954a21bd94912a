import type { Readable } from 'node:stream';
import { DomainError } from '@app/kernel';
import { faultsOf } from '@app/platform';
import type { BulkLine } from '@app/trainees';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { RegisterTraineeDto } from './dto/register-trainee.dto.js';

export const IMPORT_LIMIT_BYTES = 50 * 1_048_576;
const LINE_LIMIT_BYTES = 1_048_576;
/** No county has so many people; blank lines cost time, too. */
const LINES_LIMIT = 500_000;
const NEWLINE = 10;

/** More than 50 MB or 500,000 lines: 413. Lines before the limit that were already stored stay; sending them again changes nothing. */
export class ImportTooLarge extends DomainError {
  readonly code = 'REQUEST.TOO_LARGE';
  readonly kind = 'too-large';
  constructor() {
    super('批量登记一次不超过 50 MB、50 万行，请分批提交。');
  }
}

/** Reads NDJSON as it comes in, a checked registration or its faults for every line that is not blank; lines count from 1. */
export async function* traineeLines(body: Readable): AsyncGenerator<BulkLine> {
  let number = 0;
  for await (const bytes of linesOf(body)) {
    if (++number > LINES_LIMIT) throw new ImportTooLarge();
    const line = await readLine(number, bytes);
    if (line !== null) yield line;
  }
}

async function readLine(line: number, bytes: Buffer): Promise<BulkLine | null> {
  if (bytes.length > LINE_LIMIT_BYTES) return { line, faults: [{ path: '', message: '一行超过 1 MB' }] };
  const value = parse(bytes);
  if (value === undefined) return null;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { line, faults: [{ path: '', message: '不是一个 JSON 对象' }] };
  const input = plainToInstance(RegisterTraineeDto, value);
  const errors = await validate(input, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true, validationError: { target: false, value: false } });
  return errors.length > 0 ? { line, faults: faultsOf(errors) } : { line, input };
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

async function* linesOf(body: Readable): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let total = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    total += chunk.length;
    if (total > IMPORT_LIMIT_BYTES) throw new ImportTooLarge();
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
