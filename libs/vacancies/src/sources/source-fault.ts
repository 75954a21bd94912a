import { DomainError, type FailureKind } from '@app/kernel';

/** What can be wrong with a public network or its answer. */
export const SOURCE_FAULT_KINDS = [
  'unavailable', // no connection, or a 5xx
  'rate-limited', // 429
  'timeout', // the whole answer did not arrive in time, trickling included
  'too-large', // the body passed the limit
  'truncated', // the connection ended before the body did
  'maintenance', // a maintenance page, whatever its status
  'not-the-format', // HTML where JSON was due, broken UTF-8, a missing total, a redirect …
  'refused', // a 4xx, or the source's own "not OK"
  'schema-drift', // a known field went missing or changed its type in more than 5 % of a page's rows
  'region-ignored', // the source answered for other regions than the one asked for
  'circuit-open', // too many failures one after another: the source is left alone for a while
] as const;
export type SourceFaultKind = (typeof SOURCE_FAULT_KINDS)[number];

const MEANING: Record<SourceFaultKind, string> = {
  unavailable: '来源暂时无法访问',
  'rate-limited': '来源要求放慢访问',
  timeout: '来源未在规定时间内答复完毕',
  'too-large': '来源的答复超过大小上限',
  truncated: '来源的答复中途断开',
  maintenance: '来源正在维护',
  'not-the-format': '来源的答复不是约定的格式',
  refused: '来源拒绝了请求',
  'schema-drift': '来源的字段发生变化',
  'region-ignored': '来源没有按地区筛选',
  'circuit-open': '来源连续失败，暂停访问',
};

/** Faults that the same request may survive a little later. */
const PASSING: ReadonlySet<SourceFaultKind> = new Set(['unavailable', 'rate-limited', 'timeout', 'too-large', 'truncated', 'maintenance', 'not-the-format', 'schema-drift', 'region-ignored']);

export interface SourceFaultDetail {
  /** What exactly, in Chinese; never a row's content. */
  readonly detail?: string;
  /** The source's Retry-After, milliseconds. */
  readonly retryAfterMs?: number | null;
  /** False for an answer that would be the same next time, e.g. HTTP 404. Default: by kind. */
  readonly passing?: boolean;
}

/** A public network failed, or answered what it should not. Its message is Chinese and carries no row content. */
export class SourceFault extends DomainError {
  readonly code = 'SOURCE.FAILED';
  readonly kind: FailureKind = 'unavailable';
  /** The same request may succeed later: worth a retry. */
  readonly passing: boolean;
  readonly retryAfterMs: number | null;

  constructor(readonly fault: SourceFaultKind, { detail, retryAfterMs = null, passing }: SourceFaultDetail = {}) {
    super(detail === undefined ? MEANING[fault] : `${MEANING[fault]}：${detail}`);
    this.passing = passing ?? PASSING.has(fault);
    this.retryAfterMs = retryAfterMs;
  }
}
