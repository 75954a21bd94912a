import { addDays } from '@app/kernel';
import type pg from 'pg';
import type { ApiAnswer, ApiClient } from './api.js';
import { COUNTY, inDays, madeUpCreditCode, order, scanForm, TODAY } from './orders.js';
import { madeUpPeople } from './people.js';
import { madeUpPdf } from './scans.js';

const WELDING = '6-18-02-04';
const TOWN = '420626106';
const VILLAGE = '420626106248';
const SEATS = 3;
const DAYS = { startsOn: inDays(25), endsOn: inDays(50) };
const BY_AGENT = { signer: 'authorised-agent', on: TODAY };

/** What the walk leaves, in words that are the same whenever it is walked. */
export interface WalkEnd {
  readonly history: readonly string[];
  readonly offers: readonly string[];
  readonly figures: Readonly<Record<string, number | null>>;
  readonly certificates: readonly string[];
  readonly hours: readonly number[];
  readonly told: readonly string[];
  readonly failed: number;
  /** Whom the engine seated in the order's class; how often such a plan was made. */
  readonly seated: readonly string[];
  /** The classes of a calendar: why not held, or people and days; how often one was made. */
  readonly calendar: readonly string[];
  /** Of the class's statements: people, whole fen, state. */
  readonly statements: readonly string[];
}

/**
 * From the shortage board to the settlement over HTTP, as an officer and an employer walk it. What only time does, and an
 * officer's log-in cannot (days that pass, a provider in the county), is done behind the application's back.
 */
export class OrderWalk {
  readonly #people = madeUpPeople(4_711);
  #employer!: ApiClient;
  #providerId = '';
  #trainees: string[] = [];
  /** Who refused. */
  #spare = '';
  #id = '';
  #classId = '';
  #sessionId = '';
  /** What was seen on the way, for whoever prints it. */
  readonly seen: string[] = [];

  constructor(private readonly officer: ApiClient, private readonly second: ApiClient, private readonly owner: pg.Pool, private readonly hook: string) {}

  /** The steps in their order; each is whole when it returns, but for what the worker does after it. */
  readonly steps: readonly (readonly [string, () => Promise<void>])[] = [
    ['a county with people, an employer and a provider', () => this.#county()],
    ['the shortage board', () => this.#board()],
    ['an order by API', () => this.#order()],
    ['approval', () => this.#approval()],
    ['the queue', () => this.#queue()],
    ['candidates', () => this.#candidates()],
    ['told and agreed', () => this.#offers()],
    ['a class in a village', () => this.#class()],
    ['attendance', () => this.#attendance()],
    ['certificates', () => this.#certificates()],
    ['hires under the pledge', () => this.#hires()],
    ['R4 and settlement', () => this.#settlement()],
    ['the money of the class', () => this.#money()],
  ];

  /** The same with what the worker works out for long: seats after the candidates, a calendar at the end. */
  get longSteps(): readonly (readonly [string, () => Promise<void>])[] {
    return [...this.steps.flatMap((step) => (step[0] === 'candidates' ? [step, ['seats by the engine', () => this.#seats()] as const] : [step])), ['a calendar of classes', () => this.#calendar()]];
  }

  async #county(): Promise<void> {
    this.#providerId = (await this.owner.query<{ id: string }>(`insert into organizations (id, owner_region, kind, name) values (gen_random_uuid(), $1, 'training-provider', '保康县测试培训学校') returning id`, [`${COUNTY}000000`])).rows[0]!.id;
    const employer = (await this.#ok(this.officer.post('/v1/employers', { name: '保康县测试机械厂', creditCode: madeUpCreditCode(700_001) }))).body;
    await this.#ok(this.officer.post(`/v1/employers/${employer.id}/verification`, {}, { 'if-match': `"${employer.version as number}"` }));
    const { key } = (await this.#ok(this.officer.post(`/v1/employers/${employer.id}/api-keys`, { scopes: ['vacancy.create', 'vacancy.read', 'training-order.create', 'training-order.read', 'training-order.change'], days: 30 }))).body;
    this.#employer = this.officer.with({ authorization: `Bearer ${key as string}` });
    await this.#ok(this.officer.post('/v1/webhooks', { employerId: employer.id, url: this.hook, eventTypes: ['order.state-changed'] }));
    for (let i = 0; i < SEATS + 1; i++) {
      const { idNumber, name, phone } = this.#people.next();
      this.#trainees.push((await this.#ok(this.officer.post('/v1/trainees', { idNumber, name, phone, township: TOWN, education: 'vocational' }))).body.id as string);
    }
    await this.#ok(this.#employer.post('/v1/employer/vacancies', { externalRef: 'W-1', title: '电焊工', region: TOWN, payFrom: 4_000, payTo: 5_000, openings: 900 }));
  }

  async #board(): Promise<void> {
    await this.#ok(this.officer.post('/v1/shortages/refresh'));
    const line = await this.#until(async () => {
      const { status, body } = await this.officer.get('/v1/shortages');
      return status === 200 ? ((body.lines as { occupation: string; unfillable: number }[]).find(({ occupation, unfillable }) => occupation === WELDING && unfillable > 0) ?? null) : null;
    });
    this.#say(`缺工板：${WELDING} 缺 ${line.unfillable} 人`);
  }

  async #order(): Promise<void> {
    const made = await this.#ok(this.#employer.post('/v1/training-orders', order({ externalRef: 'W-1', seats: SEATS, skills: [{ skillId: 'weld.arc', level: 1 }], workplace: TOWN, siteRegion: VILLAGE, siteKind: 'village' })));
    this.#id = made.body.id as string;
    this.#say(`订单 ${made.body.stateLabel as string}，承诺 ${made.body.seats as number} 个岗位，月薪 ${made.body.payYuan as number} 元`);
  }

  async #approval(): Promise<void> {
    for (const path of ['review', 'approval']) await this.#act(path);
  }

  async #queue(): Promise<void> {
    await this.#ok(this.officer.post('/v1/provider-slots', { providerId: this.#providerId, occupation: WELDING, fromOn: inDays(20), seats: 10 }));
    const place = await this.#until(async () => {
      const { status, body } = await this.#employer.get(`${this.#path}/queue-place`);
      return status === 200 && body.opensOn !== null ? (body as { position: number; of: number; opensOn: string }) : null;
    });
    this.#say(`排队第 ${place.position} 位，共 ${place.of} 个，预计 ${place.opensOn === inDays(20) ? '20 天后' : place.opensOn} 开班`);
    await this.#act('recruiting');
  }

  async #candidates(): Promise<void> {
    for (const traineeId of this.#trainees) await this.#ok(this.officer.post(`${this.#path}/applications`, { traineeId }));
    const { body } = await this.#ok(this.officer.get(`${this.#path}/candidates?limit=50`));
    const listed = JSON.stringify(body);
    for (const id of this.#trainees) if (!listed.includes(id)) throw new Error('somebody who wishes it is no candidate');
    const { figures } = body as { figures: Record<'qualified' | 'afterCourse' | 'applicants', { people: number }> };
    this.#say(`候选人：今天就符合 ${figures.qualified.people} 人，学完可符合 ${figures.afterCourse.people} 人，报名 ${figures.applicants.people} 人`);
  }

  /** The engine shares the seats out; an officer looks at it, and asks whom they like. */
  async #seats(): Promise<void> {
    const { id } = (await this.#ok(this.officer.post('/v1/seat-assignments', {}))).body as { id: string };
    await this.#until(async () => ((await this.officer.get(`/v1/seat-assignments/${id}`)).body.state === 'waiting' ? null : true));
  }

  /** Another class, with somebody who sits in no other: when and where it could be held. */
  async #calendar(): Promise<void> {
    const window = { from: inDays(25), to: inDays(80) };
    const { id: classId } = (await this.#ok(this.officer.post('/v1/classes', { name: '焊工二班', courseId: 'welding', programme: '就业技能培训', providerId: this.#providerId, region: TOWN, startsOn: window.from, endsOn: window.to, seats: 10, theoryHours: 12, practiceHours: 6 }))).body as { id: string };
    await this.#ok(this.officer.post(`/v1/classes/${classId}/enrolments`, { traineeIds: [this.#spare] }));
    await this.#ok(this.officer.post('/v1/practice-bases', { name: '焊接实训基地', region: TOWN, seats: 40, occupations: ['6-18'], households: 12 }));
    const { id } = (await this.#ok(this.officer.post('/v1/class-calendars', { ...window, hoursPerDay: 6 }))).body as { id: string };
    await this.#until(async () => ((await this.officer.get(`/v1/class-calendars/${id}`)).body.state === 'waiting' ? null : true));
  }

  /** One more is asked than there are seats, and refuses. */
  async #offers(): Promise<void> {
    const { offerIds } = (await this.#ok(this.officer.post(`${this.#path}/offers`, { source: 'officer', traineeIds: this.#trainees, ...DAYS }))).body as { offerIds: string[] };
    for (const id of offerIds) await this.#ok(this.officer.post(`${this.#path}/offers/${id}/telling`, { channel: 'visit' }));
    const offers = (await this.#ok(this.officer.get(`${this.#path}/offers?limit=50`))).body.items as { id: string; trainee: { id: string } }[];
    for (const { id, trainee } of offers) {
      const refuses = trainee.id === this.#trainees.at(-1);
      await this.#ok(this.officer.post(`${this.#path}/offers/${id}/${refuses ? 'refusal' : 'acceptance'}`, refuses ? { code: 'trainee-too-far' } : {}));
    }
    this.#spare = this.#trainees.at(-1)!;
    this.#trainees = this.#trainees.slice(0, SEATS);
    this.#say(`告知 ${offers.length} 人岗位、月薪、地点和合同：接受 ${SEATS} 人，拒绝 ${offers.length - SEATS} 人（离家太远）`);
  }

  async #class(): Promise<void> {
    for (const kind of ['provider-employer', 'employer-bureau']) {
      const { id } = (await this.#ok(this.officer.post(`${this.#path}/agreements`, { kind, first: BY_AGENT, second: BY_AGENT }))).body as { id: string };
      await this.#ok(this.officer.send('POST', `/v1/agreements/${id}/files`, scanForm(madeUpPdf(kind))));
    }
    this.#classId = (await this.#act('class')).body.classId as string;
    await this.#ok(this.officer.post(`${this.#path}/agreements/trainees`, { traineeIds: this.#trainees, first: { signer: 'self', on: TODAY }, second: BY_AGENT }));
    const instructor = (await this.#ok(this.officer.post('/v1/instructors', { name: '焊接教研组甲老师', kind: 'teacher', occupations: [WELDING], homeRegion: TOWN, reach: 'county' }))).body.id as string;
    const room = (await this.#ok(this.officer.post('/v1/teaching-rooms', { name: '村委会活动室', kind: 'village', region: VILLAGE, seats: 40 }))).body.id as string;
    this.#sessionId = await this.#session(instructor, room);
    await this.#ok(this.officer.post(`/v1/classes/${this.#classId}/moves`, { to: 'teaching' }));
    await this.#act('training');
    this.#say('送培训下村：班次授课中，课表一次');
  }

  /** The first day of the class that is no day of rest, no holiday and no season of farm work; then the days until it pass. */
  async #session(instructorId: string, roomId: string): Promise<string> {
    for (let day = DAYS.startsOn; day <= DAYS.endsOn; day = addDays(day, 1)) {
      const made = await this.officer.post(`/v1/classes/${this.#classId}/sessions`, { sessions: [{ taughtOn: day, period: 'morning', part: 'theory', hours: 4, roomId, instructorId }] });
      if (made.status === 422) continue;
      await this.#ok(Promise.resolve(made));
      await this.#pass(Math.round((Date.parse(day) - Date.parse(TODAY)) / 86_400_000));
      return (made.body.sessions as { id: string }[])[0]!.id;
    }
    throw new Error('no day to teach on');
  }

  async #attendance(): Promise<void> {
    await this.#ok(this.officer.post(`/v1/class-sessions/${this.#sessionId}/attendance`, { entries: this.#trainees.map((traineeId) => ({ traineeId, mark: 'present' })) }));
    this.#say(`考勤：上午一次课，到 ${this.#trainees.length} 人`);
  }

  async #certificates(): Promise<void> {
    const path = `/v1/classes/${this.#classId}`;
    await this.#ok(this.officer.post(`${path}/assessments`, { entries: this.#trainees.map((traineeId) => ({ traineeId, on: TODAY, theory: 80, practice: 90 })) }));
    await this.#ok(this.officer.post(`${path}/completions`, { entries: this.#trainees.map((traineeId) => ({ traineeId, on: TODAY })) }));
    await this.#ok(this.officer.post(`${path}/certificates`, { entries: this.#trainees.map((traineeId, i) => ({ traineeId, on: TODAY, certificateNumber: `BK-${i + 1}` })) }));
    await this.#ok(this.officer.post(`${path}/moves`, { to: 'completed' }));
    await this.#act('completion');
    this.#say(`考核合格，取证 ${this.#trainees.length} 人`);
  }

  /** Two of three, one of them for less than was pledged. */
  async #hires(): Promise<void> {
    for (const [i, traineeId] of this.#trainees.slice(0, 2).entries()) await this.#ok(this.officer.post(`${this.#path}/hires`, { traineeId, hiredOn: TODAY, pay: i === 0 ? 4_500 : 3_000, contractMonths: 12, workplace: TOWN }));
    await this.#pass(100);
  }

  async #settlement(): Promise<void> {
    const { body } = await this.#ok(this.officer.get(`${this.#path}/fulfilment`));
    this.#say(`兑现：承诺 ${body.pledged as number}，取证 ${body.certified as number}，录用 ${body.hired as number}，足额兑现 ${body.kept as number}，90 天留任 ${body.retained90 as number}，R4 ${body.r4 as number}%`);
    await this.#act('settlement');
    const settled = (await this.#ok(this.#employer.get(this.#path))).body;
    this.#say(`订单 ${settled.stateLabel as string}`);
  }

  /** Half a year later: a statement of the class, made by one officer and confirmed by another. */
  async #money(): Promise<void> {
    await this.#pass(150);
    const { programme, endsOn } = (await this.#ok(this.officer.get(`/v1/classes/${this.#classId}`))).body as { programme: string; endsOn: string };
    const fund = (await this.#ok(this.officer.post('/v1/funds', { name: '订单培训补助', source: '省级财政', department: 'human-resources', year: Number(endsOn.slice(0, 4)) }))).body.id as string;
    await this.#ok(this.officer.post(`/v1/funds/${fund}/appropriations`, { fen: 10_000_000, on: TODAY, reference: '测试文件 1 号' }));
    await this.#ok(this.officer.post('/v1/subsidy-rules', { fromOn: addDays(endsOn, -1_000), basis: '测试文件 1 号', rules: [{ id: '订单', fund: '订单培训补助', programmes: [programme], entitled: 'certified', base: { per: 'head', fen: 150_000 }, tiers: [], parts: [{ name: '一次', percent: 100 }] }] }));
    const [made] = (await this.#ok(this.officer.post(`/v1/classes/${this.#classId}/subsidy-statements`, {}))).body.items as { id: string }[];
    const statement = (await this.#ok(this.second.post(`/v1/subsidy-statements/${made!.id}/confirmation`))).body as { people: number; totalFen: number; state: string };
    this.#say(`结算单：${statement.people} 人，共 ${statement.totalFen / 100} 元，另一名经办人已确认`);
  }

  /** Waits until the worker has nothing left to do; a message put off because its receiver was busy is due later, and still to do. */
  async quiet(limitMs = 60_000): Promise<void> {
    const isQuiet = "select not exists (select from outbox where done_at is null and failed_at is null and due_at <= now()) and not exists (select from webhook_deliveries where state = 'waiting') as quiet";
    await this.#until(async () => ((await this.owner.query<{ quiet: boolean }>(isQuiet)).rows[0]!.quiet ? true : null), limitMs);
  }

  async end(): Promise<WalkEnd> {
    const texts = async (sql: string): Promise<string[]> => (await this.owner.query<{ text: string }>(sql, [this.#id])).rows.map(({ text }) => text);
    const { definitions: _, ...figures } = (await this.#ok(this.officer.get(`${this.#path}/fulfilment`))).body as { definitions: object } & Record<string, number | null>;
    return {
      history: await texts(`select from_state || ' → ' || to_state || ' (' || actor_kind || ')' as text from training_order_moves where order_id = $1 order by number`),
      offers: await texts('select state as text from class_offers where order_id = $1 order by state'),
      figures,
      certificates: await texts(`select payload ->> 'certificateNumber' as text from ledger_facts f join training_orders o on o.class_id = f.class_id where o.id = $1 and f.kind = 'certified' and fact_in_force(f.id) order by 1`),
      hours: (await this.owner.query<{ hours: number }>('select hours::float8 as hours from session_marks m join training_orders o on o.class_id = m.class_id where o.id = $1', [this.#id])).rows.map(({ hours }) => hours),
      told: await texts(`select body::jsonb #>> '{data,from}' || ' → ' || (body::jsonb #>> '{data,to}') || ' ' || state as text from webhook_deliveries where body::jsonb #>> '{data,orderId}' = $1 order by 1`),
      failed: (await this.owner.query('select 1 from outbox where failed_at is not null')).rowCount ?? 0,
      seated: (await this.owner.query<{ text: string }>(`select coalesce(a.failure, 'made') || ' ' || (select count(*) from seat_assignment_pairs p where p.assignment_id = a.id) as text from seat_assignments a`)).rows.map(({ text }) => text),
      calendar: (await this.owner.query<{ text: string }>(`select coalesce(c.failure, k.reason, 'held') || ' ' || k.people || ' ' || cardinality(k.theory_days) || ' ' || cardinality(k.practice_days) || ' ' || (select count(*) from class_calendar_seats s where s.calendar_id = c.id) as text from class_calendars c left join class_calendar_classes k on k.calendar_id = c.id`)).rows.map(({ text }) => text),
      statements: ((await this.#ok(this.officer.get(`${this.#path}/subsidy-statements`))).body.items as { people: number; totalFen: number; state: string }[]).map(({ people, totalFen, state }) => `${people} ${totalFen} ${state}`),
    };
  }

  get #path(): string {
    return `/v1/training-orders/${this.#id}`;
  }

  #say(words: string): void {
    this.seen.push(words);
  }

  async #act(path: string): Promise<ApiAnswer> {
    const { headers } = await this.officer.get(this.#path);
    return this.#ok(this.officer.post(`${this.#path}/${path}`, {}, { 'if-match': headers.get('etag')! }));
  }

  async #ok(asked: Promise<ApiAnswer>): Promise<ApiAnswer> {
    const answer = await asked;
    if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
    return answer;
  }

  async #until<T>(ask: () => Promise<T | null>, limitMs = 100_000): Promise<T> {
    for (const end = performance.now() + limitMs; performance.now() < end; await new Promise((done) => setTimeout(done, 200))) {
      const answer = await ask();
      if (answer !== null) return answer;
    }
    throw new Error('it did not come true in time');
  }

  /** So many days pass: all that has happened to the class and its people lies so much longer ago. */
  async #pass(days: number): Promise<void> {
    const shift = (table: string, columns: readonly string[], where: string): string => `update ${table} set ${columns.map((column) => `${column} = ${column} - ${days}`).join(', ')} where ${where}`;
    const ofClass = `'${this.#classId}'`;
    await this.owner.query(`begin; set local session_replication_role = replica; ${[
      shift('training_orders', ['window_from', 'window_to'], `id = '${this.#id}'`), shift('training_classes', ['starts_on', 'ends_on'], `id = ${ofClass}`), shift('class_sessions', ['taught_on'], `class_id = ${ofClass}`),
      shift('ledger_facts', ['effective_on'], `class_id = ${ofClass} or payload ->> 'orderId' = '${this.#id}'`), shift('training_order_hires', ['hired_on'], `order_id = '${this.#id}'`),
    ].join('; ')}; commit`);
  }
}
