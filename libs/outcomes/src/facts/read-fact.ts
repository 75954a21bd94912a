import { isRegionCode, type FieldFault } from '@app/kernel';
import { Calendar } from './calendar.js';
import { EXCLUSION_REASONS, JOB_TYPES, type Fact, type FactKind } from './fact.js';
import { parseInstant, type Instant } from './instant.js';

/** Kinds of fact that others name by the id they declare. */
export type DeclaringKind = 'class' | 'employment-started' | 'order';

/** What is left of a fact that cannot be read: enough to tell whether it is in force, and so a fault. */
export interface UnreadableFact {
  readonly faults: readonly FieldFault[];
  readonly id: string | null;
  readonly isRetraction: boolean;
  readonly effectiveOn: string | null;
  readonly recordedAt: Instant | null;
  /** The class, employment or order that it would have declared: others may name it. */
  readonly declares: { readonly kind: DeclaringKind; readonly id: string } | null;
}

/** What is left of a fact, the line it stood on, and the number of its id. */
export interface UnreadableEntry {
  readonly line: number;
  readonly id: number | null;
  readonly unreadable: UnreadableFact;
}

/** A fact, or what is wrong with it. */
export type FactReading = { readonly fact: Fact } | { readonly unreadable: UnreadableFact };

type Check = (value: unknown, calendar: Calendar) => string | null;
interface FieldRule {
  readonly check: Check;
  readonly optional?: true;
  /** A field that the contract does not know: one that cannot be read is as good as absent, never a fault. */
  readonly beyond?: true;
}

const text: FieldRule = { check: (value) => (typeof value === 'string' && value !== '' ? null : '应为非空文本') };
const textOrNull: FieldRule = { check: (value) => (value === null ? null : text.check(value, NO_CALENDAR)) };
const flag: FieldRule = { check: (value) => (typeof value === 'boolean' ? null : '应为 true 或 false') };
const date: FieldRule = { check: (value, calendar) => (typeof value === 'string' && calendar.find(value) !== null ? null : '应为日历中的日期 YYYY-MM-DD') };
const region: FieldRule = { check: (value) => (isRegionCode(value) ? null : '应为 2、4、6、9 或 12 位行政区划代码') };
const level: FieldRule = { check: (value) => (isWholeNumber(value) && value <= 3 ? null : '应为 0 至 3 的整数') };
const seats: FieldRule = { check: (value) => (isWholeNumber(value) ? null : '应为非负整数') };
const amount: FieldRule = { check: (value) => (typeof value === 'number' && Number.isFinite(value) && value >= 0 ? null : '应为非负数') };
const NO_CALENDAR = new Calendar();
const MISSING = '缺少';

function oneOf(words: readonly string[]): FieldRule {
  return { check: (value) => (typeof value === 'string' && words.includes(value) ? null : `未知代码，应为 ${words.join('、')} 之一`) };
}
function optional(rule: FieldRule): FieldRule {
  return { check: rule.check, optional: true };
}
/** The contract ignores further fields; these are kept where they can be read. */
function beyond(rule: FieldRule): FieldRule {
  return { check: rule.check, optional: true, beyond: true };
}
function isWholeNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

const HEAD: readonly (readonly [string, FieldRule])[] = [['id', text], ['effectiveOn', date]];
const attendance = { person: text, class: text };
/** What each kind of fact carries; any other field is ignored. */
const FIELDS: Readonly<Record<FactKind, Readonly<Record<string, FieldRule>>>> = {
  class: { class: text, course: text, programme: text, provider: text, region, endsOn: date, onTheJob: optional(flag), outreach: optional(flag) },
  enrolled: attendance,
  completed: attendance,
  certified: attendance,
  dropped: attendance,
  excluded: { person: text, reason: oneOf(EXCLUSION_REASONS) },
  'not-employed': { person: text },
  'employment-started': {
    employment: text, person: text, type: oneOf(JOB_TYPES), employer: textOrNull, permanent: flag, pay: optional(amount), contractMonths: optional(amount), workplace: beyond(region),
  },
  'employment-ended': { employment: text },
  evidence: { employment: text, level },
  'evidence-refused': { employment: text, level },
  order: { order: text, seats, pay: beyond(amount), contractMonths: beyond(amount), permanent: beyond(flag) },
  'hired-from-order': { order: text, person: text, into: beyond(text) },
  retracted: { fact: text },
};
const RULES_OF_KIND = new Map(Object.entries(FIELDS).map(([kind, fields]) => [kind, [...HEAD, ...Object.entries(fields)]]));
const DECLARING: readonly (readonly [kind: DeclaringKind, field: string])[] = [['class', 'class'], ['employment-started', 'employment'], ['order', 'order']];

/**
 * Reads one record of a ledger, keeping only the fields that its kind carries.
 * @param record a parsed JSON value
 * @param calendar one calendar for the whole ledger: it remembers the dates already read
 */
export function readFact(record: unknown, calendar: Calendar): FactReading {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    return { unreadable: unreadable({}, [{ path: '$', message: '应为 JSON 对象' }], calendar) };
  }
  const fields = record as Readonly<Record<string, unknown>>;
  const faults: FieldFault[] = [];
  const rules = typeof fields['kind'] === 'string' ? RULES_OF_KIND.get(fields['kind']) : undefined;
  if (rules === undefined) faults.push({ path: '$.kind', message: fields['kind'] === undefined ? MISSING : '未知的事实种类' });
  const recordedAt = readInstant(fields['recordedAt'], calendar);
  if (recordedAt === null) faults.push({ path: '$.recordedAt', message: fields['recordedAt'] === undefined ? MISSING : '应为带时区偏移的 ISO 8601 时刻' });
  const fact: Record<string, unknown> = { kind: fields['kind'], recordedAt };
  for (const [name, rule] of rules ?? HEAD) {
    const value = fields[name];
    if (rule.optional === true && (value === undefined || value === null)) continue;
    const message = value === undefined ? MISSING : rule.check(value, calendar);
    if (message !== null && rule.beyond === true) continue;
    if (message !== null) faults.push({ path: `$.${name}`, message });
    fact[name] = value;
  }
  checkClassSpan(fact, faults);
  return faults.length > 0 ? { unreadable: unreadable(fields, faults, calendar) } : { fact: fact as unknown as Fact };
}

function readInstant(value: unknown, calendar: Calendar): Instant | null {
  return typeof value === 'string' ? parseInstant(value, calendar) : null;
}

function checkClassSpan(fact: Readonly<Record<string, unknown>>, faults: FieldFault[]): void {
  if (fact['kind'] !== 'class' || faults.length > 0) return;
  if ((fact['endsOn'] as string) < (fact['effectiveOn'] as string)) faults.push({ path: '$.endsOn', message: '早于开班日' });
}

function unreadable(fields: Readonly<Record<string, unknown>>, faults: readonly FieldFault[], calendar: Calendar): UnreadableFact {
  const { id, kind, effectiveOn, recordedAt } = fields;
  const declaring = DECLARING.find(([declaringKind]) => declaringKind === kind);
  const declared = declaring === undefined ? null : fields[declaring[1]];
  return {
    faults,
    id: typeof id === 'string' ? id : null,
    isRetraction: kind === 'retracted',
    effectiveOn: typeof effectiveOn === 'string' && calendar.find(effectiveOn) !== null ? effectiveOn : null,
    recordedAt: readInstant(recordedAt, calendar),
    declares: declaring !== undefined && typeof declared === 'string' ? { kind: declaring[0], id: declared } : null,
  };
}
