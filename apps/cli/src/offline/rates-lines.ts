import { isUtf8 } from 'node:buffer';

const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = '\uFEFF';

/** Receives each line with its number from 1; null when the line is not UTF-8. */
export type LineConsumer = (text: string | null, line: number) => void;

/**
 * Reads a stream line by line without holding more than a chunk and the line that runs on into the next one.
 * Blank lines are counted and passed over.
 */
export async function forEachLine(stream: AsyncIterable<Buffer | string>, consume: LineConsumer): Promise<void> {
  let line = 0;
  let runningOn: Buffer[] = [];
  const take = (block: Buffer): void => {
    for (const text of decodeLines(block)) {
      line += 1;
      const content = line === 1 && text?.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
      if (content === null || content.trim() !== '') consume(content, line);
    }
  };
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    const end = bytes.lastIndexOf(NEWLINE);
    if (end === -1) {
      runningOn.push(bytes);
      continue;
    }
    take(Buffer.concat([...runningOn, bytes.subarray(0, end)]));
    runningOn = [bytes.subarray(end + 1)];
  }
  const rest = Buffer.concat(runningOn);
  if (rest.length > 0) take(rest);
}

/**
 * Decodes line by line: a line without a Chinese character becomes a text of one byte a character, which costs half of
 * what a block with a few such characters does. The bytes are checked by the block; only one with a wrong byte is
 * looked at line by line.
 */
function* decodeLines(block: Buffer): Generator<string | null> {
  const isWhole = isUtf8(block);
  for (let start = 0; start <= block.length; ) {
    const found = block.indexOf(NEWLINE, start);
    const end = found === -1 ? block.length : found;
    yield isWhole || isUtf8(block.subarray(start, end)) ? block.toString('utf8', start, end) : null;
    start = end + 1;
  }
}
