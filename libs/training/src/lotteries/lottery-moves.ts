/** Where a lottery stands: the notice is out, the list is closed, the draw is made, or it was given up. */
export const LOTTERY_STATES = ['announced', 'closed', 'drawn', 'cancelled'] as const;
export type LotteryState = (typeof LOTTERY_STATES)[number];

/** The legal moves; the database keeps the same table (`lottery_moves`) and refuses everything else. A draw is not taken back. */
export const LOTTERY_MOVES = { announced: ['closed', 'cancelled'], closed: ['drawn', 'cancelled'], drawn: [], cancelled: [] } as const satisfies Record<LotteryState, readonly LotteryState[]>;

export const LOTTERY_STATE_LABEL = { announced: '已公告', closed: '名单已截止', drawn: '已抽签', cancelled: '已取消' } as const satisfies Record<LotteryState, string>;

export function mayMoveLottery(from: LotteryState, to: LotteryState): boolean {
  return (LOTTERY_MOVES[from] as readonly LotteryState[]).includes(to);
}
