import { CLASS_STATES, type ClassReason } from '@app/placements';
import { expect } from '@jest/globals';
import fc from 'fast-check';
import { words, type Kind } from './command.js';
import type { ModelClass, ModelOrder, OrderModel } from './order-model.js';
import type { OrderWorld } from './order-world.js';

const MOST_CLASSES = 4;
const hasClasses = ({ classes }: Readonly<OrderModel>): boolean => classes.length > 0;
const classOf = ({ classes }: OrderModel, n: number): ModelClass => classes[n % classes.length]!;

async function make(model: OrderModel, world: OrderWorld, given: { readonly provider: number | null; readonly seats: number; readonly minSeats: number; readonly isPlanned: boolean }): Promise<ModelClass> {
  const { provider, seats, minSeats, isPlanned } = given;
  const id = await world.newClass({ providerId: provider === null ? null : world.providers[provider]!, seats, minSeats, isPlanned });
  const made: ModelClass = { id, provider, seats, minSeats, state: provider === null || isPlanned ? 'planned' : 'open', moves: 0, seated: new Set(), ever: new Set() };
  model.classes.push(made);
  return made;
}

/** A class that can serve the order, made where there is none. */
export async function classFor(model: OrderModel, world: OrderWorld, order: ModelOrder): Promise<string> {
  const found = model.classes.find((each) => model.mayServe(each, order)) ?? (await make(model, world, { provider: model.providerOf(order), seats: 3, minSeats: 1, isPlanned: false }));
  return found.id;
}

const made = fc.record({ provider: fc.constantFrom(0, 1, null), seats: fc.constantFrom(2, 3), minSeats: fc.constantFrom(1, 2), isPlanned: fc.boolean() }).map((given) => ({
  name: words('class', given), possible: ({ classes }: Readonly<OrderModel>) => classes.length < MOST_CLASSES,
  step: async (model: OrderModel, world: OrderWorld): Promise<void> => void (await make(model, world, given)),
}));

const someReason = fc.constantFrom<ClassReason | null>(null, null, 'too-few-people', 'no-instructor', 'employer-withdrew', 'agreed-small-class', 'other');
async function move(model: OrderModel, world: OrderWorld, found: ModelClass, to: ModelClass['state'], reason: ClassReason | null): Promise<void> {
  const expected = model.mayMoveClass(found, to, reason);
  const done = await world.tried(() => world.orderedClasses.move(world.officer, found.id, { to, reasonCode: reason }));
  expect([found.state, to, reason, done !== null]).toEqual([found.state, to, reason, expected || to === found.state]); // where it stands already it stays
  if (expected) model.moveClass(found, to, reason);
}

const moved = fc.tuple(fc.nat(99), fc.constantFrom(...CLASS_STATES), someReason).map(([which, to, reason]) => ({
  name: words('class moved', which, to, reason), possible: hasClasses,
  step: (model: OrderModel, world: OrderWorld) => move(model, world, classOf(model, which), to, reason),
}));

/** A class that serves an order is aborted, also one that was taught, for a reason that fits: what becomes of the order is seen often. */
const abortedOfOrder = fc.tuple(fc.nat(99), fc.constantFrom<ClassReason>('weather', 'no-place', 'employer-withdrew'), fc.boolean()).map(([which, reason, isTaught]) => ({
  name: words('class of an order aborted', which, reason, isTaught), possible: (model: Readonly<OrderModel>) => model.classes.some((found) => model.servedBy(found) !== undefined),
  step: async (model: OrderModel, world: OrderWorld): Promise<void> => {
    const serving = model.classes.filter((found) => model.servedBy(found) !== undefined);
    const found = serving[which % serving.length]!;
    if (isTaught) await move(model, world, found, 'teaching', found.seated.size < found.minSeats ? 'agreed-small-class' : null);
    await move(model, world, found, 'aborted', reason);
  },
}));

const enrolled = fc.tuple(fc.nat(99), fc.nat(5)).map(([which, who]) => ({
  name: words('enrolled', which, who), possible: hasClasses,
  step: async (model: OrderModel, world: OrderWorld): Promise<void> => {
    const [found, person] = [classOf(model, which), world.people[who]!];
    if (found.ever.has(person)) return; // once more is the same, or a correction's affair
    const expected = model.mayEnrol(found);
    const done = await world.tried(() => world.classes.enrol(world.officer, found.id, [person]));
    expect([found.state, found.seated.size, done !== null]).toEqual([found.state, found.seated.size, expected]);
    if (expected) for (const each of [found.seated, found.ever]) each.add(person);
  },
}));

const forged = fc.tuple(fc.nat(99), fc.constantFrom(...CLASS_STATES), someReason, fc.option(fc.constantFrom(...CLASS_STATES))).map(([which, to, reason, claimed]) => ({
  name: words('class moved by SQL', which, to, reason, claimed), possible: hasClasses,
  step: async (model: OrderModel, world: OrderWorld): Promise<void> => {
    const found = classOf(model, which);
    const from = claimed ?? found.state;
    if (from === found.state && model.mayMoveClass(found, to, reason) && (to !== 'aborted' || model.servedBy(found) === undefined)) return; // legal: the service does these; over the head of its order it is not
    const done = await world.isLetThrough(world.officer, 'insert into class_moves (class_id, from_state, to_state, reason_code) values ($1, $2, $3, $4)', [found.id, from, to, reason]);
    expect([found.state, from, to, reason, done]).toEqual([found.state, from, to, reason, false]);
  },
}));

export const CLASS_COMMANDS: readonly Kind[] = [[1, made], [2, moved], [2, abortedOfOrder], [1, enrolled], [1, forged]];
