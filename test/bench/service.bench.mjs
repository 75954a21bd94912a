import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import pg from 'pg';
import { Client, fetch } from 'undici';
import { createPolicy, MatchingCatalogue, prepareVacancy, TraineeIndex } from '../../dist/libs/matching/src/index.js';
import { TraineeRows, appendTrainee } from '../../dist/libs/matching/src/search/trainee-rows.js';
import { Vocabulary } from '../../dist/libs/matching/src/search/vocabulary.js';
import { freePort } from './free-port.mjs';
import { population } from './population.mjs';
import { round, timed } from './timing.mjs';

const SEED = 20_261_124;
const PEOPLE = Number(process.env.SERVICE_TRAINEES ?? 1_000_000);
/** Everybody is registered with this county, whatever their home: the greatest list that one request can ask for. */
const COUNTY = '420121';
const VACANCIES = 300;
const REQUESTS = 200;
const BATCH = 5_000;
const HEAP_MIB = 3_072;
/** As the image and docs/operations.md start the API. */
const API_FLAGS = ['--min-semi-space-size=16'];
const MASTER_KEY = Buffer.alloc(32, 7);
const PASSWORD = 'correct-horse-battery-staple-9';
const bar = (text, reached) => `${text}: ${reached ? 'reached' : 'missed'}`;

/** The service at the size of a province: a real PostgreSQL, the built API in a process of its own, lists over HTTP. */
export async function benchService(report) {
  const { startEmbeddedServer } = await import('../../dist/apps/cli/src/start/embedded-server.js');
  const { migrate } = await import('../../dist/apps/cli/src/data-source.js');
  const folder = await mkdtemp(join(tmpdir(), 'shouyu-bench-'));
  await chmod(folder, 0o755);
  const server = await startEmbeddedServer(folder);
  let api;
  let officer;
  try {
    const url = server.ownerUrl('postgres');
    await migrate(url, MASTER_KEY);
    const made = population(SEED);
    const posts = await fill(url, made);
    const alone = await searchAlone(made, posts);
    api = await startApi(url, join(folder, 'api.log'));
    officer = await logIn(api);
    await loaded(api, officer);
    report({ what: `the API's engine loads ${PEOPLE} people of one county from PostgreSQL`, median: round(api.loadMs / 1_000, 1), unit: 's' });
    report({ what: 'memory of that API process, loaded (PSS)', median: await pssMiB(api.child.pid), unit: 'MiB' });
    await lists(report, posts, officer, alone);
    await changes(report, url, posts, officer);
  } finally {
    await officer?.close();
    api?.child.kill('SIGTERM');
    await api?.ended;
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The search by itself, over the same people in this process. */
async function searchAlone(made, posts) {
  const context = { catalogue: MatchingCatalogue.of(made.catalogue.skills, made.catalogue.courses), policy: createPolicy({ tieSalt: 'bench' }), asOf: made.asOf };
  const [rows, vocabulary] = [new TraineeRows(), new Vocabulary()];
  for (let i = 0; i < PEOPLE; i++) appendTrainee(rows, context, vocabulary, made.trainee(i));
  const index = TraineeIndex.ofRows(context, rows, vocabulary);
  const prepared = posts.map(({ profile }) => prepareVacancy(context, profile));
  return timed((i) => index.rank(prepared[(i + posts.length) % posts.length], 20), { runs: REQUESTS, warmup: 20 });
}

/** What a ranking adds over HTTP: the request as an officer sends it, less the search by itself. */
async function lists(report, posts, officer, alone) {
  const ask = async (i) => {
    const answer = await officer.get(`/v1/vacancies/${posts[(i + posts.length) % posts.length].id}/matches?limit=20`);
    if (answer.status !== 200) throw new Error(`the list was answered with ${answer.status}`);
    return answer.json();
  };
  const asked = await timed(ask, { runs: REQUESTS, warmup: 20 });
  const health = await timed(async () => (await officer.get('/v1/me')).json(), { runs: REQUESTS, warmup: 20 });
  const added = asked.p95 - alone.p95;
  report({ what: `a list of 20 of ${PEOPLE} people over HTTP, explained and named`, median: round(asked.median), p95: round(asked.p95), unit: 'ms', peer: `the search alone ${round(alone.median)} ms, p95 ${round(alone.p95)} ms; who am I, over HTTP, ${round(health.median)} ms, p95 ${round(health.p95)} ms`, bar: bar(`≤ 10 ms p95 added (${round(added)} ms)`, added <= 10) });
}

/** A change in the database, and the next list. */
async function changes(report, url, posts, officer) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('select id from registrations limit 100');
  const times = [];
  for (const [i, { id }] of rows.entries()) {
    await client.query('update registrations set min_pay = 3000, version = version + 1 where id = $1', [id]);
    const begun = performance.now();
    await (await officer.get(`/v1/vacancies/${posts[i % posts.length].id}/matches?limit=20`)).json();
    times.push(performance.now() - begun);
  }
  await client.end();
  times.sort((a, b) => a - b);
  report({ what: 'the first list after a person has changed, over HTTP', median: round(times[50]), p95: round(times[95]), unit: 'ms' });
}

/** Registrations, their skills and records, an employer and its posts, and an officer's account, straight into the tables. */
async function fill(url, made) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`set session_replication_role = replica; delete from course_skills; delete from courses; delete from skills`); // no trigger notes a million changes that nobody waits for
  const insert = (table, rows) => client.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)`, [JSON.stringify(rows)]);
  const add = (table, columns, rows) => client.query(`insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`, [JSON.stringify(rows)]);
  await add('skills', 'id, name, occupations, related', made.catalogue.skills.map((skill) => ({ ...skill, name: skill.id })));
  await add('courses', 'id, name, occupation, theory_hours, practice_hours, department, programme', made.catalogue.courses.map(({ id, occupation, hoursPlanned }) => ({ id, name: id, occupation, theory_hours: hoursPlanned, practice_hours: 0, department: '人社', programme: '就业技能培训' })));
  await insert('course_skills', made.catalogue.courses.flatMap(({ id, skills }) => skills.map((skill) => ({ course_id: id, skill_id: skill.id, level: skill.level }))));
  for (let from = 0; from < PEOPLE; from += BATCH) await fillPeople(add, Array.from({ length: Math.min(BATCH, PEOPLE - from) }, (_, i) => made.trainee(from + i)));
  const posts = await fillPosts(add, made);
  await client.query('set session_replication_role = origin; update catalogue_state set version = version + 1; analyze');
  await client.end();
  return posts;
}

async function fillPeople(add, people) {
  const owner = (i) => `${COUNTY}${100 + (i % 12)}000`;
  const registrations = people.map((person, i) => ({
    id: person.id, person_id: randomUUID(), owner_region: owner(i), county: COUNTY, name: '演示', id_number_masked: '420121***********X', born_on: person.ageBand === '18+' ? '1990-01-01' : '2010-01-01', sex: i % 2 === 0 ? 'female' : 'male',
    education: person.education, region: person.region, willing_regions: person.willingRegions.map((region) => region.padEnd(12, '0')), reach: person.reach, wanted_occupations: [], kinds_accepted: person.kindsAccepted, training_wanted: [],
    min_pay: person.minPay, available: person.available, available_to: person.availableTo, version: 1, created_at: 'now', updated_at: 'now',
  }));
  await add('registrations', Object.keys(registrations[0]).join(', '), registrations);
  const facts = (table, columns, of) => add(table, `registration_id, owner_region, ${columns}`, people.flatMap((person, i) => of(person).map((fact) => ({ registration_id: person.id, owner_region: owner(i), ...fact }))));
  await facts('registration_skills', 'skill_id, level, source', ({ skills }) => skills.map(({ id, level }) => ({ skill_id: id, level, source: 'stated' })));
  await facts('registration_occupations', 'occupation', ({ occupations }) => occupations.map((occupation) => ({ occupation })));
  await facts('registration_certificates', 'name', ({ certificates }) => certificates.map((name) => ({ name })));
  await facts('course_records', 'id, course_id, state, hours_done, ended_on, planned_end', ({ courseRecords }) => courseRecords.map((record) => ({ id: randomUUID(), course_id: record.courseId, state: record.state, hours_done: record.hoursDone, ended_on: record.endedOn, planned_end: record.plannedEnd })));
}

async function fillPosts(add, made) {
  const employer = randomUUID();
  await add('employers', 'id, owner_region, name, normalised_name', [{ id: employer, owner_region: `${COUNTY}000000`, name: '演示单位', normalised_name: '演示单位' }]);
  const posts = Array.from({ length: VACANCIES }, (_, i) => ({ id: made.vacancy(i).id, profile: { ...made.vacancy(i), employerId: employer } }));
  const rows = posts.map(({ id, profile }) => ({
    id, owner_region: `${COUNTY}000000`, employer_id: employer, source: 'employer', title: '岗位', cleaned_title: '岗位', occupation: profile.occupation, occupation_by: 'exact', offered: true, no_trade: profile.noTrade, region: profile.region.padEnd(12, '0'), lodging: profile.lodging,
    min_education: profile.minEducation, certificates: profile.certificates, pay_from: profile.pay?.from ?? null, pay_to: profile.pay?.to ?? null, openings: profile.openings, hired: 0, kind: profile.kind, min_age: profile.minAge, starts_on: profile.startsOn, status: 'open', publication: 'cleared',
    version: 1, missing_runs: 0, created_at: 'now', updated_at: 'now',
  }));
  await add('vacancies', Object.keys(rows[0]).join(', '), rows);
  await add('vacancy_skills', 'vacancy_id, skill_id, level, essential', posts.flatMap(({ id, profile }) => profile.skills.map((skill) => ({ vacancy_id: id, skill_id: skill.id, level: skill.level, essential: skill.essential }))));
  return posts;
}

/** Its log goes to a file, as a service's does: reading it here would take time of the requests that are measured. */
async function startApi(url, logFile) {
  const port = await freePort();
  const env = { PATH: process.env.PATH, DATABASE_URL: url, MASTER_KEY: MASTER_KEY.toString('base64'), PORT: String(port), LOG_LEVEL: 'info', ENGINE_HEAP_MB: String(HEAP_MIB), RATE_LIMIT_PER_MINUTE: '1000000' };
  const log = await open(logFile, 'w');
  const child = spawn(process.execPath, [...API_FLAGS, 'dist/apps/api/src/main.js'], { env, stdio: ['ignore', log.fd, 'inherit'] });
  const api = { child, base: `http://127.0.0.1:${port}`, url, loadMs: 0, ended: new Promise((done) => child.once('exit', done)) };
  await until(async () => (await readFile(logFile, 'utf8')).includes('"listening"'), 60_000);
  await log.close();
  return api;
}

/** The first administrator makes a county officer, who logs in and asks from then on. */
async function logIn(api) {
  const token = await setupToken(api.url);
  const post = async (path, body, cookie) => fetch(api.base + path, { method: 'POST', headers: { 'content-type': 'application/json', ...(cookie ? { cookie } : {}) }, body: JSON.stringify(body) });
  const cookieOf = (answer) => answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  const organizationName = '演示县人社局';
  await post('/v1/setup', { token, region: COUNTY, organizationName, loginName: 'admin', displayName: '管理员', password: PASSWORD });
  const admin = cookieOf(await post('/v1/sessions', { loginName: 'admin', password: PASSWORD }));
  const { items: [{ id: organizationId }] } = await (await fetch(`${api.base}/v1/organizations`, { headers: { cookie: admin } })).json();
  const { password } = await (await post('/v1/officers', { organizationId, role: 'county-officer', region: COUNTY, loginName: 'officer', displayName: '经办人' }, admin)).json();
  const cookie = cookieOf(await post('/v1/sessions', { loginName: 'officer', password }));
  const client = new Client(api.base); // the leanest: what the asking side takes is no part of the service
  return {
    async get(path) {
      const { statusCode, body } = await client.request({ method: 'GET', path, headers: { cookie } });
      return { status: statusCode, json: () => body.json() };
    },
    close: () => client.close(),
  };
}

/** The county has a bureau only now: the first question loads it. */
async function loaded(api, officer) {
  const begun = performance.now();
  const client = new pg.Client({ connectionString: api.url });
  await client.connect();
  const { rows: [{ id }] } = await client.query('select id from registrations limit 1');
  await client.end();
  const answer = await officer.get(`/v1/trainees/${id}/matches?limit=1`);
  if (answer.status !== 200) throw new Error(`the county was not loaded: ${answer.status}`);
  api.loadMs = performance.now() - begun;
}

async function setupToken(url) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['dist/apps/cli/src/main.js', 'setup-token'], { env: { PATH: process.env.PATH, DATABASE_URL: url, MASTER_KEY: MASTER_KEY.toString('base64') }, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    child.once('exit', () => { const [token] = /[A-Za-z0-9_-]{20,}/.exec(text) ?? [];
      if (token === undefined) fail(new Error('no token'));
      else done(token);
     });
  });
}

async function until(holds, limitMs) {
  for (const end = performance.now() + limitMs; performance.now() < end; await new Promise((done) => setTimeout(done, 50))) if (await holds()) return;
  throw new Error('the API did not start in time');
}

async function pssMiB(pid) {
  return Math.round(Number(/^Pss:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1_024);
}
