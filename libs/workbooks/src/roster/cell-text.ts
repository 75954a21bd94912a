import type { CellValue } from '../sheet.js';

/** The text of a cell: NFKC, blanks at the ends and invisible characters gone. */
export function textOf(cell: CellValue): string {
  switch (cell.kind) {
    case 'text':
    case 'formula':
    case 'error':
    case 'number':
    case 'date':
      return cell.text.normalize('NFKC').replace(/[\u200b-\u200f\u2060\ufeff]/g, '').trim();
    case 'boolean':
      return cell.value ? '是' : '否';
  }
}

/** As it was given, for what goes back to the sender. */
export function givenText(cell: CellValue): string {
  return cell.kind === 'boolean' ? textOf(cell) : cell.text;
}

/** A heading as headings are compared: no blanks, no punctuation, no remark in brackets. */
export function headingKey(text: string): string {
  return text.normalize('NFKC').replace(/[(【[].*?[))\]】]/g, '').replace(/必填|选填/g, '').replace(/[\s\p{P}\p{S}]/gu, '').toUpperCase();
}
