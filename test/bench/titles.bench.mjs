import Fuse from 'fuse.js';
import { buildTitleIndex, bundledAliases, bundledNoTrade, bundledOccupations, decideTitle } from '../../dist/libs/catalogue/src/index.js';
import { round, timed } from './timing.mjs';

const UNKNOWN = ['景区游客中心接待', '香菇菌棒打孔', '磷矿井下支护', '茶园修剪采摘管护', '民宿布草清洗', '高山蔬菜分拣冷藏'];

/** Known wordings are decided; unknown ones get suggestions, beside fuse.js alone over the same terms. */
export async function benchTitles(report) {
  const occupations = bundledOccupations();
  const aliases = bundledAliases();
  const build = () => buildTitleIndex({ occupations, aliases, noTrade: bundledNoTrade() });
  const known = aliases.slice(0, 1_000).map((each) => each.alias);
  const index = build();
  const decided = await timed(() => known.forEach((title) => decideTitle(title, index)));
  report({ what: 'title decision, known wording', median: round((decided.median * 1000) / known.length), p95: round((decided.p95 * 1000) / known.length), unit: 'µs', bar: '≤ 10 µs (issue B)' });
  const terms = [...occupations.filter((each) => each.level === 4).map((each) => each.name), ...aliases.map((each) => each.alias)];
  const fuse = new Fuse(terms, { ignoreLocation: true, threshold: 0.6, includeScore: true });
  const suggest = await timed((i) => UNKNOWN.forEach((title) => decideTitle(`${title}${i}甲`, index)), { runs: 15 });
  const peer = await timed(() => UNKNOWN.forEach((title) => fuse.search(title, { limit: 5 })), { runs: 15 });
  report({ what: `title suggestions over ${terms.length} terms`, median: round(suggest.median / UNKNOWN.length), p95: round(suggest.p95 / UNKNOWN.length), unit: 'ms', peer: `fuse.js alone ${round(peer.median / UNKNOWN.length)} ms`, ratio: round(peer.median / suggest.median, 1) });
}
