import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { FactLedger, computeRates, presentTable } from '@app/outcomes';
import { readRatesArguments } from './rates-arguments.js';
import { forEachLine } from './rates-lines.js';

/** Streams of the command: the process's own, or a test's. */
export interface RatesStreams {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

const DONE = 0;
const BAD_INPUT = 2;
const MOST_FAULT_LINES = 100;
const READ_BYTES = 1_048_576;

/**
 * `rates --facts F --as-of D …`: employment rates from a file of facts (NDJSON), without the service.
 * Writes one JSON document, or, for a bad input, at most 100 fault lines to standard error and nothing else.
 * @returns the exit code: 0 done, 2 bad input
 */
export async function ratesCommand(argv: readonly string[], io: RatesStreams): Promise<number> {
  const args = readRatesArguments(argv);
  if ('faults' in args) return refuse(io, args.faults);

  const ledger = new FactLedger();
  const unparsed: { readonly line: number; readonly text: string }[] = [];
  try {
    await forEachLine(args.facts === '-' ? (io.stdin as AsyncIterable<Buffer | string>) : createReadStream(args.facts, { highWaterMark: READ_BYTES }), (text, line) => {
      const parsed = parseLine(text);
      if ('fault' in parsed) unparsed.push({ line, text: `line ${line} $: ${parsed.fault}` });
      else ledger.addRecord(parsed.record, line);
    });
  } catch (error) {
    return refuse(io, [`--facts: 无法读取（${error instanceof Error ? error.message : String(error)}）`]);
  }

  const slice = ledger.at(args);
  const faults = [...unparsed, ...slice.faults.map(({ line, path, message }) => ({ line, text: `line ${line} ${path}: ${message}` }))];
  if (faults.length > 0) return refuse(io, faults.sort((a, b) => a.line - b.line).map((fault) => fault.text));

  const tables = computeRates(slice, { rules: args.rules, period: args.period, by: args.by });
  const output = { rules: tables.flatMap((table) => presentTable(table, 'published')) };
  await write(io.stdout, `${JSON.stringify(output)}\n`);
  return DONE;
}

function parseLine(text: string | null): { readonly record: unknown } | { readonly fault: string } {
  if (text === null) return { fault: '不是 UTF-8 文本' };
  try {
    return { record: JSON.parse(text) };
  } catch {
    return { fault: '不是 JSON' };
  }
}

async function refuse(io: RatesStreams, faults: readonly string[]): Promise<number> {
  // A fault quotes ids of the input, which may hold anything: it still stays one line.
  const lines = faults.slice(0, MOST_FAULT_LINES).map((fault) => fault.replace(/[\r\n\u2028\u2029]+/g, ' '));
  await write(io.stderr, `${lines.join('\n')}\n`);
  return BAD_INPUT;
}

async function write(stream: NodeJS.WritableStream, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}
