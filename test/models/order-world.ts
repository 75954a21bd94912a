import { ClassesService, type NewClass } from '@app/placements';
import { Database, type Principal } from '@app/platform';
import { DomainError } from '@app/kernel';
import { OrderDeadlines, OrderDesk, OrderedClasses, OrderHires, OrderQueue, ProviderSlots, TrainingOrders, type OrderDetail, type OrderInput } from '@app/training';
import { expect } from '@jest/globals';
import { startApi, type TestApi } from '../support/api.js';
import { COUNTY, inDays, orderScene, TODAY, type OrderScene } from '../support/orders.js';
import { courseOf, placementScene } from '../support/placements.js';
import { OrderModel, type Actor, type Facts, type ModelOrder } from './order-model.js';

export const OCCUPATIONS = ['6-18-02-04', '6-31-01-03'] as const;
export const TOWNSHIPS = ['420626106', '420626100'] as const;
const MONTHS = 9;
/** Tables that a run fills, in the order in which they can be emptied. */
const OF_A_RUN = ['agreement_files', 'training_agreements', 'class_moves', 'course_records', 'follow_ups', 'rate_changes', 'ledger_facts', 'order_queue_places', 'order_queues', 'training_order_hires', 'training_order_moves', 'training_order_skills', 'training_orders', 'provider_slots', 'provider_pauses', 'outbox'];

/** All that is compared with the model, in one question. */
const STORED = `select
  (select coalesce(jsonb_agg(jsonb_build_array(id, state, moves, seats, pay_yuan, approved_on, slot_id, class_id, hired, retained, split_from is not null) order by id), '[]') from training_orders) as orders,
  (select coalesce(jsonb_object_agg(id, version), '{}') from (select id, version from training_orders union all select id, version from provider_slots) as versions) as versions,
  (select coalesce(jsonb_agg(jsonb_build_array(id, occupation, from_on, seats, order_id, withdrawn_at is not null) order by id), '[]') from provider_slots) as slots,
  (select coalesce(jsonb_agg(jsonb_build_array(id, provider_id, state, moves, count_seated(id)) order by id), '[]') from training_classes where starts_on > current_date) as classes,
  (select coalesce(jsonb_agg(jsonb_build_array(order_id, registration_id, withdrawn_at is null) order by order_id, registration_id, withdrawn_at is null), '[]') from training_order_hires) as hires,
  (select coalesce(jsonb_agg(provider_id order by provider_id), '[]') from provider_pauses where resumed_at is null) as paused,
  (select coalesce(jsonb_agg(jsonb_build_object('id', order_id, 'position', position, 'base', base, 'age', age, 'penalty', penalty, 'effective', effective, 'slot', slot_id, 'opensOn', opens_on, 'reason', reason) order by position), '[]') from order_queue_places) as places,
  (select count(*)::int from (select order_id, number, from_state, lag(to_state, 1, 'draft') over w as before, row_number() over w as nth from training_order_moves window w as (partition by order_id order by number)) as steps where from_state <> before or number <> nth) as broken`;

interface Stored {
  readonly orders: unknown[];
  readonly versions: Readonly<Record<string, number>>;
  readonly slots: unknown[];
  readonly classes: unknown[];
  readonly hires: unknown[];
  readonly paused: string[];
  readonly places: unknown[];
  readonly broken: number;
}

const byId = <T extends { readonly id: string }>(list: readonly T[]): T[] => [...list].sort((a, b) => (a.id < b.id ? -1 : 1));

/** The real thing: the services of the API over PostgreSQL, a county with its people, employers, providers, classes. */
export class OrderWorld {
  readonly orders: TrainingOrders;
  readonly desk: OrderDesk;
  readonly hires: OrderHires;
  readonly classes: ClassesService;
  readonly orderedClasses: OrderedClasses;
  readonly slots: ProviderSlots;
  readonly database: Database;
  readonly officer: Principal;
  readonly system: Principal;
  versions: Readonly<Record<string, number>> = {};
  /** A class of before: it stays. */
  #past = { id: '', courseId: '' };

  private constructor(
    readonly api: TestApi,
    readonly scene: OrderScene,
    readonly employers: readonly { readonly id: string; readonly principal: Principal }[],
    readonly providers: readonly string[],
    readonly people: readonly string[],
    readonly facts: Facts,
  ) {
    [this.orders, this.desk, this.hires, this.slots, this.database] = [api.get(TrainingOrders), api.get(OrderDesk), api.get(OrderHires), api.get(ProviderSlots), api.get(Database)];
    [this.classes, this.orderedClasses] = [api.get(ClassesService), api.get(OrderedClasses)];
    this.officer = scene.county.principal!;
    this.system = api.systemPrincipal(COUNTY);
  }

  static async start(): Promise<OrderWorld> {
    const api = await startApi();
    const [scene, places] = [await orderScene(api), placementScene(api, COUNTY, 77)];
    const employers = [await scene.employer(), await scene.employer()].map(({ id, client }) => ({ id, principal: client.principal! }));
    const providers = [await places.provider(), await places.provider()];
    const people = [...(await places.people(4, TOWNSHIPS[0])), ...(await places.people(2, TOWNSHIPS[1]))];
    const system = api.systemPrincipal(COUNTY);
    const past = await api.get(ClassesService).create(system, { name: '班', courseId: await courseOf(api), programme: '项目', providerId: providers[0]!, region: TOWNSHIPS[0], startsOn: inDays(-40), endsOn: inDays(-20), seats: 30 }); // its township has had its share
    const { owner } = api.database;
    await owner.query(`insert into shortage_boards (county, as_of, policy_version, lines) values ($1, $2, 'test', $3)`, [COUNTY, TODAY, JSON.stringify([{ occupation: OCCUPATIONS[0], month: '2027-01', unfillable: 8, qualified: 4, course: null }, { occupation: OCCUPATIONS[0], month: '2027-02', unfillable: 4, qualified: 3, course: null }])]);
    await owner.query(`insert into vacancies (owner_region, employer_id, source, title, cleaned_title, occupation, occupation_by, pay_from, pay_to, openings, status) values (rpad($1, 12, '0'), $2, 'employer', '电焊工', '电焊工', $3, 'exact', 5000, 6000, 1, 'open')`, [COUNTY, employers[0]!.id, OCCUPATIONS[0]]);
    await owner.query(`do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$`); // nothing crashes here, and a commit waits for no disk
    const facts: Facts = {
      townships: [{ code: TOWNSHIPS[0], available: 4, seatsOpened90: 30 }, { code: TOWNSHIPS[1], available: 2, seatsOpened90: 0 }], contractMonths: MONTHS,
      occupations: { [OCCUPATIONS[0]]: { unfillable: 12, qualified: 4, medianPay: 5_500 }, [OCCUPATIONS[1]]: { unfillable: 0, qualified: 0, medianPay: null } },
    };
    const world = new OrderWorld(api, scene, employers, providers, people, facts);
    world.#past = past;
    return world;
  }

  /** An empty county for the next run. */
  async fresh(): Promise<OrderModel> {
    await this.behind(`${OF_A_RUN.map((table) => `delete from ${table}`).join('; ')}; delete from training_classes where id <> '${this.#past.id}'`);
    this.versions = {};
    return new OrderModel(this.facts);
  }

  /** As the owner, past every trigger: what only time does, or nobody. */
  async behind(sql: string): Promise<void> {
    await this.api.database.owner.query(`begin; set local session_replication_role = replica; ${sql}; commit`);
  }

  principalOf(order: { readonly employer: number | null }, by: Actor): Principal {
    return by === 'officer' ? this.officer : this.employers[by === 'owner' ? (order.employer ?? 0) : order.employer === 0 ? 1 : 0]!.principal;
  }

  /** An order that breaks no rule. */
  input(employer: number | null, reference: string | null, more: Pick<OrderInput, 'seats' | 'payYuan' | 'occupation' | 'draft'> & { readonly township: string }): OrderInput {
    const { township, ...words } = more;
    return {
      ...words, externalRef: reference, employerId: employer === null ? null : this.employers[employer]!.id, shortage: employer === null ? { asOf: TODAY, month: '2027-01' } : null,
      skills: [], workplace: '420626100', contractKind: 'fixed-term', contractMonths: MONTHS, windowFrom: inDays(20), windowTo: inDays(80), siteKind: 'school', siteRegion: township, minEducation: null, minAge: 16, certificates: [], requirements: null,
    };
  }

  /** The work's answer, or null where it was refused: by a rule, and by nothing else. */
  async tried<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }

  /** Whether the statement was let through as the application's role. A refusal is one of the database's own rules. */
  async isLetThrough(principal: Principal, sql: string, params: readonly unknown[]): Promise<boolean> {
    try {
      return await this.database.inScope(principal, async (tx) => {
        const answer = await tx.query<unknown>(sql, [...params]);
        return !/^(update|delete)/.test(sql) || (answer as [unknown[], number])[1] > 0;
      });
    } catch (error) {
      const { code } = (error as { driverError: { code: string } }).driverError;
      expect(['23514', '23505', '23503', '42501', '23001', '428C9']).toContain(code);
      return false;
    }
  }

  /** In the window of every order. */
  async newClass(more: Pick<NewClass, 'providerId' | 'seats' | 'minSeats' | 'isPlanned'>): Promise<string> {
    return (await this.classes.create(this.officer, { ...more, name: '班', courseId: this.#past.courseId, programme: '项目', region: TOWNSHIPS[0], startsOn: inDays(25), endsOn: inDays(40) })).id;
  }

  async hire(order: ModelOrder, traineeId: string, startsOn: string): Promise<OrderDetail> {
    const employerId = order.employer === null ? this.employers[1]!.id : null;
    return this.hires.hire(this.officer, order.id, { traineeId, work: { startsOn, type: 'wage', permanent: false, employerId, pay: 3_000, contractMonths: 6, workplace: null }, employmentId: null, evidence: null });
  }

  async refresh(): Promise<void> {
    await this.api.get(OrderQueue).refresh(this.system);
  }

  /** The window is over, and the night has come. */
  async endWindow({ id }: ModelOrder): Promise<void> {
    await this.behind(`update training_orders set window_from = '${inDays(-20)}', window_to = '${inDays(-1)}', content_hash = 'over' where id = '${id}'`);
    await this.api.get(OrderDeadlines).keep(this.system);
  }

  /** The database is the model, to the last place of the queue. */
  async compare(model: OrderModel): Promise<void> {
    const stored = (await this.api.database.owner.query<Stored>(STORED)).rows[0]!;
    this.versions = stored.versions;
    expect({ ...stored, versions: null }).toEqual({
      orders: byId(model.orders).map((order) => [order.id, order.state, order.moves, order.seats, order.pay, order.approvedOn, order.slot, order.class, model.standing(order), order.retained, order.part]),
      slots: byId(model.slots).map(({ id, occupation, day, seats, order, isWithdrawn }) => [id, occupation, day, seats, order, isWithdrawn]),
      classes: byId(model.classes).map(({ id, provider, state, moves, seated }) => [id, provider === null ? null : this.providers[provider], state, moves, seated.size]),
      hires: byId(model.orders).flatMap((order) => order.hires.map(({ person, stands }) => [order.id, person, stands]).sort((a, b) => (String(a) < String(b) ? -1 : 1))),
      paused: [...model.paused].map((provider) => this.providers[provider]!).sort(),
      places: model.places, broken: 0, versions: null,
    });
  }
}
