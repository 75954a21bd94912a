import type { Readable } from 'node:stream';
import { DomainError } from '@app/kernel';
import type { BulkOrder, BulkOrderResult } from '@app/training';
import { jsonLines, type JsonLine } from '../http/json-lines.js';
import { readOrder } from './dto/order.dto.js';

const ROWS_A_BATCH = 200;

export class OrderLineFaultResponse {
  path!: string;
  message!: string;
}

/** What became of one line. */
export class OrderLineResponse {
  /** From 1; blank lines count. */
  line!: number;
  externalRef!: string | null;
  outcome!: 'created' | 'changed' | 'unchanged' | 'rejected';
  orderId!: string | null;
  faults!: OrderLineFaultResponse[];
}

/** The last line of the answer. `stoppedBy` = why the lines after the last answered one were not read. */
export class OrderLinesSummaryResponse {
  summary!: true;
  dryRun!: boolean;
  created!: number;
  changed!: number;
  unchanged!: number;
  rejected!: number;
  stoppedBy!: string | null;
}

/**
 * Hands in the lines of a body, so many in one transaction, and answers each in order, then the sum. What was answered is
 * stored; after a break the same file can be sent again. Yields lines of NDJSON.
 */
export async function* orderLines(body: Readable, place: (rows: readonly BulkOrder[]) => Promise<BulkOrderResult[]>, dryRun: boolean): AsyncGenerator<string> {
  const counts = { created: 0, changed: 0, unchanged: 0, rejected: 0 };
  let stoppedBy: string | null = null;
  try {
    for await (const lines of batches(jsonLines(body))) {
      const results = await place(await Promise.all(lines.map(readLine)));
      for (const [at, { reference, outcome, orderId, faults }] of results.entries()) {
        counts[outcome]++;
        yield lineOf<OrderLineResponse>({ line: lines[at]!.line, externalRef: reference, outcome, orderId, faults: faults.map(({ path, message }) => ({ path, message })) });
      }
    }
  } catch (error) {
    const isAnswered = Object.values(counts).some((count) => count > 0); // until then the refusal is the whole answer
    if (!isAnswered || !(error instanceof DomainError)) throw error;
    stoppedBy = error.message;
  }
  yield lineOf<OrderLinesSummaryResponse>({ summary: true, dryRun, ...counts, stoppedBy });
}

async function readLine(line: JsonLine): Promise<BulkOrder> {
  return 'fault' in line ? { reference: null, faults: [{ path: '', message: line.fault }] } : readOrder(line.value);
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
