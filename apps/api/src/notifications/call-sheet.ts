import { civilDateOf } from '@app/kernel';
import type { ShownCall } from '@app/notifications';
import type { Page } from '@app/platform';
import { plainPage, text } from '../http/plain-page.js';

/** People on one sheet. */
export const SHEET_MAX = 200;
const BOXES = '□没联系上 □联系上了 □愿意 □不愿意（A太远 B工资 C不对口 D其他） □不要再打电话';

/** The list on paper, village by village, with boxes to tick; what is ticked is tapped in afterwards. Telephones stay masked. */
export function callSheet({ items, nextCursor }: Page<ShownCall>): string {
  const villages = [...new Set(items.map(({ ownerRegion }) => ownerRegion))];
  const body = villages.map((region) => {
    const calls = items.filter(({ ownerRegion }) => ownerRegion === region);
    return `<h2>${text(calls[0]!.village ?? region)}（${calls.length} 人）</h2><ol>${calls.map(lineOf).join('')}</ol>`;
  });
  const rest = nextCursor === null ? '' : `<p>只列出前 ${SHEET_MAX} 人，其余联系之后再打印。</p>`;
  return plainPage('电话名单', `<h1>电话名单</h1>${items.length === 0 ? '<p>现在没有要联系的人。</p>' : body.join('')}${rest}`);
}

function lineOf({ name, phoneMasked, script, validUntil }: ShownCall): string {
  return `<li><p><strong>${text(name)}</strong> ${phoneMasked === null ? '没有电话，请上门' : text(phoneMasked)}（${civilDateOf(validUntil)} 前）<br>${text(script)}<br>${BOXES}</p></li>`;
}
