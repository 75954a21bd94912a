import { Readable } from 'node:stream';
import { DomainError } from '@app/kernel';
import type { BulkFaultResponse, BulkLineResponse, BulkSummaryResponse } from './bulk-lines.dto.js';
import { jsonLines, type JsonLine } from './json-lines.js';

const ROWS_A_BATCH = 200;
const NOTHING_YET = { created: 0, changed: 0, unchanged: 0, rejected: 0 };

/** A row that cannot be taken as it stands. */
interface FaultyRow {
  readonly reference: string | null;
  readonly faults: readonly BulkFaultResponse[];
}

/** What a feature says of a row that was handed in. */
interface BulkResult extends FaultyRow {
  readonly outcome: BulkLineResponse['outcome'];
}

/** How a feature takes lines in. */
export interface BulkWay<Row, Result extends BulkResult> {
  /** A row from the JSON of its line. */
  read(value: object): Promise<Row>;
  /** Takes rows in, in one transaction, and answers each in order. */
  take(rows: readonly (Row | FaultyRow)[]): Promise<readonly Result[]>;
  /** The id of what the row is now, under the name that the feature gives it. */
  idOf(result: Result): Readonly<Record<string, string | null>>;
}

/**
 * Hands in the lines of a body, so many in one transaction, and answers each in order, then the sum. What was answered is
 * stored; after a break the same file can be sent again. Yields lines of NDJSON.
 */
export async function* bulkLines<Row, Result extends BulkResult>(body: Readable, way: BulkWay<Row, Result>, dryRun: boolean): AsyncGenerator<string> {
  const counts = { ...NOTHING_YET };
  let stoppedBy: string | null = null;
  const rowOf = (line: JsonLine): Promise<Row | FaultyRow> => ('fault' in line ? Promise.resolve({ reference: null, faults: [{ path: '', message: line.fault }] }) : way.read(line.value));
  try {
    for await (const lines of batches(jsonLines(body))) {
      const results = await way.take(await Promise.all(lines.map(rowOf)));
      for (const [at, result] of results.entries()) {
        counts[result.outcome]++;
        yield lineOf({ line: lines[at]!.line, externalRef: result.reference, outcome: result.outcome, ...way.idOf(result), faults: result.faults.map(({ path, message }) => ({ path, message })) } satisfies BulkLineResponse);
      }
    }
  } catch (error) {
    const isAnswered = Object.values(counts).some((count) => count > 0); // until then the refusal is the whole answer
    if (!isAnswered || !(error instanceof DomainError)) throw error;
    stoppedBy = error.message;
  }
  yield lineOf({ summary: true, dryRun, ...counts, stoppedBy } satisfies BulkSummaryResponse);
}

/** The answer as a stream that has begun: what fails before the first line fails as a whole. */
export async function begun(lines: AsyncGenerator<string>): Promise<Readable> {
  const first = await lines.next();
  return Readable.from((async function* () {
    if (!first.done) yield first.value;
    yield* lines;
  })());
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

const lineOf = (answer: object): string => `${JSON.stringify(answer)}\n`;
