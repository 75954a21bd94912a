/** How the person asked. */
export const ERASURE_WAYS = ['in-person', 'in-writing', 'by-telephone', 'by-representative'] as const;
export type ErasureWay = (typeof ERASURE_WAYS)[number];

/** On what ground (personal information law, article 47, first paragraph, items 1 to 4). */
export const ERASURE_GROUNDS = ['purpose-over', 'retention-over', 'consent-withdrawn', 'unlawful'] as const;
export type ErasureGround = (typeof ERASURE_GROUNDS)[number];

/** `asked`: waits for a second officer · `marked`: decided, the worker is at it · `emptied`: gone from every table, scans are being removed · `gone`: done. */
export const ERASURE_STATES = ['asked', 'refused', 'marked', 'emptied', 'gone'] as const;
export type ErasureState = (typeof ERASURE_STATES)[number];

/** What may follow what; the database keeps the same (`legal_erasure_move`), and knows who. */
export const ERASURE_MOVES = { asked: ['refused', 'marked'], refused: [], marked: ['emptied'], emptied: ['gone'], gone: [] } as const satisfies Record<ErasureState, readonly ErasureState[]>;

/** Why a second officer does not agree. `still-needed`: a duty to keep lasts (the same law, article 47, second paragraph). */
export const ERASURE_REFUSALS = ['still-needed', 'not-the-person', 'person-stays'] as const;
export type ErasureRefusal = (typeof ERASURE_REFUSALS)[number];

/**
 * What is not over yet and so stands against an erasure. `erasure_hindrances` of the database finds all but the last, which is
 * found where files of offices are opened: one that is not read or written yet names the person, or may.
 */
export const HINDRANCES = ['in-class', 'order-open', 'money-open', 'review-open', 'referral-open', 'message-open', 'teaches', 'cooperation-open', 'upload-open'] as const;
export type Hindrance = (typeof HINDRANCES)[number];

export const HINDRANCE_LABEL: Readonly<Record<Hindrance, string>> = {
  'in-class': '在册班次未结束，或仍在候补',
  'order-open': '订单未结清：有未了结的席位、抽签号或录用',
  'money-open': '补贴已申报或承诺，尚未全部付清（或退回）',
  'review-open': '佐证抽查、更正申请或抽样调查未结束',
  'referral-open': '推荐尚待用人单位答复',
  'message-open': '短信正在提交，或结果未明',
  teaches: '仍登记为师资',
  'cooperation-open': '利益联结协议仍在有效期内',
  'upload-open': '上报的表格尚未处理完，其中可能有其信息',
};

/** All that stands in the way, as one sentence for people. */
export function hindranceSentence(hindrances: readonly Hindrance[]): string {
  return `尚不能抹除：${hindrances.map((code) => HINDRANCE_LABEL[code]).join('；')}。了结之后方可办理。`;
}
