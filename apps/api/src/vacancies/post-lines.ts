import { Readable } from 'node:stream';
import { DomainError } from '@app/kernel';
import type { BulkPost, BulkPosted } from '@app/vacancies';
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional } from 'class-validator';
import { jsonLines, type JsonLine } from '../http/json-lines.js';
import { BulkFaultResponse, readPost } from './dto/bulk-post.dto.js';

const ROWS_A_BATCH = 200;

export class ImportPostsQuery {
  /** Judge only; nothing is changed. */
  @IsOptional() @Transform(({ value }: { value: unknown }) => value === true || value === 'true') @IsBoolean()
  dryRun = false;
}

/** What became of one line. */
export class BulkLineResponse {
  /** From 1; blank lines count. */
  line!: number;
  externalRef!: string | null;
  outcome!: 'created' | 'changed' | 'unchanged' | 'rejected';
  vacancyId!: string | null;
  faults!: BulkFaultResponse[];
}

/** The last line of the answer. `stoppedBy` = why the lines after the last answered one were not read. */
export class BulkSummaryResponse {
  summary!: true;
  dryRun!: boolean;
  created!: number;
  changed!: number;
  unchanged!: number;
  rejected!: number;
  stoppedBy!: string | null;
}

/**
 * Posts the lines of a body, so many in one transaction, and answers each in order, then the sum. What was answered is
 * stored; after a break the same file can be sent again. Yields lines of NDJSON.
 */
export async function* postLines(body: Readable, post: (rows: readonly BulkPost[]) => Promise<BulkPosted[]>, dryRun: boolean): AsyncGenerator<string> {
  const counts = { created: 0, changed: 0, unchanged: 0, rejected: 0 };
  let stoppedBy: string | null = null;
  try {
    for await (const lines of batches(jsonLines(body))) {
      const results = await post(await Promise.all(lines.map(readLine)));
      for (const [at, { reference, outcome, vacancyId, faults }] of results.entries()) {
        counts[outcome]++;
        yield lineOf<BulkLineResponse>({ line: lines[at]!.line, externalRef: reference, outcome, vacancyId, faults: faults.map(({ path, message }) => ({ path, message })) });
      }
    }
  } catch (error) {
    const isAnswered = Object.values(counts).some((count) => count > 0); // until then the refusal is the whole answer
    if (!isAnswered || !(error instanceof DomainError)) throw error;
    stoppedBy = error.message;
  }
  yield lineOf<BulkSummaryResponse>({ summary: true, dryRun, ...counts, stoppedBy });
}

/** The answer as a stream that has begun: what fails before the first line fails as a whole. */
export async function begun(lines: AsyncGenerator<string>): Promise<Readable> {
  const first = await lines.next();
  return Readable.from((async function* () {
    if (!first.done) yield first.value;
    yield* lines;
  })());
}

async function readLine(line: JsonLine): Promise<BulkPost> {
  return 'fault' in line ? { reference: null, faults: [{ path: '', message: line.fault }] } : readPost(line.value);
}

async function* batches(lines: AsyncIterable<JsonLine>): AsyncGenerator<JsonLine[]> {
  let batch: JsonLine[] = [];
  for await (const line of lines) {
    if (batch.push(line) < ROWS_A_BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function lineOf<Answer>(answer: Answer): string {
  return `${JSON.stringify(answer)}\n`;
}
