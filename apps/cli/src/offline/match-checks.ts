import { isCivilDate, isRegionCode } from '@app/kernel';
import { isOccupationCode } from '@app/matching';

/** At most so many faults are printed; nobody reads more, and the first ones usually explain the rest. */
const MAX_FAULTS = 100;
/** Whatever some reader takes for the end of a line: a quoted value must not make two lines of one fault. */
const LINE_ENDS = /[\r\n\v\f\u0085\u2028\u2029]+/g;

/** Collects what is wrong with an input, one line a fault, in the order in which it is met. */
export class FaultList {
  readonly #lines: string[] = [];

  /** `path` says where, from `$`; `message` says why. */
  add(path: string, message: string): void {
    if (!this.isFull) this.#lines.push(`${path}: ${message}`.replaceAll(LINE_ENDS, ' '));
  }

  get count(): number {
    return this.#lines.length;
  }

  /** Whether reading on is of no use, since nothing more would be printed. */
  get isFull(): boolean {
    return this.#lines.length >= MAX_FAULTS;
  }

  get lines(): readonly string[] {
    return this.#lines;
  }
}

/** Looks at one value, notes what is wrong with it, and says whether it was right. */
export type Check = (value: unknown, path: string, faults: FaultList) => boolean;

/** A value for a message: short, and never a whole object. */
function shown(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}

/** A check of one value; `wanted` ends the sentence "must be …". */
export function checkOf(isRight: (value: unknown) => boolean, wanted: string): Check {
  return (value, path, faults) => {
    if (isRight(value)) return true;
    faults.add(path, `must be ${wanted}, not ${shown(value)}`);
    return false;
  };
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

export const text = checkOf((value) => typeof value === 'string', 'a text');
export const id = checkOf((value) => typeof value === 'string' && value !== '', 'a non-empty text');
export const flag = checkOf((value) => typeof value === 'boolean', 'true or false');
export const number = checkOf(isNumber, 'a number');
export const amount = checkOf((value) => isNumber(value) && value >= 0, 'a number of at least 0');
export const count = checkOf((value) => isNumber(value) && Number.isInteger(value) && value >= 0, 'a whole number of at least 0');
export const level = checkOf((value) => isNumber(value) && Number.isInteger(value) && value >= 1 && value <= 5, 'a level from 1 to 5');
export const date = checkOf(isCivilDate, 'a day of the calendar, YYYY-MM-DD');
export const region = checkOf(isRegionCode, 'a region code of 2, 4, 6, 9 or 12 digits with a province');
export const occupation = checkOf(isOccupationCode, 'an occupation code such as 6-18-02-04');

export function oneOf(values: readonly (string | number)[]): Check {
  return checkOf((value) => (values as readonly unknown[]).includes(value), `one of ${values.join(' ')}`);
}

export function orNull(check: Check): Check {
  return (value, path, faults) => value === null || check(value, path, faults);
}

export function listOf(check: Check): Check {
  return (value, path, faults) => {
    if (!isList(value, path, faults)) return false;
    // every() would stop at the first wrong item.
    return value.map((item, i) => check(item, `${path}[${i}]`, faults)).every(Boolean);
  };
}

const isListCheck = checkOf(Array.isArray, 'a list');
export function isList(value: unknown, path: string, faults: FaultList): value is unknown[] {
  return isListCheck(value, path, faults);
}

const isObjectCheck = checkOf((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'an object');
export function isObject(value: unknown, path: string, faults: FaultList): value is Record<string, unknown> {
  return isObjectCheck(value, path, faults);
}

/** The path of a key below an object: `$.skills`, or `$["odd key"]`. */
function keyPath(path: string, key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `${path}.${key}` : `${path}[${shown(key)}]`;
}

/** Whether an object has exactly the keys allowed: unknown ones are faults (a score must not be able to carry more), and so are missing ones. */
export function hasKeys(value: Record<string, unknown>, required: readonly string[], optional: readonly string[], path: string, faults: FaultList): boolean {
  const unknown = Object.keys(value).filter((key) => !required.includes(key) && !optional.includes(key));
  const missing = required.filter((key) => !Object.hasOwn(value, key));
  for (const key of unknown) faults.add(keyPath(path, key), 'unknown key');
  for (const key of missing) faults.add(keyPath(path, key), 'required');
  return unknown.length === 0 && missing.length === 0;
}

/**
 * An object with all of the fields of `T`, each checked, and no others. `rule` looks at fields together: those that `of` names, all of
 * them where it is left out, once each of these is right, so that a fault elsewhere in the object does not hide one of the rule.
 */
export function objectOf<T>(fields: Record<keyof T & string, Check>, rule?: (value: T, path: string, faults: FaultList) => boolean, of?: readonly (keyof T & string)[]): Check {
  const keys = Object.keys(fields) as (keyof T & string)[];
  return (value, path, faults) => {
    if (!isObject(value, path, faults)) return false;
    const hasAll = hasKeys(value, keys, [], path, faults);
    const right = keys.filter((key) => Object.hasOwn(value, key) && fields[key](value[key], `${path}.${key}`, faults));
    const isRight = hasAll && right.length === keys.length;
    if (rule === undefined || !(of?.every((key) => right.includes(key)) ?? isRight)) return isRight;
    return rule(value as T, path, faults) && isRight;
  };
}

/** Notes a fault and says false, for rules. */
export function broken(faults: FaultList, path: string, message: string): false {
  faults.add(path, message);
  return false;
}
