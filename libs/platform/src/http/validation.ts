import { ValidationPipe, type ValidationError } from '@nestjs/common';
import type { FieldFault } from '@app/kernel';
import { RequestInvalid } from './request-errors.js';

const CHINESE = /[\u4e00-\u9fff]/;

/** What each rule of class-validator says in Chinese; `{0}`, `{1}` are the numbers of its own English message, `{list}` its list of values. */
const RULES: Readonly<Record<string, string>> = {
  isString: '须为文字', isInt: '须为整数', isNumber: '须为数字', isBoolean: '须为 true 或 false', isArray: '须为列表', isObject: '须为对象', isDate: '须为日期',
  isIn: '须为下列之一：{list}', isNotEmpty: '不能为空', isDefined: '必须填写', isUuid: '须为 UUID', isEmail: '邮箱格式不正确', isUrl: '网址格式不正确',
  min: '不能小于 {0}', max: '不能大于 {0}', isPositive: '须大于 0', minLength: '至少 {0} 个字', maxLength: '最多 {0} 个字', isLength: '长度须在 {0} 至 {1} 之间', length: '长度须在 {0} 至 {1} 之间',
  arrayMinSize: '至少 {0} 项', arrayMaxSize: '最多 {0} 项', arrayNotEmpty: '至少 1 项', arrayUnique: '有重复的项', matches: '格式不正确', isISO8601: '须为 ISO 8601 时间', isDateString: '须为 ISO 8601 时间',
  whitelistValidation: '没有这个字段', nestedValidation: '须为对象', unknownValue: '须为 JSON 对象',
};

/** Checks every body and query: unknown fields are refused, and all faults are told at once, in Chinese. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new RequestInvalid(faultsOf(errors)),
  });
}

/** The faults of a validation, one per broken rule, by dotted path (`skills.0.level`). */
export function faultsOf(errors: readonly ValidationError[], parent = ''): FieldFault[] {
  return errors.flatMap((error) => {
    const path = [parent, error.property].filter(Boolean).join('.');
    const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({ path, message: inChinese(rule, message) }));
    return [...own, ...faultsOf(error.children ?? [], path)];
  });
}

function inChinese(rule: string, message: string): string {
  if (CHINESE.test(message)) return message;
  const template = RULES[rule] ?? '格式不正确';
  const numbers = message.match(/-?\d+(?:\.\d+)?/g) ?? [];
  const list = message.split(':').at(-1)?.trim() ?? '';
  const each = message.startsWith('each value in') ? '每一项' : '';
  return each + template.replace(/\{(\d)\}/g, (_, index: string) => numbers[Number(index)] ?? '').replace('{list}', list);
}
