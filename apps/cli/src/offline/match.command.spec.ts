import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { matchCommand } from './match.command.js';

/** Loose on purpose: most inputs here are broken. */
type Json = Record<string, unknown>;

interface Ranking {
  readonly ranked: readonly { traineeId: string; eligible: boolean; gates: string[] }[];
}

const SKILLS: readonly Json[] = [{ id: 'weld.arc', occupations: ['6-18-02-04'], related: ['weld.gas'] }, { id: 'weld.gas', occupations: ['6-18-02-04'], related: [] }];
const COURSE_SKILLS: readonly Json[] = [{ id: 'weld.arc', level: 2 }];
const COURSE: Json = { id: 'c1', occupation: '6-18-02-04', skills: COURSE_SKILLS, hoursPlanned: 120 };
const CATALOGUE: Json = { skills: SKILLS, courses: [COURSE] };

function vacancy(over: Json = {}): Json {
  return {
    id: 'v1', employerId: 'e1', occupation: '6-18-02-04', noTrade: false, skills: [{ id: 'weld.arc', level: 2, essential: true }], region: '420626100000', lodging: null, minEducation: null, certificates: [],
    pay: { from: 4000, to: 6000 }, openings: 3, open: true, validThrough: '2026-12-31', startsOn: null, endsOn: null, kind: 'full-time', minAge: 16, ...over,
  };
}

function record(over: Json = {}): Json {
  return { courseId: 'c1', state: 'certified', endedOn: '2026-06-30', hoursDone: 120, plannedEnd: null, ...over };
}

function trainee(over: Json = {}): Json {
  return {
    id: 't1', skills: [{ id: 'weld.arc', level: 1 }], region: '420626106000', willingRegions: ['420600'], reach: null, occupations: ['6-18-02-04'], education: 'junior-high', certificates: [], ageBand: '18+', minPay: 3500,
    available: true, availableFrom: null, availableTo: null, kindsAccepted: [], courseRecords: [record()], refused: { vacancies: [], employers: [] }, ...over,
  };
}

function input(over: Json = {}): Json {
  return {
    asOf: '2026-11-23',
    policy: { version: 'p1', weights: { skills: 0.5, location: 0.2, courses: 0.3 }, minScore: 4000, essentialCoverageMin: 0.5, tieSalt: '2026-11' },
    catalogue: CATALOGUE,
    vacancies: [vacancy()],
    trainees: [trainee()],
    ...over,
  };
}

function linesOf(document: Json): string[] {
  const profiles = [...(document['trainees'] as Json[]).map((each) => ({ trainee: each })), ...(document['vacancies'] as Json[]).map((each) => ({ vacancy: each }))];
  return [{ asOf: document['asOf'], policy: document['policy'] }, { catalogue: document['catalogue'] }, ...profiles].map((line) => JSON.stringify(line));
}

function sink(): { stream: Writable; text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({ highWaterMark: 16, write: (chunk: Buffer, _encoding, done) => (chunks.push(chunk), setImmediate(done)) });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

async function run(stdin: string | Buffer | Json, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const bytes = Buffer.isBuffer(stdin) ? stdin : Buffer.from(typeof stdin === 'string' ? stdin : JSON.stringify(stdin));
  const pieces = Array.from({ length: Math.ceil(bytes.length / 97) }, (_, i) => bytes.subarray(i * 97, (i + 1) * 97));
  const [out, err] = [sink(), sink()];
  const code = await matchCommand(args.length > 0 ? args : ['--input', '-'], { stdin: Readable.from(pieces), stdout: out.stream, stderr: err.stream });
  await new Promise((resolve) => err.stream.end(resolve));
  return { code, out: out.text(), err: err.text() };
}

const EXAMPLE_LINE = '{"vacancyId":"v1","ranked":[{"traineeId":"t1","score":9735,"parts":{"skills":1,"location":1,"courses":0.91178},"eligible":true,"eligibleOn":null,"gates":[]}],"pending":[]}\n';

describe('match', () => {
  it('answers the worked example, from JSON on one line, on many lines, and with a byte order mark', async () => {
    for (const text of [JSON.stringify(input()), JSON.stringify(input(), null, 2), `\uFEFF${JSON.stringify(input())}\r\n`]) expect(await run(text)).toEqual({ code: 0, out: EXAMPLE_LINE, err: '' });
  });

  it('answers the same from NDJSON, whose trainees may come before the vacancies, with blank lines between', async () => {
    expect(await run(linesOf(input()).join('\n\n'))).toEqual({ code: 0, out: EXAMPLE_LINE, err: '' });
  });

  it('takes the defaults for a policy, or a field of it, that is absent', async () => {
    const { policy: _, ...without } = input();
    expect(await run(without)).toEqual({ code: 0, out: EXAMPLE_LINE, err: '' });
    expect(await run(input({ policy: { tieSalt: 'x' } }))).toEqual({ code: 0, out: EXAMPLE_LINE, err: '' });
  });

  it('lists a trainee in a running course apart, with the gate and the day', async () => {
    const learner = trainee({ skills: [], occupations: ['6-18-02-04'], courseRecords: [record({ state: 'in-progress', endedOn: null, hoursDone: 60, plannedEnd: '2026-12-20' })] });
    const { out } = await run(input({ policy: { minScore: 2000 }, trainees: [learner] }));
    expect(JSON.parse(out)).toEqual({
      vacancyId: 'v1',
      ranked: [],
      pending: [{ traineeId: 't1', score: 2600, parts: { skills: 0, location: 1, courses: 0.2 }, eligible: false, eligibleOn: '2026-12-20', gates: ['ESSENTIAL_SKILLS_BELOW'] }],
    });
  });

  it('gives at most --top a vacancy, and with --all every pair whatever its score and gates', async () => {
    const trainees = [trainee(), trainee({ id: 't2', available: false, skills: [], courseRecords: [], willingRegions: [], region: null }), trainee({ id: 't3', courseRecords: [] })];
    const top = await run(input({ trainees }), '--input', '-', '--top', '1');
    expect((JSON.parse(top.out) as Ranking).ranked.map((pair) => pair.traineeId)).toEqual(['t1']);
    const all = JSON.parse((await run(input({ trainees }), '--input', '-', '--top', '1', '--all')).out) as Ranking;
    expect(all.ranked.map((pair) => [pair.traineeId, pair.eligible, pair.gates])).toEqual([['t1', true, []], ['t3', true, []], ['t2', false, ['TRAINEE_UNAVAILABLE', 'ESSENTIAL_SKILLS_BELOW']]]);
    expect('pending' in all).toBe(false);
  });

  it('answers nothing for no vacancies, and empty lists for no trainees', async () => {
    expect(await run(input({ vacancies: [] }))).toEqual({ code: 0, out: '', err: '' });
    expect((await run(input({ trainees: [] }))).out).toBe('{"vacancyId":"v1","ranked":[],"pending":[]}\n');
  });

  it('accepts every unknown that the page allows', async () => {
    const unknown = { employerId: null, occupation: null, region: null, lodging: null, minEducation: null, pay: { from: null, to: null }, openings: null, validThrough: null, startsOn: null, endsOn: null, kind: null };
    const nobody = { region: null, reach: null, education: null, minPay: null, availableFrom: null, availableTo: null, courseRecords: ['in-progress', 'dropped', 'failed'].map((state) => record({ state, endedOn: null, hoursDone: null })) };
    expect((await run(input({ vacancies: [vacancy(unknown), vacancy({ id: 'v2', pay: null })], trainees: [trainee(nobody)] }))).code).toBe(0);
  });

  it('counts any whole number of openings, however great', async () => {
    expect((await run(input({ vacancies: [vacancy({ openings: 1e300 })] }))).out).toBe(EXAMPLE_LINE);
  });

  it('takes repeats in lists that are sets', async () => {
    const doubled = trainee({ willingRegions: ['420600', '4206'], occupations: ['6-18', '6-18'], certificates: ['a', 'a'], kindsAccepted: ['day', 'day', 'full-time'], refused: { vacancies: ['v9', 'v9'], employers: ['e9', 'e9'] }, courseRecords: [record(), record()] });
    expect((await run(input({ trainees: [doubled] }))).code).toBe(0);
  });
});

describe('match with files', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'match-'))));
  afterAll(async () => rm(folder, { recursive: true }));

  it('writes the output under its name only when it is whole', async () => {
    const [from, to] = [join(folder, 'in.json'), join(folder, 'out.ndjson')];
    await writeFile(from, JSON.stringify(input()));
    expect(await run('', '--input', from, '--output', to)).toEqual({ code: 0, out: '', err: '' });
    expect(await readFile(to, 'utf8')).toBe(EXAMPLE_LINE);
    expect((await readdir(folder)).sort()).toEqual(['in.json', 'out.ndjson']);
  });

  it('leaves an earlier output untouched when the input is bad', async () => {
    const to = join(folder, 'kept.ndjson');
    await writeFile(to, 'earlier\n');
    expect((await run(input({ asOf: 'x' }), '--input', '-', '--output', to)).code).toBe(2);
    expect(await readFile(to, 'utf8')).toBe('earlier\n');
  });

  it('says which file it cannot read or write', async () => {
    expect(await run('', '--input', join(folder, 'none'))).toEqual({ code: 2, out: '', err: '--input: cannot be read (ENOENT)\n' });
    expect(await run('', '--input', folder)).toEqual({ code: 2, out: '', err: '--input: cannot be read (EISDIR)\n' });
    expect(await run(input(), '--input', '-', '--output', join(folder, 'none', 'x'))).toEqual({ code: 2, out: '', err: '--output: cannot be written (ENOENT)\n' });
  });
});

/** Each: what is wrong, the document, and the path of its one fault. */
const ROOT_REFUSALS: [string, unknown, string][] = [
  ['no object', [], '$'],
  ['no day', { ...input(), asOf: undefined }, '$.asOf'],
  ['a day that is not in the calendar', input({ asOf: '2026-02-30' }), '$.asOf'],
  ['a key that the page does not know', input({ note: 1 }), '$.note'],
  ['no catalogue', { ...input(), catalogue: undefined, vacancies: [], trainees: [] }, '$.catalogue'],
  ['no list of vacancies', { ...input(), vacancies: undefined }, '$.vacancies'],
  ['trainees that are no list', input({ trainees: {} }), '$.trainees'],
  ['a vacancy that is null', input({ vacancies: [null] }), '$.vacancies[0]'],
  ['a policy that is null', input({ policy: null }), '$.policy'],
  ['an unknown key in the policy', input({ policy: { bonus: 1 } }), '$.policy.bonus'],
  ['a fourth weight', input({ policy: { weights: { skills: 0.5, location: 0.2, courses: 0.3, age: 0 } } }), '$.policy.weights.age'],
  ['a weight left out', input({ policy: { weights: { skills: 0.5, location: 0.5 } } }), '$.policy.weights.courses'],
  ['weights that do not sum to 1', input({ policy: { weights: { skills: 0.5, location: 0.2, courses: 0.2 } } }), '$.policy.weights'],
  ['a negative weight', input({ policy: { weights: { skills: 1.2, location: -0.2, courses: 0 } } }), '$.policy.weights.location'],
  ['a weight that is a text', input({ policy: { weights: { skills: '0.5', location: 0.2, courses: 0.3 } } }), '$.policy.weights.skills'],
  ['a least score above 10000', input({ policy: { minScore: 10_001 } }), '$.policy.minScore'],
  ['a coverage above 1', input({ policy: { essentialCoverageMin: 1.1 } }), '$.policy.essentialCoverageMin'],
  ['a version that is a number', input({ policy: { version: 1 } }), '$.policy.version'],
  ['two vacancies of one id', input({ vacancies: [vacancy(), vacancy()] }), '$.vacancies[1].id'],
  ['two trainees of one id', input({ trainees: [trainee(), trainee()] }), '$.trainees[1].id'],
];

const catalogueWith = (over: Json): Json => input({ catalogue: { ...CATALOGUE, ...over } });
const CATALOGUE_REFUSALS: [string, unknown, string][] = [
  ['two skills of one id', catalogueWith({ skills: [...SKILLS, SKILLS[0]] }), '$.catalogue.skills[2].id'],
  ['two courses of one id', catalogueWith({ courses: [COURSE, COURSE] }), '$.catalogue.courses[1].id'],
  ['a relation to a skill that is not there', catalogueWith({ skills: [...SKILLS, { id: 'x', occupations: [], related: ['y'] }] }), '$.catalogue.skills[2].related[0]'],
  ['a malformed occupation of a skill', catalogueWith({ skills: [...SKILLS, { id: 'x', occupations: ['61'], related: [] }] }), '$.catalogue.skills[2].occupations[0]'],
  ['a course without hours', catalogueWith({ courses: [{ ...COURSE, hoursPlanned: undefined }] }), '$.catalogue.courses[0].hoursPlanned'],
  ['a course of negative hours', catalogueWith({ courses: [{ ...COURSE, hoursPlanned: -1 }] }), '$.catalogue.courses[0].hoursPlanned'],
  ['a course that teaches a skill twice', catalogueWith({ courses: [{ ...COURSE, skills: [...COURSE_SKILLS, ...COURSE_SKILLS] }] }), '$.catalogue.courses[0].skills[1].id'],
  ['a course that teaches level 6', catalogueWith({ courses: [{ ...COURSE, skills: [{ id: 'weld.gas', level: 6 }] }] }), '$.catalogue.courses[0].skills[0].level'],
  ['an unknown key in a course', catalogueWith({ courses: [{ ...COURSE, price: 1 }] }), '$.catalogue.courses[0].price'],
  ['an unknown key in the catalogue', catalogueWith({ regions: [] }), '$.catalogue.regions'],
];

/** Wrong values of single fields, and the path below the profile. */
const WRONG_OF_VACANCY: [string, unknown, string?][] = [
  ['id', ''], ['id', 1], ['employerId', ''], ['occupation', '6-18-2'], ['occupation', 6], ['noTrade', null], ['noTrade', 0], ['skills', null], ['skills', [{ id: 'nope', level: 1, essential: true }], 'skills[0].id'],
  ['skills', [{ id: 'weld.arc', level: 0, essential: true }], 'skills[0].level'], ['skills', [{ id: 'weld.arc', level: 1.5, essential: true }], 'skills[0].level'], ['skills', [{ id: 'weld.arc', level: 1 }], 'skills[0].essential'],
  ['skills', [{ id: 'weld.arc', level: 1, essential: true }, { id: 'weld.arc', level: 2, essential: false }], 'skills[1].id'], ['region', '42062'], ['region', 'ABC'], ['region', '000626'], ['region', 420626], ['lodging', 'yes'],
  ['minEducation', 'phd'], ['certificates', null], ['certificates', [1], 'certificates[0]'], ['pay', 4000], ['pay', { from: 1 }, 'pay.to'], ['pay', { from: 6000, to: 4000 }, 'pay.to'], ['pay', { from: 1, to: 2, net: 1 }, 'pay.net'],
  ['pay', { from: 0.5, to: null }, 'pay.from'], ['pay', { from: null, to: -1 }, 'pay.to'], ['openings', 1.5], ['openings', -1], ['openings', '3'], ['open', null], ['validThrough', '2026-13-01'], ['startsOn', '2026-1-1'],
  ['endsOn', '20261123'], ['kind', 'fulltime'], ['minAge', 17], ['minAge', '16'],
];

const WRONG_OF_TRAINEE: [string, unknown, string?][] = [
  ['id', null], ['skills', [{ id: 'weld.arc', level: '1' }], 'skills[0].level'], ['skills', [{ id: 'weld.arc', level: 1, essential: true }], 'skills[0].essential'], ['region', ''], ['willingRegions', null], ['willingRegions', ['4206', 'x'], 'willingRegions[1]'],
  ['reach', 'village'], ['occupations', null], ['occupations', [null], 'occupations[0]'], ['education', ''], ['certificates', 'a'], ['ageBand', null], ['ageBand', '18'], ['minPay', 1.5], ['minPay', -1], ['available', 'yes'],
  ['availableFrom', '2026-02-29'], ['availableTo', 1], ['kindsAccepted', ['any'], 'kindsAccepted[0]'], ['courseRecords', [record({ courseId: 'c9' })], 'courseRecords[0].courseId'], ['courseRecords', [record({ state: 'done' })], 'courseRecords[0].state'],
  ['courseRecords', [record({ endedOn: null })], 'courseRecords[0].endedOn'], ['courseRecords', [record({ state: 'completed', endedOn: null })], 'courseRecords[0].endedOn'], ['courseRecords', [record({ endedOn: '2026-11-24' })], 'courseRecords[0].endedOn'],
  ['courseRecords', [record({ state: 'dropped', endedOn: '2027-01-01' })], 'courseRecords[0].endedOn'], ['courseRecords', [record({ hoursDone: -1 })], 'courseRecords[0].hoursDone'], ['courseRecords', [record({ plannedEnd: 'soon' })], 'courseRecords[0].plannedEnd'],
  ['courseRecords', [record({ grade: 'A' })], 'courseRecords[0].grade'], ['refused', null], ['refused', { vacancies: [] }, 'refused.employers'], ['refused', { vacancies: [''], employers: [] }, 'refused.vacancies[0]'],
];

async function expectOneFault(document: unknown, path: string): Promise<void> {
  const { code, out, err } = await run(JSON.stringify(document));
  expect({ code, out, lines: err.trimEnd().split('\n').length, path: err.slice(0, err.indexOf(': ')) }).toEqual({ code: 2, out: '', lines: 1, path });
}

describe('match refuses, with one line and nothing on the output,', () => {
  it.each([...ROOT_REFUSALS, ...CATALOGUE_REFUSALS])('%s', async (_, document, path) => expectOneFault(document, path));

  // Rows are filled up: Jest takes a parameter without a value for its callback.
  it.each(WRONG_OF_VACANCY.map(([field, value, path = field]) => [field, value, path] as const))('a vacancy whose %s is %j', async (field, value, path) => expectOneFault(input({ vacancies: [vacancy({ [field]: value })] }), `$.vacancies[0].${path}`));
  it.each(WRONG_OF_TRAINEE.map(([field, value, path = field]) => [field, value, path] as const))('a trainee whose %s is %j', async (field, value, path) => expectOneFault(input({ trainees: [trainee({ [field]: value })] }), `$.trainees[0].${path}`));

  it.each(Object.keys(vacancy()))('a vacancy without %s', async (key) => expectOneFault(input({ vacancies: [vacancy({ [key]: undefined })] }), `$.vacancies[0].${key}`));
  it.each(Object.keys(trainee()))('a trainee without %s', async (key) => expectOneFault(input({ trainees: [trainee({ [key]: undefined })] }), `$.trainees[0].${key}`));
  it.each(Object.keys(record()))('a course record without %s', async (key) => expectOneFault(input({ trainees: [trainee({ courseRecords: [record({ [key]: undefined })] })] }), `$.trainees[0].courseRecords[0].${key}`));

  it('days in the wrong order', async () => {
    await expectOneFault(input({ vacancies: [vacancy({ startsOn: '2026-12-02', endsOn: '2026-12-01' })] }), '$.vacancies[0].endsOn');
    await expectOneFault(input({ trainees: [trainee({ availableFrom: '2026-12-02', availableTo: '2026-12-01' })] }), '$.trainees[0].availableTo');
  });

  it('a key that would carry more than a score may know', async () => {
    await expectOneFault(input({ trainees: [trainee({ sex: 'f' })] }), '$.trainees[0].sex');
    await expectOneFault(input({ vacancies: [vacancy({ 'age wish\n': 35 })] }), '$.vacancies[0]["age wish\\n"]');
  });

  it('a number that JSON cannot hold, and what is no JSON or no UTF-8 at all', async () => {
    const text = JSON.stringify(input());
    expect(await run(text.replace('"hoursPlanned":120', '"hoursPlanned":1e999'))).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^\$\.catalogue\.courses\[0\]\.hoursPlanned: [^\n]+\n$/) });
    for (const broken of [text.replace('"hoursPlanned":120', '"hoursPlanned":NaN'), text.slice(0, -1), '', '\n\n', '<html>\n</html>', Buffer.from([0x7b, 0xff, 0x7d])]) {
      expect(await run(broken)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^\$: [^\n]+\n$/) });
    }
  });
});

describe('match on bad NDJSON', () => {
  const lines = linesOf(input());
  it.each<[string, string[], string]>([
    ['names the line of a wrong field', [...lines.slice(0, 3), JSON.stringify({ vacancy: vacancy({ region: 'x' }) })], 'line 4 $.region'],
    ['names the line of a wrong policy', [JSON.stringify({ asOf: '2026-11-23', policy: { minScore: 'x' } }), ...lines.slice(1)], 'line 1 $.policy.minScore'],
    ['names the line of a wrong catalogue', [lines[0]!, JSON.stringify({ catalogue: { ...CATALOGUE, courses: [{ ...COURSE, hoursPlanned: -1 }] } }), ...lines.slice(2)], 'line 2 $.courses[0].hoursPlanned'],
    ['wants the catalogue on the second line', [lines[0]!, lines[2]!.replace('trainee', 'catalog')], 'line 2 $.catalog'],
    ['names the line that is no JSON', [...lines.slice(0, 3), '{"vacancy":'], 'line 4 $'],
    ['names a first line that is no JSON', ['{"asOf": 2026-11-23}', ...lines.slice(1)], 'line 1 $'],
    ['refuses a line of something else', [...lines, '{"note":{}}'], 'line 5 $'],
    ['refuses a line that is no object', [...lines, '7'], 'line 5 $'],
    ['refuses a line with two profiles', [...lines, JSON.stringify({ vacancy: vacancy({ id: 'v2' }), trainee: 1 })], 'line 5 $.trainee'],
    ['refuses an id given twice', [...lines, lines[2]!], 'line 5 $.id'],
    ['counts blank lines', [...lines, '', JSON.stringify({ trainee: trainee({ id: 't2', reach: 1 }) })], 'line 6 $.reach'],
  ])('%s', async (_, broken, path) => {
    const { code, out, err } = await run(broken.join('\n'));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.slice(0, err.indexOf(': '))).toBe(path);
  });

  it('answers nothing although only the last of many lines is wrong', async () => {
    const many = Array.from({ length: 50 }, (_, i) => JSON.stringify({ trainee: trainee({ id: `u${i}` }) }));
    expect(await run([...lines, ...many, '{"trainee":{}}'].join('\n'))).toMatchObject({ code: 2, out: '' });
  });
});

describe('match prints faults', () => {
  it('all of them in the order of the input, and at most 100', async () => {
    const two = await run(input({ vacancies: [vacancy({ openings: -1, minAge: 3 })], trainees: [trainee({ reach: 'x' })] }));
    expect(two.err.split('\n').map((line) => line.split(':')[0])).toEqual(['$.vacancies[0].openings', '$.vacancies[0].minAge', '$.trainees[0].reach', '']);
    const wrong = Array.from({ length: 150 }, (_, i) => trainee({ id: `t${i}`, minPay: -1 }));
    for (const text of [JSON.stringify(input({ trainees: wrong })), linesOf(input({ trainees: wrong })).join('\n')]) expect((await run(text)).err.trimEnd().split('\n')).toHaveLength(100);
  });

  it('of fields that do not fit together also where another field is wrong', async () => {
    const policy = { version: 1, weights: { skills: 1, location: 1, courses: 0 }, minScore: -1 };
    const crossed = { vacancy: vacancy({ kind: 'x', startsOn: '2027-01-01', endsOn: '2026-12-31' }), trainee: trainee({ minPay: -1, availableFrom: '2027-01-01', availableTo: '2026-12-31', courseRecords: [record({ endedOn: '2026-11-24', hoursDone: -1 })] }) };
    expect((await run(input({ policy, vacancies: [crossed.vacancy], trainees: [crossed.trainee] }))).err.trimEnd().split('\n').map((line) => line.split(':')[0])).toEqual([
      '$.policy.version', '$.policy.weights', '$.policy.minScore', '$.vacancies[0].kind', '$.vacancies[0].endsOn',
      '$.trainees[0].minPay', '$.trainees[0].courseRecords[0].hoursDone', '$.trainees[0].courseRecords[0].endedOn', '$.trainees[0].availableTo',
    ]);
  });

  it.each<[string, string[]]>([
    ['no --input', []], ['an unknown option', ['--input', '-', '--fast']], ['a stray word', ['file.json']], ['an --input without a value', ['--input']],
    ['--top 0', ['--input', '-', '--top', '0']], ['--top 1.5', ['--input', '-', '--top', '1.5']], ['--top -1', ['--input', '-', '--top', '-1']], ['--top ten', ['--input', '-', '--top=ten']],
  ])('one for %s', async (_, args) => {
    const [out, err] = [sink(), sink()];
    const code = await matchCommand(args, { stdin: Readable.from([JSON.stringify(input())]), stdout: out.stream, stderr: err.stream });
    await new Promise((resolve) => err.stream.end(resolve));
    expect({ code, out: out.text() }).toEqual({ code: 2, out: '' });
    expect(err.text()).toMatch(/^[^\n]+\n$/);
  });
});
