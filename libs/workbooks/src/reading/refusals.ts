import { DomainError, type FailureKind } from '@app/kernel';

/** Why a file is not read at all. Stable codes; the child process sends them to its parent by code. */
export const REFUSALS = {
  'WORKBOOK.EMPTY': '文件是空的（0 字节），请重新选择文件。',
  'WORKBOOK.TOO_LARGE': '文件超过 10 MB，请拆成几个文件。',
  'WORKBOOK.OLD_FORMAT': '这是旧格式的 .xls 文件。请在表格软件中“另存为”.xlsx 后再上传。',
  'WORKBOOK.ENCRYPTED': '文件设有打开密码，请去掉密码后再上传。',
  'WORKBOOK.NOT_A_WORKBOOK': '文件内容不是 .xlsx 工作簿，也不是 CSV 文本（只改扩展名没有用）。',
  'WORKBOOK.BROKEN': '文件已损坏，无法读取。请用表格软件打开并重新保存。',
  'WORKBOOK.ENCODING_UNKNOWN': 'CSV 文件的文字编码无法识别，请保存为 UTF-8 或 GB18030。',
  'WORKBOOK.ARCHIVE_SUSPICIOUS': '文件的压缩内容异常（条目过多、展开后过大、嵌套压缩包，或标明的大小不实），已拒绝。',
  'WORKBOOK.XML_REFUSED': '文件内含文档类型定义（DTD）或实体，已拒绝。',
  'WORKBOOK.TOO_MANY_CELLS': '文件超过 10 万行、500 列或 100 万个单元格，请拆成几个文件。',
  'WORKBOOK.TOO_SLOW': '读取文件超过时间或内存限度，已停止。请去掉多余的格式和工作表后再上传。',
} as const satisfies Record<`WORKBOOK.${string}`, string>;

export type RefusalCode = keyof typeof REFUSALS;

/** The file cannot be taken: 422, or 413 when it is too large. Says in Chinese what to do. */
export class WorkbookRefused extends DomainError {
  readonly kind: FailureKind;
  constructor(readonly code: RefusalCode) {
    super(REFUSALS[code]);
    this.kind = code === 'WORKBOOK.TOO_LARGE' ? 'too-large' : 'unprocessable';
  }
}

export function isRefusalCode(code: unknown): code is RefusalCode {
  return typeof code === 'string' && code in REFUSALS;
}
