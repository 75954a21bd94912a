import type { Principal } from '@app/platform';
import { CANCEL_REASONS, mayMove, ORDER_STATES, type OrderDetail, type OrderMover, type OrderReason, type OrderState } from '@app/training';
import { expect } from '@jest/globals';
import fc from 'fast-check';
import { inDays } from '../support/orders.js';
import { words, type Kind, type Step } from './command.js';
import { LIFE, UNTIL_CLASS, type Act, type Actor, type ModelOrder, type OrderModel } from './order-model.js';
import { CLASS_COMMANDS, classFor } from './class-commands.js';
import { OCCUPATIONS, TOWNSHIPS, type OrderWorld } from './order-world.js';

/** After every step the database is the model; unless the worker sleeps, the queue was worked out anew. */
class Command implements fc.AsyncCommand<OrderModel, OrderWorld> {
  constructor(private readonly words: string, private readonly step: Step, private readonly isPossible: (model: Readonly<OrderModel>) => boolean, private readonly sleeps: boolean) {}
  check = (model: Readonly<OrderModel>): boolean => this.isPossible(model);
  async run(model: OrderModel, world: OrderWorld): Promise<void> {
    await this.step(model, world);
    if (!this.sleeps) {
      await world.refresh();
      model.refresh();
    }
    await world.compare(model);
  }
  toString = (): string => `${this.words}${this.sleeps ? ' while the worker sleeps' : ''}`;
}

const MOST_ORDERS = 6;
const SEATS = [1, 2, 5, 20, 40] as const;
/** No class of anybody. */
const NOBODYS = '00000000-0000-4000-8000-000000000000';
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;
const always = (): boolean => true;
const hasOrders = ({ orders }: Readonly<OrderModel>): boolean => orders.length > 0;
const hasSlots = ({ slots }: Readonly<OrderModel>): boolean => slots.length > 0;

/** The services' own way to do an act. */
const DOES: Readonly<Record<Act, (world: OrderWorld, principal: Principal, id: string, version: number, given: string | null) => Promise<unknown>>> = {
  submit: ({ orders }, principal, id, version) => orders.submit(principal, id, version),
  review: ({ desk }, principal, id, version) => desk.review(principal, id, version),
  approve: ({ desk }, principal, id, version) => desk.approve(principal, id, version),
  return: ({ desk }, principal, id, version) => desk.return(principal, id, version, { code: 'seats', reason: null }),
  reject: ({ desk }, principal, id, version) => desk.reject(principal, id, version, { code: 'no-course', reason: null }),
  recruit: ({ desk }, principal, id, version, given) => desk.recruit(principal, id, version, given),
  requeue: ({ desk }, principal, id, version) => desk.requeue(principal, id, version, { code: 'too-few-people', reason: null }),
  class: ({ desk }, principal, id, version, given) => desk.openClass(principal, id, version, given!),
  train: ({ desk }, principal, id, version) => desk.startTraining(principal, id, version),
  complete: ({ desk }, principal, id, version) => desk.complete(principal, id, version),
  settle: ({ desk }, principal, id, version) => desk.settle(principal, id, version),
  cancel: ({ orders }, principal, id, version) => orders.cancel(principal, id, version, 'other', null),
};

/** Nobody but the offices owns an order from a shortage. */
const actorOf = ({ employer }: ModelOrder, by: Actor): Actor => (employer === null && by === 'owner' ? 'rival' : by);

function givenOf(model: OrderModel, act: Act, n: number): string | null {
  if (act === 'class') return model.classes.length === 0 ? NOBODYS : pick(model.classes, n).id;
  return act === 'recruit' && n % 2 === 0 && model.slots.length > 0 ? pick(model.slots, n >> 1).id : null;
}

interface Deed {
  readonly what: Act;
  readonly by: Actor;
  /** A slot or a class. */
  readonly given: string | null;
  /** By the version before the last. */
  readonly isStale: boolean;
}

async function act(model: OrderModel, world: OrderWorld, order: ModelOrder, { what, by, given, isStale }: Deed): Promise<void> {
  const expected = !isStale && model.mayDo(order, what, by, given);
  const done = await world.tried(() => DOES[what](world, world.principalOf(order, by), order.id, world.versions[order.id]! - (isStale ? 1 : 0), given));
  expect([order.state, what, by, done !== null]).toEqual([order.state, what, by, expected]);
  if (expected) model.do(order, what, given);
}

/** Whatever act by whomever; most are refused. */
const anyAct = fc.tuple(fc.nat(99), fc.constantFrom(...(Object.keys(LIFE) as Act[])), fc.constantFrom<Actor>('officer', 'owner', 'rival'), fc.nat(99), fc.nat(9))
  .map(([which, what, by, n, stale]) => ({
    name: words('act', which, what, by, n, stale), possible: hasOrders,
    step: (model: OrderModel, world: OrderWorld) => {
      const order = pick(model.orders, which);
      return act(model, world, order, { what, by: actorOf(order, by), given: givenOf(model, what, n), isStale: stale === 0 });
    },
  }));

/** An act that leads on from where the order stands, so that long lives are seen; it ends one only now and then. */
const onward = fc.tuple(fc.nat(99), fc.nat(99)).map(([which, n]) => ({
  name: words('onward', which, n), possible: hasOrders,
  step: async (model: OrderModel, world: OrderWorld): Promise<void> => {
    const order = pick(model.orders, which);
    const ends: readonly Act[] = n % 12 === 0 ? [] : ['cancel', 'reject'];
    const legal = (Object.keys(LIFE) as Act[]).filter((what) => LIFE[what].from.includes(order.state) && !ends.includes(what));
    if (legal.length === 0) return;
    await advance(model, world, order, pick(legal, n), n);
  },
}));

/** One act of an officer, with what it needs made ready. */
async function advance(model: OrderModel, world: OrderWorld, order: ModelOrder, what: Act, n: number): Promise<void> {
  if (what === 'class') {
    await world.scene.sign(order.id);
    order.signedWith = model.providerOf(order);
  }
  const given = what === 'recruit' ? model.slots.find((slot) => model.fits(slot, order))?.id ?? null : what === 'class' ? await classFor(model, world, order) : givenOf(model, what, n);
  await act(model, world, order, { what, by: 'officer', given, isStale: false });
}

/** From wherever an order stands to its class, without the turns that lives of their own accord take: so that what comes after is seen in every run. */
const ledOn = fc.nat(99).map((which) => ({
  name: words('led on to its class', which), possible: ({ orders }: Readonly<OrderModel>) => orders.some(({ state }) => UNTIL_CLASS.includes(state)),
  step: async (model: OrderModel, world: OrderWorld): Promise<void> => {
    const order = pick(model.orders.filter(({ state }) => UNTIL_CLASS.includes(state)), which);
    for (const what of ['submit', 'review', 'approve', 'recruit', 'class', 'train'] as const) {
      if (what === 'train' && which % 2 === 0) break;
      if (!LIFE[what].from.includes(order.state)) continue;
      if (what === 'recruit' && !model.slots.some((slot) => model.fits(slot, order))) await addSlot(model, world, { provider: which % 2, occupation: null, days: 0, seats: order.seats });
      await advance(model, world, order, what, which);
      await world.compare(model); // the versions of what was written
    }
  },
}));

const someWords = fc.record({ employer: fc.constantFrom(0, 0, 1, null), seats: fc.constantFrom(...SEATS), payYuan: fc.constantFrom(2_000, 4_000, 7_000), at: fc.nat(3), draft: fc.boolean(), by: fc.constantFrom<'officer' | 'owner'>('officer', 'owner') });
const place = someWords.map(({ employer, seats, payYuan, at, draft, by }) => ({
  name: words('place', employer, seats, payYuan, at, draft, by), possible: ({ orders }: Readonly<OrderModel>) => orders.length < MOST_ORDERS,
  step: async (model: OrderModel, world: OrderWorld): Promise<void> => {
    const [occupation, township] = [employer === null ? OCCUPATIONS[0] : pick(OCCUPATIONS, at), pick(TOWNSHIPS, at >> 1)];
    const reference = employer === null ? null : `R${model.orders.length}`;
    const actor = employer === null ? 'officer' : by;
    const { outcome, order } = await world.orders.place(world.principalOf({ employer }, actor), world.input(employer, reference, { occupation, township, seats, payYuan, draft }));
    expect(outcome).toBe('created');
    model.orders.push({ id: order.id, reference, employer, occupation, township, part: false, seats, pay: payYuan, state: draft ? 'draft' : 'submitted', moves: draft ? 0 : 1, approvedOn: null, isOver: false, slot: null, class: null, signedWith: null, hires: [], retained: null });
  },
}));

/** The same reference once more: nothing, a change, or a refusal. */
const again = fc.tuple(fc.nat(99), fc.option(fc.constantFrom(...SEATS)), fc.boolean()).map(([which, newSeats, draft]) => ({
  name: words('again', which, newSeats, draft), possible: ({ orders }: Readonly<OrderModel>) => orders.some(({ reference, part }) => reference !== null && !part),
  step: async (model: OrderModel, world: OrderWorld): Promise<void> => {
    const order = pick(model.orders.filter(({ reference, part }) => reference !== null && !part), which);
    const seats = newSeats ?? order.seats;
    const [isSame, isOpen] = [seats === order.seats && !order.isOver, order.state === 'draft' || order.state === 'returned'];
    const expected = isSame && (draft || !isOpen) ? 'unchanged' : isOpen && seats >= model.standing(order) ? 'changed' : undefined;
    const placed = await world.tried(() => world.orders.place(world.principalOf(order, 'owner'), world.input(order.employer, order.reference, { occupation: order.occupation, township: order.township, seats, payYuan: order.pay, draft })));
    expect([order.state, seats, placed?.outcome]).toEqual([order.state, seats, expected]);
    if (expected !== 'changed') return;
    Object.assign(order, { seats, isOver: false });
    if (!draft) model.do(order, 'submit', null);
  },
}));

const change = fc.tuple(fc.nat(99), fc.constantFrom<Actor>('officer', 'owner', 'rival'), fc.constantFrom(...SEATS), fc.constantFrom(2_000, 4_000, 7_000)).map(([which, whoever, seats, payYuan]) => ({
  name: words('change', which, whoever, seats, payYuan), possible: hasOrders,
  step: async (model: OrderModel, world: OrderWorld): Promise<void> => {
    const order = pick(model.orders, which);
    const by = actorOf(order, whoever);
    const expected = by !== 'rival' && (order.state === 'draft' || order.state === 'returned') && seats >= model.standing(order);
    const done = await world.tried(() => world.orders.change(world.principalOf(order, by), order.id, world.versions[order.id]!, { seats, payYuan, windowFrom: inDays(20), windowTo: inDays(80) }));
    expect([order.state, by, seats, done !== null]).toEqual([order.state, by, seats, expected]);
    if (expected) Object.assign(order, { seats, pay: payYuan, isOver: false });
  },
}));

const split = fc.tuple(fc.nat(99), fc.constantFrom<Actor>('officer', 'officer', 'owner'), fc.nat(9)).map(([which, by, off]) => ({
  name: words('split', which, by, off), possible: ({ orders }: Readonly<OrderModel>) => orders.length > 0 && orders.length < MOST_ORDERS,
  step: async (model: OrderModel, world: OrderWorld): Promise<void> => {
    const order = pick(model.orders, which);
    const first = Math.floor(order.seats / 2);
    const parts = [first, order.seats - first + (off === 0 ? 1 : 0)];
    const expected = model.maySplit(order, by, parts);
    const made: OrderDetail[] | null = await world.tried(() => world.desk.split(world.principalOf(order, by), order.id, world.versions[order.id]!, parts));
    expect([order.state, by, parts, made !== null]).toEqual([order.state, by, parts, expected]);
    if (made !== null) model.split(order, made.map(({ id, seats }) => ({ id, seats })));
  },
}));

/** Time does it: an approval becomes older, or a window ends. */
const age = fc.tuple(fc.nat(99), fc.nat(40)).map(([which, days]) => ({
  name: words('age', which, days), possible: ({ orders }: Readonly<OrderModel>) => orders.some(({ approvedOn }) => approvedOn !== null),
  step: async (model: OrderModel, world: OrderWorld): Promise<void> => {
    const order = pick(model.orders.filter(({ approvedOn }) => approvedOn !== null), which);
    order.approvedOn = inDays(-days);
    await world.behind(`update training_orders set approved_on = '${order.approvedOn}' where id = '${order.id}'`);
  },
}));
const WAITS: readonly OrderState[] = ['queued', 'recruiting'];
const windowEnds = fc.nat(99).map((which) => ({
  name: words('window ends', which), possible: ({ orders }: Readonly<OrderModel>) => orders.some(({ state }) => WAITS.includes(state)),
  step: async (model: OrderModel, world: OrderWorld): Promise<void> => {
    const order = pick(model.orders.filter(({ state }) => WAITS.includes(state)), which);
    await world.endWindow(order);
    model.endWindow(order);
  },
}));

/** An employment begins with a hire, some so long ago that who stays is retained. */
const hire = fc.tuple(fc.nat(99), fc.nat(5), fc.boolean()).map(([which, who, stays]) => ({
  name: words('hire', which, who, stays), possible: hasOrders,
  step: async (model: OrderModel, world: OrderWorld): Promise<void> => {
    const [order, person] = [pick(model.orders, which), world.people[who]!];
    const expected = model.mayHire(order, person);
    const done = await world.tried(() => world.hire(order, person, inDays(stays ? -100 : -1)));
    expect([order.state, done !== null]).toEqual([order.state, expected]);
    if (expected && model.hireOf(order, person) === undefined) order.hires.push({ person, stays, stands: true });
  },
}));
const hireTakenBack = fc.tuple(fc.nat(99), fc.nat(5)).map(([which, who]) => ({
  name: words('hire taken back', which, who), possible: ({ orders }: Readonly<OrderModel>) => orders.some(({ hires }) => hires.length > 0),
  step: async (model: OrderModel, world: OrderWorld): Promise<void> => {
    const [order, person] = [pick(model.orders.filter(({ hires }) => hires.length > 0), which), world.people[who]!];
    const expected = model.mayWithdrawHire(order, person);
    const done = await world.tried(() => world.hires.withdraw(world.officer, order.id, person, '登记有误'));
    expect([order.state, done !== null]).toEqual([order.state, expected]);
    if (expected) model.hireOf(order, person)!.stands = false;
  },
}));

async function addSlot(model: OrderModel, world: OrderWorld, { provider, occupation, days, seats }: { readonly provider: number; readonly occupation: string | null; readonly days: number; readonly seats: number }): Promise<void> {
  const { id } = await world.slots.add(world.officer, { providerId: world.providers[provider]!, occupation, fromOn: inDays(days), seats });
  model.slots.push({ id, provider, occupation, day: inDays(days), seats, order: null, isWithdrawn: false });
}
const slotAdded = fc.tuple(fc.nat(1), fc.constantFrom(null, ...OCCUPATIONS), fc.nat(60), fc.constantFrom(...SEATS)).map(([provider, occupation, days, seats]) => ({
  name: words('slot', provider, occupation, days, seats), possible: always,
  step: (model: OrderModel, world: OrderWorld) => addSlot(model, world, { provider, occupation, days, seats }),
}));
const slotMoved = fc.tuple(fc.nat(99), fc.boolean(), fc.constantFrom(...SEATS)).map(([which, isWithdrawn, seats]) => ({
  name: words(isWithdrawn ? 'slot withdrawn' : 'slot changed', which, seats), possible: hasSlots,
  step: async (model: OrderModel, world: OrderWorld): Promise<void> => {
    const slot = pick(model.slots, which);
    const expected = slot.order === null && !slot.isWithdrawn;
    const version = world.versions[slot.id]!;
    const done = await world.tried(() => (isWithdrawn ? world.slots.withdraw(world.officer, slot.id, version) : world.slots.change(world.officer, slot.id, version, { seats })));
    expect(done !== null).toBe(expected || (!isWithdrawn && seats === slot.seats)); // a change to the same is none
    if (expected) Object.assign(slot, isWithdrawn ? { isWithdrawn } : { seats });
  },
}));
const pause = fc.tuple(fc.nat(1), fc.boolean()).map(([provider, isPaused]) => ({
  name: words(isPaused ? 'pause' : 'resume', provider), possible: always,
  step: async (model: OrderModel, world: OrderWorld): Promise<void> => {
    const id = world.providers[provider]!;
    await (isPaused ? world.slots.pause(world.officer, id, '检修') : world.slots.resume(world.officer, id));
    if (isPaused) model.paused.add(provider);
    else model.paused.delete(provider);
  },
}));

const FORGERIES = [
  `update training_classes set state = 'completed' where id = (select class_id from training_orders where id = $1)`, 'delete from class_moves where class_id = (select class_id from training_orders where id = $1)',
  `update training_orders set state = 'settled' where id = $1`, `update training_orders set approved_on = '2020-01-01' where id = $1`, 'update training_orders set hired = 0 where id = $1', 'update training_orders set retained = 5 where id = $1', 'update training_orders set moves = 0 where id = $1',
  'delete from training_orders where id = $1', `update training_order_moves set reason = 'x' where order_id = $1`, 'delete from training_order_moves where order_id = $1', 'update provider_slots set order_id = $1', 'delete from provider_slots where order_id = $1', 'delete from training_order_hires where order_id = $1',
  `insert into training_order_moves (order_id, from_state, to_state, number, actor_kind, actor_id) values ($1, 'draft', 'submitted', 1, 'officer', 'somebody')`, 'update order_queue_places set position = 1 where order_id = $1', 'delete from order_queue_places where order_id = $1',
] as const;
const forged = fc.tuple(fc.nat(99), fc.constantFrom<Actor>('officer', 'owner', 'rival'), fc.constantFrom(...FORGERIES)).map(([which, by, sql]) => ({
  name: words('forged', which, by, sql), possible: hasOrders,
  step: async (model: OrderModel, world: OrderWorld): Promise<void> => {
    const order = pick(model.orders, which);
    expect([sql, await world.isLetThrough(world.principalOf(order, by), sql, [order.id])]).toEqual([sql, false]);
  },
}));

const MOVE = 'insert into training_order_moves (order_id, from_state, to_state, reason_code, slot_id, class_id) values ($1, $2, $3, $4, $5, $6)';
/** A move by SQL that the table does not have, for this mover and reason, or that claims another state to start from. */
const illegalMove = fc.tuple(fc.nat(99), fc.constantFrom<OrderMover>('officer', 'employer', 'system'), fc.constantFrom(...ORDER_STATES), fc.option(fc.constantFrom<OrderReason>(...CANCEL_REASONS, 'window-ended', 'seats', 'no-course', 'slot-withdrawn', 'class-aborted')), fc.option(fc.constantFrom(...ORDER_STATES))).map(([which, by, to, reason, claimed]) => ({
  name: words('illegal move', which, by, to, reason, claimed), possible: hasOrders,
  step: async (model: OrderModel, world: OrderWorld): Promise<void> => {
    const order = pick(model.orders, which);
    const from = claimed ?? order.state;
    if (from === order.state && mayMove(from, to, by, reason) && reason !== 'split' && reason !== 'class-aborted') return; // legal: the services do these; while its class goes on, an order does not leave it
    const principal = by === 'system' ? world.system : world.principalOf(order, by === 'officer' ? 'officer' : 'owner');
    const done = await world.isLetThrough(principal, MOVE, [order.id, from, to, reason, to === 'recruiting' ? model.slots[0]?.id ?? null : null, to === 'class-open' ? model.classes[0]?.id ?? NOBODYS : null]);
    expect([by, from, to, reason, done]).toEqual([by, from, to, reason, false]);
  },
}));

const KINDS: readonly Kind[] = [
  ...CLASS_COMMANDS,
  [9, onward], [1, ledOn], [4, place], [3, slotAdded], [3, anyAct], [2, hire], [1, hireTakenBack], [1, again], [1, change], [1, split], [1, age], [1, windowEnds], [1, slotMoved], [1, pause], [1, forged], [1, illegalMove],
];

/** Runs of commands; how often a kind comes is its weight. */
export const ORDER_COMMANDS = KINDS.flatMap(([weight, kind]) => Array.from({ length: weight }, () => fc.tuple(kind, fc.nat(4)).map(([{ name, step, possible }, sleep]) => new Command(name, step, possible, sleep === 0))));
