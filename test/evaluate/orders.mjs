// `npm run evaluate:orders`: simulated years of training orders under three policies; prints a table and draws docs/orders-share-*.svg. Seeded: the same every time.
import { writeFile } from 'node:fs/promises';
import { DEFAULT_QUEUE_POLICY, createQueuePolicy, daysUntilFirst } from '../../dist/libs/scheduling/src/index.js';
import { TOWNSHIPS, fairShares, liveYear, openedShares } from '../bench/order-year.mjs';

const YEARS = 8;
const NEAR = 0.2;
const POLICIES = [
  { file: 'orders-share-1', title: '现行规则（order-queue-1）', policy: DEFAULT_QUEUE_POLICY },
  { file: 'orders-share-2', title: '建议一（order-queue-2）：保住 140 天，份额扣分加重', policy: createQueuePolicy({ version: 'order-queue-2', basePoints: 20, penaltyPoints: 6_000, penaltyMost: 60, penaltyLeast: -60 }) },
  { file: 'orders-share-3', title: '建议二（order-queue-3）：份额优先，保底放宽到 420 天', policy: createQueuePolicy({ version: 'order-queue-3', basePoints: 20, penaltyPoints: 6_000, penaltyMost: 200, penaltyLeast: -200 }) },
];

const mean = (list) => list.reduce((sum, each) => sum + each, 0) / list.length;

for (const { file, title, policy } of POLICIES) {
  const years = Array.from({ length: YEARS }, (_, i) => liveYear(i + 1, policy));
  const ratios = years.map(({ opened }) => openedShares(opened).map((share, t) => share / fairShares[t]));
  const rows = TOWNSHIPS.map(({ name }, t) => ({ name, fair: fairShares[t], mean: mean(ratios.map((year) => year[t])), low: Math.min(...ratios.map((year) => year[t])), high: Math.max(...ratios.map((year) => year[t])) }));
  const inside = ratios.flat().filter((ratio) => Math.abs(ratio - 1) <= NEAR).length;
  const waited = years.flatMap(({ opened }) => opened.map((each) => each.waited)).sort((a, b) => a - b);
  console.log(JSON.stringify({ version: policy.version, guaranteeDays: daysUntilFirst(policy), meansInside: rows.filter((row) => Math.abs(row.mean - 1) <= NEAR).length, townships: rows.length, inside, of: YEARS * TOWNSHIPS.length, overtakenBeyond140Days: years.reduce((sum, { overtaken }) => sum + overtaken, 0), seatsAYear: Math.round(mean(years.map(({ opened }) => opened.reduce((sum, { seats }) => sum + seats, 0)))), medianWaitDays: waited[waited.length >> 1], rows: rows.map((row) => `${row.name} ${row.mean.toFixed(2)} (${row.low.toFixed(2)}–${row.high.toFixed(2)})`) }));
  await writeFile(new URL(`../../docs/${file}.svg`, import.meta.url), picture(title, rows, inside));
}

function picture(title, rows, inside) {
  const [left, width, top, step] = [96, 420, 80, 24];
  const x = (ratio) => (left + (Math.min(ratio, 3) / 3) * width).toFixed(1);
  const bottom = top + rows.length * step;
  const lines = rows.map(({ name, fair, mean: middle, low, high }, i) => {
    const y = top + i * step + step / 2;
    const colour = Math.abs(middle - 1) <= NEAR ? '#2f7d4f' : '#b4472f';
    return `<text x="${left - 8}" y="${y + 4}" text-anchor="end">${name}</text><line x1="${x(low)}" y1="${y}" x2="${x(high)}" y2="${y}" stroke="${colour}" stroke-width="2"/><circle cx="${x(middle)}" cy="${y}" r="5" fill="${colour}"/><text x="${left + width + 8}" y="${y + 4}">应得 ${(100 * fair).toFixed(1)}%，实得 ${(100 * fair * middle).toFixed(1)}%</text>`;
  });
  const ticks = [0, 0.5, 1, 1.5, 2, 2.5, 3].map((ratio) => `<line x1="${x(ratio)}" y1="${top}" x2="${x(ratio)}" y2="${bottom}" stroke="#ddd"/><text x="${x(ratio)}" y="${bottom + 16}" text-anchor="middle">${ratio}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 ${bottom + 44}" font-family="sans-serif" font-size="12" role="img">
<title>${title}：各乡镇开班席位与应得份额之比</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="16" y="24" font-size="15">${title}</text>
<text x="16" y="44" fill="#555">各乡镇全年开班席位占比 ÷ 应得份额。圆点：${YEARS} 个模拟年的平均；横线：最低到最高</text>
<text x="16" y="62" fill="#555">绿带：±20%，${YEARS} 年 × ${rows.length} 个乡镇共 ${YEARS * rows.length} 个数中有 ${inside} 个在内</text>
<rect x="${x(1 - NEAR)}" y="${top}" width="${(x(1 + NEAR) - x(1 - NEAR)).toFixed(1)}" height="${bottom - top}" fill="#dff0e4"/>
${ticks.join('\n')}
${lines.join('\n')}
<text x="16" y="${bottom + 36}" fill="#555">模拟数据，不是真实订单。</text>
</svg>
`;
}
