// Everybody's score from the same columns, without postings, bounds or a kernel: what the engine is compared with.
import { compareIds, tieOf } from '../../dist/libs/matching/src/index.js';
import { NO_TRADE_FLOOR } from '../../dist/libs/matching/src/parts/skills.js';
import { COMPLETED_FACTOR } from '../../dist/libs/matching/src/prepared.js';
import { weigh } from '../../dist/libs/matching/src/score.js';
import { RECORD_WIDTH, ROW_HEAD, detailAt, gateWordAt, recordsFrom, recordsTo } from '../../dist/libs/matching/src/search/packed-row.js';
import { passesRest } from '../../dist/libs/matching/src/search/particulars.js';
import { recency } from '../../dist/libs/matching/src/search/recency.js';
import { standingRanges } from '../../dist/libs/matching/src/search/standing-ranges.js';
import { COMPLETED, RUNNING, finishedDay } from '../../dist/libs/matching/src/search/trainee-rows.js';
import { idOf } from '../../dist/libs/matching/src/search/trainee-segment.js';
import { LEVELS, VacancyQuery } from '../../dist/libs/matching/src/search/vacancy-query.js';
import { TopK } from '../../dist/libs/matching/src/top-k.js';

const TOP = 20;

/** Everybody's score from the same columns, without postings or bounds. */
export function plainScan(context, vocabulary, segments) {
  const query = new VacancyQuery(context, vocabulary);
  return (vacancy) => {
    query.set(vacancy);
    const list = new TopK(TOP, (a, b) => b.score - a.score || a.tie - b.tie || compareIds(idOf(a.segment, a.person), idOf(b.segment, b.person)));
    for (const segment of segments) scanSegment(context, query, segment, list);
    return list.sorted().map(({ segment, person, score }) => ({ traineeId: idOf(segment, person), score }));
  };
}

const rangesOf = new WeakMap();

function scanSegment(context, query, segment, list) {
  const { vacancy } = query;
  const { starts, values } = segment.rows;
  if (!rangesOf.has(segment)) rangesOf.set(segment, new Uint8Array(segment.count));
  const rangeOf = rangesOf.get(segment);
  const { helps } = query;
  const best = new Float64Array(vacancy.skills.length);
  const ranges = standingRanges(segment, vacancy.place, vacancy.withoutLodging);
  for (let r = ranges.length - 1; r >= 0; r--) {
    const { from, to, isWilling } = ranges[r];
    if (!isWilling) rangeOf.fill(r, from, to);
    else for (let w = from; w < to; w++) rangeOf[segment.willing.persons[w - segment.count]] = r;
  }
  for (let person = 0; person < segment.count; person++) {
    const word = gateWordAt(values, starts[person]);
    if ((word & query.failMask) !== 0) continue;
    const skills = skillsPart(query, helps, values, starts[person], best);
    if (skills < 0) continue;
    const range = ranges[rangeOf[person]];
    const score = weigh(context.policy.weights, skills, range.value, coursesPart(query, segment, starts[person]));
    if (score >= context.policy.minScore && score >= (list.worst?.score ?? 0) && passesRest(segment, query, person, word, range)) list.offer({ segment, person, score, tie: tieOf(segment.ties[person], vacancy.tieHash) });
  }
}

/** S of a row; −1 where too few essential skills are held. @param best a number a required skill */
function skillsPart(query, { slots, isEssential, from, requirement, quality }, values, at, best) {
  const { vacancy } = query;
  const records = recordsFrom(values, at);
  if (vacancy.skills.length === 0) return occupationPart(query, values, at, records);
  best.fill(0);
  let essentials = 0;
  for (let e = at + ROW_HEAD; e < records; e++) {
    const slot = slots[values[e] >>> 3];
    if (slot === 0) continue;
    essentials += isEssential[values[e] >>> 3];
    for (let h = from[slot - 1]; h < from[slot]; h++) {
      const brought = quality[h * LEVELS + (values[e] & 7)];
      if (brought > best[requirement[h]]) best[requirement[h]] = brought;
    }
  }
  if (essentials < query.essentialsNeeded) return -1;
  let sum = 0;
  for (let i = 0; i < vacancy.skills.length; i++) sum += vacancy.skills[i].weight * best[i];
  return sum / vacancy.weightSum;
}

function occupationPart(query, values, at, records) {
  let value = query.vacancy.noTrade ? NO_TRADE_FLOOR : 0;
  const occupations = recordsTo(values, at, records);
  for (let e = at + ROW_HEAD; e < records; e++) value = Math.max(value, query.skillAffinity[values[e] >>> 3]);
  for (let e = records; e < occupations; e += RECORD_WIDTH) if ((values[e + 1] & 3) !== RUNNING) value = Math.max(value, query.courseAffinity[values[e]]);
  for (let e = occupations + 1; e <= occupations + values[occupations]; e++) value = Math.max(value, query.occupationAffinities[values[e]]);
  return value;
}

/** C of a row. */
function coursesPart(query, { rows: { values }, running }, at) {
  let value = 0;
  const from = recordsFrom(values, at);
  for (let e = from, end = recordsTo(values, at, from); e < end; e += RECORD_WIDTH) {
    const fit = query.relevance[values[e]];
    if (fit === 0) continue;
    const detail = detailAt(values, e);
    const state = detail & 3;
    const given = state === RUNNING ? fit * running.factors[detail >>> 2] : fit * (state === COMPLETED ? COMPLETED_FACTOR : 1) * recency(query.asOfDay - finishedDay(detail));
    if (given > value) value = given;
  }
  return value;
}
