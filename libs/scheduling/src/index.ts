export { SchedulingInputInvalid } from './errors.js';
export { orderContradictions, orderFaults, queueFaults, type ClassSlot, type QueueInput, type QueueTownship, type WaitingOrder } from './queue/order.js';
export { DEFAULT_QUEUE_POLICY, createQueuePolicy, daysUntilFirst, queuePolicyFaults, type QueuePolicy } from './queue/queue-policy.js';
export { fulfilmentOf, pledgeOf, shortageOf, townshipShares, type Standing, type StandingParts, type TownshipShares } from './queue/standing.js';
export { SLOT_REASONS, type SlotReason } from './queue/free-slots.js';
export { DayQueue, type QueuePlace } from './queue/day-queue.js';
export { asksForSplit, splitOrder } from './queue/split-order.js';
