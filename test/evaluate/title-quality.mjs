import Fuse from 'fuse.js';
import { buildTitleIndex, cleanTitle, decideTitle } from '../../dist/libs/catalogue/src/index.js';
import { spread } from './title-lists.mjs';

const FOLDS = 10;

/** What became of each wording: decided right or wrong, left to an officer with the right one among the suggestions or not, no trade said rightly or wrongly. */
export function judge(list, index) {
  const counts = { wordings: list.length, right: 0, wrong: 0, first: 0, inFive: 0, unseen: 0, nothingFits: 0, noTrade: 0, noTradeMissed: 0 };
  const mistakes = [];
  const misses = [];
  for (const row of list) {
    const answer = decideTitle(row.wording, index);
    if (answer.decided !== null || (answer.noTrade && !row.noTrade)) {
      if (answer.decided !== null && row.codes.includes(answer.decided.code)) counts.right++;
      else {
        counts.wrong++;
        mistakes.push({ ...row, said: answer.decided?.name ?? '无工种' });
      }
    } else if (row.noTrade) counts[answer.noTrade ? 'noTrade' : 'noTradeMissed']++;
    else if (row.codes.length === 0) counts.nothingFits++;
    else {
      const at = answer.suggestions.findIndex(({ code }) => row.codes.includes(code));
      if (at === 0) counts.first++;
      counts[at < 0 ? 'unseen' : 'inFive']++;
      if (at < 0) misses.push({ ...row, suggested: answer.suggestions.map(({ name }) => name) });
    }
  }
  return { counts, mistakes, misses };
}

/** What officers have taught: an alias for a wording of one occupation, a word without trade. */
function taught(rows) {
  return {
    aliases: rows.filter(({ codes }) => codes.length === 1).map(({ wording, codes }) => ({ alias: cleanTitle(wording), code: codes[0] })),
    noTrade: rows.filter(({ noTrade }) => noTrade).map(({ wording }) => cleanTitle(wording)),
  };
}

export function withTaught(knowledge, rows) {
  const more = taught(rows);
  return buildTitleIndex({ ...knowledge, aliases: [...knowledge.aliases, ...more.aliases], noTrade: [...knowledge.noTrade, ...more.noTrade] });
}

/** Ten folds: each is judged by an index that was taught the other nine. */
export function crossValidate(list, knowledge) {
  return sum(Array.from({ length: FOLDS }, (_, fold) => {
    const isIn = (row) => spread(row.wording) % FOLDS === fold;
    return judge(list.filter(isIn), withTaught(knowledge, list.filter((row) => !isIn(row))));
  }));
}

/** The bundled aliases themselves: each fold is judged by an index that knows the others only. */
export function crossValidateAliases(knowledge) {
  const codes = new Map();
  for (const { alias, code } of knowledge.aliases) codes.set(alias, [...(codes.get(alias) ?? []), code]);
  const list = [...codes].map(([wording, each]) => ({ wording, codes: each, noTrade: false }));
  return sum(Array.from({ length: FOLDS }, (_, fold) => {
    const isIn = (wording) => spread(wording) % FOLDS === fold;
    const index = buildTitleIndex({ ...knowledge, aliases: knowledge.aliases.filter(({ alias }) => !isIn(alias)) });
    return judge(list.filter(({ wording }) => isIn(wording)), index);
  }));
}

/** An officer decides what waits, in an order that chance gives; after so many decisions the rest is judged. */
export function learningCurve(list, knowledge, steps) {
  const index = buildTitleIndex(knowledge);
  const waits = ({ wording }) => {
    const { decided, noTrade } = decideTitle(wording, index);
    return decided === null && !noTrade;
  };
  const queue = list.filter(waits).sort((a, b) => spread(`${a.wording}#`) - spread(`${b.wording}#`));
  return steps.map((step) => {
    const { counts } = judge(queue.slice(step), withTaught(knowledge, queue.slice(0, step)));
    return { decisions: step, waiting: queue.length - step, right: counts.right, wrong: counts.wrong, inFive: counts.inFive };
  });
}

/** fuse.js by itself over the same terms: it answers with its best when that is near enough. */
export function fuseAlone(list, terms, threshold) {
  const fuse = new Fuse(terms, { keys: ['form'], ignoreLocation: true, threshold, includeScore: true });
  return ranked(list, (wording) => fuse.search(wording.slice(0, 32), { limit: 40 }).map(({ item }) => item.code));
}

/** Any method that answers codes, best first: its first is its decision. */
export function ranked(list, answer) {
  const counts = { wordings: list.length, right: 0, wrong: 0, inFive: 0, silent: 0 };
  for (const { wording, codes } of list) {
    const found = [...new Set(answer(cleanTitle(wording)))].slice(0, 5);
    if (found.length === 0) counts.silent++;
    else if (codes.includes(found[0])) counts.right++;
    else counts.wrong++;
    if (found.some((code) => codes.includes(code))) counts.inFive++;
  }
  return counts;
}

function sum(parts) {
  const counts = {};
  for (const part of parts) for (const [key, value] of Object.entries(part.counts)) counts[key] = (counts[key] ?? 0) + value;
  return { counts, mistakes: parts.flatMap((part) => part.mistakes), misses: parts.flatMap((part) => part.misses) };
}
