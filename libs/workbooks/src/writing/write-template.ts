import type { FieldType, Form, FormField, RosterRow } from '../form.js';
import { CHOICES_SHEET, GUIDE_SHEET, REASON_HEADING, TEMPLATE_SHEET } from '../template-mark.js';
import { writeWorkbook, type WrittenCell, type WrittenColumn, type WrittenSheet } from './workbook-file.js';

/** Columns in which a program must not make a number of what is typed. */
const TEXT_TYPES: readonly FieldType[] = ['id-number', 'telephone', 'credit-code', 'text', 'person-name', 'region', 'pay'];
const KIND_OF: Readonly<Record<FieldType, string>> = {
  text: '文字', 'person-name': '姓名', 'id-number': '18 位公民身份号码（文本格式）', telephone: '手机号或带区号的固定电话（文本格式）', date: '日期，如 2026-03-05', month: '月份，如 2026-03', year: '年份，如 2025', integer: '整数', yuan: '金额（元）', 'yuan-a-year': '一年的金额（元）', pay: '月薪，如 3000-4500',
  hours: '学时（数字）', percent: '百分比', 'yes-no': '是／否', education: '学历', region: '乡镇、村的名称', 'credit-code': '18 位统一社会信用代码（文本格式）', sex: '男／女', ethnicity: '民族', code: '从下拉列表中选择', codes: '可填多项，用顿号隔开', serial: '序号',
};
const REASON_WIDTH = 48;

const columnOf = (field: FormField): WrittenColumn => ({
  heading: field.label,
  required: field.required,
  asText: TEXT_TYPES.includes(field.type),
  width: field.type === 'id-number' || field.type === 'credit-code' ? 22 : 14,
  ...(field.type === 'code' && field.choices ? { choices: field.choices.map((choice) => choice.label) } : {}),
  ...(field.type === 'yes-no' ? { choices: ['是', '否'] } : {}),
});

const markOf = (form: Form) => ({ sheet: TEMPLATE_SHEET, choicesSheet: CHOICES_SHEET, form: form.name, version: form.version });

/** Our own template of a form: headings, drop-downs, text columns, instructions, version. */
export function writeTemplate(form: Form): Promise<Buffer> {
  return writeWorkbook({ sheets: [{ name: form.title, columns: form.fields.map(columnOf), rows: [] }, guideOf(form)], mark: markOf(form) });
}

/** Rows that could not be taken, in the form's template: faulty cells marked, the reason in a last column. Ready to be mended and uploaded again. */
export function writeReturned(form: Form, rows: readonly Pick<RosterRow, 'sheet' | 'number' | 'texts' | 'faults'>[]): Promise<Buffer> {
  const returned = rows.map((row) => [
    ...form.fields.map((field): WrittenCell | null => {
      const fault = row.faults.find((each) => each.field === field.name)?.message;
      const text = row.texts[field.name] ?? '';
      return text === '' && fault === undefined ? null : { text, ...(fault === undefined ? {} : { fault }) };
    }),
    `${row.sheet} 第 ${row.number} 行：${row.faults.map((fault) => `${labelOf(form, fault.field)}${fault.message}`).join('；')}`,
  ]);
  const columns = [...form.fields.map(columnOf), { heading: REASON_HEADING, width: REASON_WIDTH }];
  return writeWorkbook({ sheets: [{ name: form.title, columns, rows: returned }, guideOf(form)], mark: markOf(form) });
}

function labelOf(form: Form, name: string): string {
  const field = form.fields.find((each) => each.name === name);
  return field === undefined ? '' : `${field.label}：`;
}

function guideOf(form: Form): WrittenSheet {
  return {
    name: GUIDE_SHEET,
    columns: [{ heading: '栏目', width: 20 }, { heading: '是否必填', width: 10 }, { heading: '填写格式', width: 40 }, { heading: '说明', width: 60 }, { heading: '可选内容', width: 60 }],
    rows: [
      ...form.fields.map((field) => [field.label, field.required ? '必填' : '选填', KIND_OF[field.type], field.hint, (field.choices ?? []).map((choice) => choice.label).join('、')]),
      [`模板版本：${form.name} 第 ${form.version} 版`, '', '', '', ''],
    ],
  };
}
