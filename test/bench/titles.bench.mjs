import Fuse from 'fuse.js';
import { buildTitleIndex, bundledAliases, bundledNoTrade, bundledOccupations, decideTitle } from '../../dist/libs/catalogue/src/index.js';
import { round, timed } from './timing.mjs';

const UNKNOWN = ['景区游客中心接待', '香菇菌棒打孔', '磷矿井下支护', '茶园修剪采摘管护', '民宿布草清洗', '高山蔬菜分拣冷藏'];

const TERMS_OF_THE_BAR = 2_000;
const FASTER_BY = 20;

/** Known wordings are decided; unknown ones get suggestions, beside fuse.js alone over the same terms. */
export async function benchTitles(report) {
  const occupations = bundledOccupations();
  const aliases = bundledAliases();
  const build = () => buildTitleIndex({ occupations, aliases, noTrade: bundledNoTrade() });
  const known = aliases.slice(0, 1_000).map((each) => each.alias);
  const index = build();
  const decided = await timed(() => known.forEach((title) => decideTitle(title, index)));
  report({ what: 'title decision, known wording', median: round((decided.median * 1000) / known.length), p95: round((decided.p95 * 1000) / known.length), unit: 'µs', bar: `≤ 10 µs: ${decided.median * 1000 <= 10 * known.length ? 'reached' : 'missed'}` });
  const leaves = occupations.filter((each) => each.level === 4);
  await benchSuggestions(report, index, [...leaves.map((each) => each.name), ...aliases.map((each) => each.alias)]);
  const few = aliases.slice(0, Math.max(0, TERMS_OF_THE_BAR - leaves.length));
  const small = buildTitleIndex({ occupations: leaves.slice(0, TERMS_OF_THE_BAR), aliases: few, noTrade: [] });
  await benchSuggestions(report, small, [...leaves.slice(0, TERMS_OF_THE_BAR).map((each) => each.name), ...few.map((each) => each.alias)], FASTER_BY);
}

async function benchSuggestions(report, index, terms, bar) {
  const fuse = new Fuse(terms, { ignoreLocation: true, threshold: 0.6, includeScore: true });
  const suggest = await timed((i) => UNKNOWN.forEach((title) => decideTitle(`${title}${i}甲`, index)), { runs: 15 });
  const peer = await timed(() => UNKNOWN.forEach((title) => fuse.search(title, { limit: 5 })), { runs: 15 });
  report({ what: `title suggestions over ${terms.length} terms`, median: round(suggest.median / UNKNOWN.length), p95: round(suggest.p95 / UNKNOWN.length), unit: 'ms', peer: `fuse.js alone ${round(peer.median / UNKNOWN.length)} ms`, ratio: round(peer.median / suggest.median, 1), ...(bar === undefined ? {} : { bar: `≥ ${bar}×: ${peer.median >= bar * suggest.median ? 'reached' : 'missed'}` }) });
}
