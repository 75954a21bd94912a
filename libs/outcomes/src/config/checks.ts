export type Fields = Readonly<Record<string, unknown>>;
export type Report = (path: string, message: string) => void;
/** Looks at one value of a configuration and reports what is wrong with it, by path. */
export type Check = (value: unknown, path: string, report: Report) => void;
type Checks = Readonly<Record<string, Check>>;

export const MISSING = '缺少';

export function wholeFrom(least: number, most: number): Check {
  return (value, path, report) => {
    if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > most) report(path, `应为 ${least} 至 ${most} 的整数`);
  };
}
export function oneOf(words: readonly string[]): Check {
  return (value, path, report) => {
    if (typeof value !== 'string' || !words.includes(value)) report(path, `应为 ${words.join('、')} 之一`);
  };
}
export const flag: Check = (value, path, report) => {
  if (typeof value !== 'boolean') report(path, '应为 true 或 false');
};
export const amount: Check = (value, path, report) => {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) report(path, '应为非负数');
};
export const text: Check = (value, path, report) => {
  if (typeof value !== 'string' || value.trim() === '') report(path, '应为非空文本');
};
/** A list of at least so many, each looked at by the check. */
export function listOf(check: Check, least: number): Check {
  return (value, path, report) => {
    if (!Array.isArray(value) || value.length < least) return report(path, least === 0 ? '应为数组' : '应为非空数组');
    value.forEach((each: unknown, at) => check(each, `${path}[${at}]`, report));
  };
}
/** An object of these fields and no others. */
export function objectOf(required: Checks, optional: Checks = {}): Check {
  return (value, path, report) => {
    if (isRecord(value)) checkFields(value, required, optional, path, report);
    else report(path, '应为 JSON 对象');
  };
}

/** Looks at the fields that are asked for and those that may be there. Any other is a fault: a condition misspelt must not be one left out. */
export function checkFields(value: Fields, required: Checks, optional: Checks, path: string, report: Report): void {
  for (const [name, check] of Object.entries(required)) {
    if (value[name] === undefined) report(`${path}.${name}`, MISSING);
    else check(value[name], `${path}.${name}`, report);
  }
  for (const [name, check] of Object.entries(optional)) if (value[name] !== undefined) check(value[name], `${path}.${name}`, report);
  for (const name of Object.keys(value)) if (!Object.hasOwn(required, name) && !Object.hasOwn(optional, name)) report(`${path}.${name}`, '没有这一项');
}

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy of its own: whoever holds the configuration cannot change a rule behind its name. */
export function copyOf(value: Fields): Fields {
  return JSON.parse(JSON.stringify(value)) as Fields;
}
