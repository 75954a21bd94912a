import type { NoticedPost } from '@app/notifications';
import { renderSVG } from 'uqr';
import { text } from '../http/plain-page.js';

const WIDTH = 750;
const CODE = 300;
const FONT = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
/** White on both sides of a line. */
const MARGIN = 40;

/** A picture for a village's group: the post in large letters and a code that opens its page. SVG, 750 wide; without a page no code. */
export function villagePoster({ title, employerName, place, lodging }: NoticedPost, pay: string, link: string | null): string {
  const paragraphs: readonly (readonly [string, number, string])[] = [[`招 ${title}`, 64, '#0b5cad'], [employerName, 40, '#16202a'], [pay, 52, '#16202a'], [`${place}${lodging === true ? ' · 提供住宿' : ''}`, 40, '#16202a']];
  let y = 60;
  const parts = paragraphs.flatMap(([words, size, colour]) => wrapped(words, size).map((each) => line(each, (y += size + 26), size, colour)));
  const codeAt = y + 40;
  if (link !== null) {
    const code = renderSVG(link, { ecc: 'M', border: 2 });
    parts.push(`<g transform="translate(${(WIDTH - CODE) / 2} ${codeAt})"><svg width="${CODE}" height="${CODE}" viewBox="${/viewBox="([^"]+)"/u.exec(code)![1]!}">${code.slice(code.indexOf('>') + 1, code.lastIndexOf('</svg>'))}</svg></g>`, line('扫一扫看详情', codeAt + CODE + 50, 34, '#44525f'));
  }
  const height = codeAt + (link === null ? 40 : CODE + 90);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}"><rect width="${WIDTH}" height="${height}" fill="#fff"/><rect width="${WIDTH}" height="20" fill="#0b5cad"/>${parts.join('')}</svg>`;
}

function line(words: string, y: number, size: number, colour: string): string {
  return `<text x="${WIDTH / 2}" y="${y}" font-family='${FONT}' font-size="${size}" font-weight="600" fill="${colour}" text-anchor="middle">${text(words)}</text>`;
}

/** A Chinese character is as wide as it is high: so many stand in a line of this size. */
function wrapped(words: string, size: number): string[] {
  const [characters, most] = [[...words], Math.floor((WIDTH - 2 * MARGIN) / size)];
  return Array.from({ length: Math.ceil(characters.length / most) }, (_, i) => characters.slice(i * most, (i + 1) * most).join(''));
}
