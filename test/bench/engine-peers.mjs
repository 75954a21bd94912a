// What others do with the same people and vacancies: PostgreSQL with an array index, MiniSearch.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import pg from 'pg';
import { prepareTrainee } from '../../dist/libs/matching/src/index.js';
import { courseRelevance } from '../../dist/libs/matching/src/parts/courses.js';
import { timed } from './timing.mjs';

const TOP = 20;

/** An embedded server with the same people, an array index (GIN) over what they bring, and the score in SQL; warm. */
export async function postgres(context, people, count, vacancies) {
  const { startEmbeddedServer } = await import('../../dist/apps/cli/src/start/embedded-server.js');
  const folder = await mkdtemp(join(tmpdir(), 'shouyu-bench-'));
  await chmod(folder, 0o755);
  const server = await startEmbeddedServer(folder);
  try {
    const client = new pg.Client({ connectionString: server.ownerUrl('postgres') });
    client.on('error', () => undefined);
    await client.connect();
    await client.query(`create unlogged table people (id uuid, terms int[], skills int[], levels int[], courses int[], worths float8[], region text, willing text[], word int, min_pay int, reach int)`);
    for (let i = 0; i < count; i += 20_000) {
      const rows = Array.from({ length: Math.min(20_000, count - i) }, (_, k) => row(context, people(i + k)));
      await client.query('insert into people select * from jsonb_populate_recordset(null::people, $1)', [JSON.stringify(rows)]);
    }
    await client.query('create index on people using gin (terms)');
    await client.query('vacuum analyze people');
    await client.query('set jit = off');
    const lists = [];
    const times = await timed(async (i) => {
      const { rows } = await client.query(sqlOf(context, vacancies[i < 0 ? 0 : i]));
      if (i >= 0) lists[i] = rows.map(({ id, score }) => ({ traineeId: id, score }));
    }, { runs: vacancies.length, warmup: 1 });
    await client.end();
    return { ...times, lists };
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const COURSE = 100_000;

function row(context, profile) {
  const trainee = prepareTrainee(context, profile);
  const courses = trainee.records.map(({ course }) => course.index);
  return {
    id: profile.id, terms: [...trainee.skillIndexes, ...courses.map((course) => COURSE + course)], skills: trainee.skillIndexes, levels: trainee.skillLevels, courses, worths: trainee.records.map(({ stateFactor, recency }) => stateFactor * recency),
    region: profile.region.padEnd(12, '0'), willing: profile.willingRegions.map((region) => region.padEnd(12, '0')), word: trainee.ownGates === 0 ? trainee.educationRank : -1, min_pay: profile.minPay ?? 0, reach: trainee.reachDepth,
  };
}

/** The score of the page for vacancies with skills, by skills, places and courses; gates of skills, pay, education and reach. */
function sqlOf(context, vacancy) {
  const relevant = [...context.catalogue.listCourses()].map((course) => [course.index, courseRelevance(course, vacancy)]).filter(([, relevance]) => relevance > 0);
  const wanted = [...vacancy.skills.flatMap(({ index, related }) => [index, ...related]), ...relevant.map(([course]) => COURSE + course)];
  const region = Object.values(vacancy.place).findLast((code) => code >= 0);
  const code = String(region);
  const prefixes = [2, 4, 6, 9].filter((digits) => digits <= code.length).map((digits) => `'${code.slice(0, digits).padEnd(12, '0')}'`);
  const [pref, county, provincial] = vacancy.withoutLodging ? [0.2, 0.5, 0.1] : [0.5, 0.8, 0.3];
  const isPrefecture = code.slice(2, 4) !== '90';
  const shared = (digits) => (digits <= code.length ? `left(p.region, ${digits}) = '${code.slice(0, digits)}'` : 'false');
  return `
    select id, score from (
      select p.id, floor(10000 * (0.5 * s.s + 0.2 * l.l + 0.3 * c.c) + 0.5 + 1e-9)::int as score
      from people p,
        lateral (select sum(r.w * coalesce((select max((case when h.skill = r.skill then 1 else 0.5 end)::float8 * least(1, h.level::float8 / r.level)) from unnest(p.skills, p.levels) h (skill, level) where h.skill = r.skill or h.skill = any(r.related)), 0)) / ${vacancy.weightSum} as s
                 from (values ${vacancy.skills.map(({ index, level, weight, related }) => `(${index}, ${level}, ${weight}, '{${related.join()}}'::int[])`).join()}) r (skill, level, w, related)) s,
        lateral (select case when p.willing && array[${prefixes.join()}] or ${shared(9)} then 1 when ${shared(6)} then ${county} when ${isPrefecture} and ${shared(4)} then ${pref} when ${shared(2)} then ${provincial} else 0.1 end as l,
                        case when p.willing && array[${prefixes.join()}] then 12 when ${shared(9)} then 9 when ${shared(6)} then 6 when ${isPrefecture} and ${shared(4)} then 4 when ${shared(2)} then 2 else 0 end as depth) l,
        lateral (select coalesce(max(x.relevance * h.worth), 0) as c from unnest(p.courses, p.worths) h (course, worth) join (values ${relevant.length === 0 ? '(-1, 0::float8)' : relevant.map(([course, relevance]) => `(${course}, ${relevance}::float8)`).join()}) x (course, relevance) on x.course = h.course) c
      where p.terms && array[${wanted.join()}] and p.word >= ${vacancy.minEducationRank} and (${vacancy.payTo ?? 'null'} is null or p.min_pay <= ${vacancy.payTo ?? 'null'})
        and (p.reach = 0 or l.depth >= least(p.reach, ${vacancy.placeDepth}))
        and (select count(*) from unnest(p.skills) h (skill) where h.skill = any('{${vacancy.essentials.join()}}'::int[])) >= ${context.policy.essentialCoverageMin * vacancy.essentials.length}
    ) scored where score >= ${context.policy.minScore} order by score desc, id limit ${TOP}`;
}

/** Full-text search over skills, courses and home, as one would do without an engine of one's own: ranked by BM25, no gate, another score. */
export function miniSearch(people, count, top = TOP) {
  const search = new MiniSearch({ fields: ['text'], tokenize: (text) => text.split(' '), processTerm: (term) => term });
  for (let i = 0; i < count; i++) {
    const { skills, courseRecords, region } = people(i);
    search.add({ id: i, text: [...skills.map(({ id }) => id), ...courseRecords.map(({ courseId }) => courseId), region.slice(0, 6)].join(' ') });
  }
  return (vacancy) => search.search([...vacancy.skills.map(({ id }) => id), vacancy.region.slice(0, 6)].join(' ')).slice(0, top);
}
