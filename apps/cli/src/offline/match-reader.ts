import { constants, isUtf8 } from 'node:buffer';
import type { FaultList } from './match-checks.js';

/** One line of an NDJSON input, parsed; counted from 1, blank lines included. */
export interface NumberedValue {
  readonly number: number;
  readonly value: unknown;
}

/** An input as one JSON value, or as the lines of NDJSON, which are read while they are walked through. */
export type MatchDocument = { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'lines'; readonly lines: AsyncIterable<NumberedValue> };

interface Line {
  readonly number: number;
  readonly bytes: Buffer;
}

type Parsed = { readonly value: unknown } | { readonly fault: string };

const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = '\uFEFF';
/** No text of more bytes than this can be a JavaScript string, even if every character takes three. */
const MAX_DOCUMENT_BYTES = 3 * constants.MAX_STRING_LENGTH;
const TOO_LONG = 'longer than a JSON text can be; give it as NDJSON';

/**
 * Finds out whether an input is JSON or NDJSON: where the first line is a JSON value by itself and more follows, it is
 * NDJSON. Null when it is neither, which `faults` then says.
 */
export async function readMatchDocument(stream: AsyncIterable<Buffer | string>, faults: FaultList): Promise<MatchDocument | null> {
  const lines = filledLinesOf(stream);
  const first = await nextLine(lines);
  if (first === null) {
    faults.add('$', 'empty');
    return null;
  }
  const parsed = parse(first.bytes);
  if ('fault' in parsed) return readWholeJson(first, parsed.fault, lines, faults);
  const second = await nextLine(lines);
  if (second === null) return { kind: 'json', value: parsed.value };
  return { kind: 'lines', lines: parsedLines([first, second], lines, faults) };
}

/** A first line that is no JSON value by itself: a JSON text over several lines, or a broken NDJSON. */
async function readWholeJson(first: Line, firstFault: string, rest: AsyncIterator<Line>, faults: FaultList): Promise<MatchDocument | null> {
  const pieces = [first.bytes];
  let size = first.bytes.length;
  for (let line = await nextLine(rest); line !== null && size <= MAX_DOCUMENT_BYTES; line = await nextLine(rest)) {
    pieces.push(Buffer.of(NEWLINE), line.bytes);
    size += line.bytes.length + 1;
  }
  const parsed: Parsed = size > MAX_DOCUMENT_BYTES ? { fault: TOO_LONG } : parse(Buffer.concat(pieces));
  if ('value' in parsed) return { kind: 'json', value: parsed.value };
  const looksLikeLines = pieces.length > 1 && /^\s*\{.*\}\s*$/s.test(first.bytes.subarray(0, 1_000_000).toString());
  if (looksLikeLines) faults.add(`line ${first.number} $`, firstFault);
  else faults.add('$', parsed.fault);
  return null;
}

async function* parsedLines(heads: readonly Line[], rest: AsyncGenerator<Line>, faults: FaultList): AsyncGenerator<NumberedValue> {
  for (const line of heads) yield* parsedLine(line, faults);
  for await (const line of rest) yield* parsedLine(line, faults);
}

function* parsedLine({ number, bytes }: Line, faults: FaultList): Generator<NumberedValue> {
  const parsed = parse(bytes);
  if ('value' in parsed) yield { number, value: parsed.value };
  else faults.add(`line ${number} $`, parsed.fault);
}

function parse(bytes: Buffer): Parsed {
  if (!isUtf8(bytes)) return { fault: 'not UTF-8' };
  let text: string;
  try {
    text = bytes.toString('utf8');
  } catch {
    return { fault: TOO_LONG };
  }
  try {
    return { value: JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text) as unknown };
  } catch (error) {
    return { fault: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function nextLine(lines: AsyncIterator<Line>): Promise<Line | null> {
  const next = await lines.next();
  return next.done === true ? null : next.value;
}

/** The lines that hold more than blanks, cut at newlines, however the stream is chunked. */
async function* filledLinesOf(stream: AsyncIterable<Buffer | string>): AsyncGenerator<Line> {
  let number = 0;
  let open: Buffer[] = [];
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      const line = open.length === 0 ? bytes.subarray(start, end) : Buffer.concat([...open, bytes.subarray(start, end)]);
      open = [];
      start = end + 1;
      number++;
      if (isFilled(line)) yield { number, bytes: line };
    }
    if (start < bytes.length) open.push(bytes.subarray(start));
  }
  const last = Buffer.concat(open);
  if (isFilled(last)) yield { number: number + 1, bytes: last };
}

function isFilled(line: Buffer): boolean {
  return line.some((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0d);
}
