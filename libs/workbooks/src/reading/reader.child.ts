// Entry of the child process in which one file is read: no environment, little memory, killed when it takes too long.
import type { SheetRow } from '../sheet.js';
import { CHOICES_SHEET, TEMPLATE_SHEET } from '../template-mark.js';
import { Archive } from './archive.js';
import { readCsv } from './csv-reader.js';
import { fileKindOf } from './file-kind.js';
import type { ChildMessage } from './messages.js';
import { WorkbookRefused } from './refusals.js';
import { readParts } from './xlsx-parts.js';
import { readSheet } from './xlsx-sheet.js';

const ROWS_A_MESSAGE = 500;

const send = (message: ChildMessage): Promise<void> => new Promise((done, fail) => process.send!(message, (error: Error | null) => (error ? fail(error) : done())));

process.once('message', (bytes: Uint8Array) => {
  read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))
    .catch((error: unknown) => send({ refused: error instanceof WorkbookRefused ? error.code : 'WORKBOOK.BROKEN' }))
    .finally(() => process.disconnect());
});

async function read(bytes: Buffer): Promise<void> {
  if (fileKindOf(bytes) === 'text') {
    const { sheets, ...content } = readCsv(bytes);
    for (const sheet of sheets) await sendSheet(sheet.name, false, sheet.rows, []);
    return send({ done: content });
  }
  const archive = await Archive.open(bytes);
  const parts = await readParts(archive);
  const budget = { rows: 0, cells: 0 };
  let template: { form: string; version: number } | null = null;
  for (const sheet of parts.sheets) {
    const rows: SheetRow[] = [];
    const merged = await readSheet(archive, sheet.path, parts, budget, (row) => rows.push(row));
    if (sheet.veryHidden && sheet.name === TEMPLATE_SHEET) template = templateOf(rows);
    else if (sheet.name !== CHOICES_SHEET) await sendSheet(sheet.name, sheet.hidden, rows, merged);
  }
  await send({ done: { format: 'xlsx', encoding: null, template } });
}

async function sendSheet(name: string, hidden: boolean, rows: readonly SheetRow[], merged: Extract<ChildMessage, { sheet: unknown }>['sheet']['merged']): Promise<void> {
  await send({ sheet: { name, hidden, merged } });
  for (let at = 0; at < rows.length; at += ROWS_A_MESSAGE) await send({ rows: rows.slice(at, at + ROWS_A_MESSAGE) });
}

function templateOf(rows: readonly SheetRow[]): { form: string; version: number } | null {
  const [form, version] = rows[0]?.cells ?? [];
  return form?.kind === 'text' && version?.kind === 'number' ? { form: form.text, version: version.value } : null;
}
