import type fc from 'fast-check';
import type { OrderModel } from './order-model.js';
import type { OrderWorld } from './order-world.js';

/** One step of a run: does something to both, and expects of the real one what the model says. */
export type Step = (model: OrderModel, world: OrderWorld) => Promise<void>;

/** How often a kind of step comes, and its steps. */
export type Kind = readonly [number, fc.Arbitrary<{ readonly name: string; readonly possible: (model: Readonly<OrderModel>) => boolean; readonly step: Step }>];

export const words = (name: string, ...rest: unknown[]): string => `${name} ${JSON.stringify(rest)}`;
