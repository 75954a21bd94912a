import { EDUCATIONS, isCivilDate, isRegionCode, isUuid as isUuidText } from '@app/kernel';
import { ValidateBy, ValidateIf, type ValidationOptions } from 'class-validator';

type Rule = (options?: ValidationOptions) => PropertyDecorator;

/** A property decorator from a predicate and what it says in Chinese when it does not hold. */
export function fieldRule(name: string, holds: (value: unknown) => boolean, message: string): Rule {
  return (options) => ValidateBy({ name, validator: { validate: (value: unknown) => holds(value), defaultMessage: () => (options?.each ? `每一项${message}` : message) } }, options);
}

/** A field that may be left out, but not be null. */
export const unlessAbsent = ValidateIf((_: object, value: unknown) => value !== undefined);

const NUL = '\u0000';

/** A day of the calendar, `YYYY-MM-DD`. */
export const IsCivilDate = fieldRule('isCivilDate', isCivilDate, '须为日期，形如 2026-03-01');
/** The form of a region code: 2, 4, 6, 9 or 12 digits. Whether the region exists is the catalogue's to say. */
export const IsRegionCode = fieldRule('isRegionCode', isRegionCode, '须为行政区划代码（2、4、6、9 或 12 位数字）');
export const IsUuid = fieldRule('isUuid', isUuidText, '须为 UUID');
/** One of the education levels. */
export const IsEducationLevel = fieldRule('isEducationLevel', (value) => (EDUCATIONS as readonly unknown[]).includes(value), `须为下列之一：${EDUCATIONS.join(', ')}`);
/** An amount of money in fen: a whole number from 0 to 10^12. */
export const IsFen = fieldRule('isFen', (value) => Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 1e12, '须为以分计的整数金额');
/** An instant in ISO 8601 with its zone. */
export const IsInstant = fieldRule('isInstant', (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(value) && !Number.isNaN(Date.parse(value)), '须为带时区的时间，形如 2026-03-01T08:00:00+08:00');

/** Text of a line that people wrote: 1 to `max` characters after trimming, no control characters. */
export function IsLine(max: number, options?: ValidationOptions): PropertyDecorator {
  const holds = (value: unknown): boolean => typeof value === 'string' && value.trim().length >= 1 && value.length <= max && !/\p{Cc}/u.test(value);
  return fieldRule('isLine', holds, `须为 1 至 ${max} 个字的文字，不含控制字符`)(options);
}

/** Longer text with line breaks: up to `max` characters, no NUL. */
export function IsProse(max: number, options?: ValidationOptions): PropertyDecorator {
  return fieldRule('isProse', (value) => typeof value === 'string' && value.length <= max && !value.includes(NUL), `须为不超过 ${max} 个字的文字`)(options);
}
