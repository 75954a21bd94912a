/** A callback's JSON as a list of records: one record alone is a list of one; what is neither is null. */
export function recordsOf(body: unknown): readonly (Readonly<Record<string, unknown>> | null)[] {
  const items: readonly unknown[] = Array.isArray(body) ? body : [body];
  return items.map((item) => (typeof item === 'object' && item !== null && !Array.isArray(item) ? (item as Readonly<Record<string, unknown>>) : null));
}

/** A text or a number as text, trimmed; else empty. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** `2026-11-28 10:00:00` as the clock of Shanghai shows it; null where it is no time. */
export function shanghaiTime(value: unknown): Date | null {
  const text = textOf(value);
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return null;
  const at = new Date(`${text.replace(' ', 'T')}+08:00`);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** A Chinese telephone as we write it: without +86; null where it is none. */
export function telephoneOf(value: unknown): string | null {
  const text = textOf(value).replace(/^(\+|00)?86(?=1\d{10}$)/, '');
  return /^\d{3,20}$/.test(text) ? text : null;
}

/** Operators' codes for a number that does not exist are as many as those for one that is switched off, and the same: only the words tell. */
export function saysNoSuchNumber(words: string): boolean {
  return /空号|号码不存在/.test(words) && !/关机|停机|无法接通/.test(words);
}
