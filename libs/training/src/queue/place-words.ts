import { DEFAULT_QUEUE_POLICY, type SlotReason } from '@app/scheduling';
import type { StoredPlace } from './places.repository.js';

/** One reason for a place: its name, its points, and what they come from (口径). */
export interface PlaceWord {
  readonly part: 'shortage' | 'pledge' | 'fulfilment' | 'age' | 'penalty';
  readonly title: string;
  /** Points that it adds (a penalty takes). */
  readonly points: number;
  readonly words: string;
}

const { weights, basePoints, penaltyPoints } = DEFAULT_QUEUE_POLICY;
const twoDecimals = (value: number): number => Math.round(value * 100) / 100;
const percent = (value: number): string => `${twoDecimals(value * 100)}%`;

/** Why an order stands where it stands, in words; points to 2 decimals (the order itself is by 6). */
export function placeWords({ age, penalty, inputs }: Pick<StoredPlace, 'age' | 'penalty' | 'inputs'>): PlaceWord[] {
  const { shortage, pledge, fulfilment, openedShare, fairShare, unfillable, qualified, payYuan, medianPayYuan, contractMonths, pledgedBefore, retainedBefore } = inputs;
  const pay = payYuan === null || medianPayYuan === null ? '本县该职业月薪中位数不详，月薪一项按一半计' : `月薪 ${payYuan} 元，本县该职业在招岗位月薪中位数 ${twoDecimals(medianPayYuan)} 元`;
  const contract = contractMonths === null ? '无固定期限合同按 12 个月计' : `合同 ${contractMonths} 个月（满 12 个月为满分）`;
  return [
    { part: 'shortage', title: '缺工程度', points: twoDecimals(basePoints * weights.shortage * shortage), words: unfillable === 0 ? '最近一次缺工测算中该职业没有招不满的岗位' : `最近一次缺工测算：该职业招不满的岗位 ${unfillable} 个，合适且可就业的人 ${qualified} 名` },
    { part: 'pledge', title: '承诺待遇', points: twoDecimals(basePoints * weights.pledge * pledge), words: `${pay}；${contract}` },
    { part: 'fulfilment', title: '以往兑现', points: twoDecimals(basePoints * weights.fulfilment * fulfilment), words: pledgedBefore === 0 ? '还没有已结清的订单，按一半计' : `已结清的订单承诺 ${pledgedBefore} 个岗位，满 90 天仍在岗 ${retainedBefore} 人（另各按 4 个和 2 人起算）` },
    { part: 'age', title: '等待天数', points: age, words: `批准后已等待 ${age} 天，每天 1 分` },
    { part: 'penalty', title: '乡镇均衡', points: -twoDecimals(penalty), words: `培训地所在乡镇近 90 天开班名额占全县 ${percent(openedShare)}，可就业人员占全县 ${percent(fairShare)}；超出部分按 ${penaltyPoints} 分折算扣减` },
  ];
}

const REASON_WORDS = {
  NO_SLOT_FOR_OCCUPATION: '目前没有培训机构为这个职业提供开班名额',
  NO_SLOT_IN_WINDOW: '有这个职业的开班名额，但都晚于订单的最晚开班日',
  NO_SLOT_WITH_SEATS: '在开班时间内有名额，但座位都少于订单人数；经办人可以拆分订单',
} as const satisfies Record<SlotReason, string>;

export function reasonWords(reason: SlotReason): string {
  return REASON_WORDS[reason];
}
