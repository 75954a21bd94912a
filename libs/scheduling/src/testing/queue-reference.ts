import type { ClassSlot, QueueInput, WaitingOrder } from '../queue/order.js';

/** One line of the queue as the contract prints it. */
export interface ReferenceLine {
  readonly id: string;
  readonly position: number;
  readonly base: number;
  readonly age: number;
  readonly penalty: number;
  readonly effective: number;
  readonly slot: string | null;
  readonly opensOn: string | null;
  readonly reason: string | null;
}

const six = (x: number): number => Math.floor(x * 1e6 + 0.5) / 1e6;
const utf8 = new TextEncoder();
/** By the bytes of UTF-8, which is the order of code points. */
function byCodePoints(a: string, b: string): number {
  const [x, y] = [utf8.encode(a), utf8.encode(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
  return x.length - y.length;
}
const days = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** The contract's queue, word by word and slowly: every order looks at every slot. */
export function referenceQueue({ asOf, townships, orders, slots }: QueueInput): ReferenceLine[] {
  const free: ClassSlot[] = [...slots];
  const points = orders.map((order) => ({ order, ...pointsOf(order) }));
  points.sort((a, b) => (b.effective !== a.effective ? b.effective - a.effective : a.order.approvedOn !== b.order.approvedOn ? (a.order.approvedOn < b.order.approvedOn ? -1 : 1) : byCodePoints(a.order.id, b.order.id)));
  return points.map(({ order, ...four }, at) => ({ id: order.id, position: at + 1, ...four, ...slotFor(order) }));

  function pointsOf(order: WaitingOrder): { base: number; age: number; penalty: number; effective: number } {
    const shortage = order.unfillable === 0 ? 0 : order.unfillable / (order.unfillable + order.qualified);
    const first = order.pay !== null && order.medianPay !== null ? 0.5 * Math.min(1, order.pay / order.medianPay) : 0.5;
    const pledge = first + 0.5 * Math.min(1, (order.contractMonths === null ? 12 : order.contractMonths) / 12);
    const fulfilment = (order.retainedBefore + 2) / (order.pledgedBefore + 4);
    const base = 100 * (0.4 * shortage + 0.35 * pledge + 0.25 * fulfilment);
    const age = days(order.approvedOn, asOf);
    const township = townships.find(({ code }) => code === order.township);
    const total = (of: 'available' | 'seatsOpened90'): number => townships.reduce((sum, each) => sum + each[of], 0);
    const share = (of: 'available' | 'seatsOpened90'): number => (total(of) === 0 ? 0 : township![of] / total(of));
    const penalty = order.township === null ? 0 : 40 * Math.max(0, share('seatsOpened90') - share('available'));
    return { base: six(base), age: six(age), penalty: six(penalty), effective: six(base + age - penalty) };
  }

  function slotFor(order: WaitingOrder): { slot: string | null; opensOn: string | null; reason: string | null } {
    const none = (reason: string): { slot: null; opensOn: null; reason: string } => ({ slot: null, opensOn: null, reason });
    let left = free.filter(({ occupation }) => occupation === null || occupation === order.occupation);
    if (left.length === 0) return none('NO_SLOT_FOR_OCCUPATION');
    left = left.filter(({ from }) => from <= order.to);
    if (left.length === 0) return none('NO_SLOT_IN_WINDOW');
    left = left.filter(({ seats }) => seats >= order.seats);
    if (left.length === 0) return none('NO_SLOT_WITH_SEATS');
    const opens = ({ from }: ClassSlot): string => (from > order.from ? from : order.from);
    const [best] = left.sort((a, b) => (opens(a) !== opens(b) ? (opens(a) < opens(b) ? -1 : 1) : a.seats - b.seats || byCodePoints(a.id, b.id)));
    free.splice(free.indexOf(best!), 1);
    return { slot: best!.id, opensOn: opens(best!), reason: null };
  }
}
