import type { CopySection } from './copy-section.js';
import { CLASS_SECTIONS } from './sections/class-sections.repository.js';
import { HOUSEHOLD_SECTIONS } from './sections/household-sections.repository.js';
import { MATCH_SECTIONS } from './sections/match-sections.repository.js';
import { MESSAGE_SECTIONS } from './sections/message-sections.repository.js';
import { ORDER_SECTIONS } from './sections/order-sections.repository.js';
import { REGISTRATION_SECTIONS } from './sections/registration-sections.repository.js';
import { WORK_SECTIONS } from './sections/work-sections.repository.js';

/** Everything that a copy holds, in the order in which it is read. */
export const COPY_SECTIONS: readonly CopySection[] = [
  ...REGISTRATION_SECTIONS, ...HOUSEHOLD_SECTIONS, ...CLASS_SECTIONS, ...ORDER_SECTIONS, ...WORK_SECTIONS, ...MATCH_SECTIONS, ...MESSAGE_SECTIONS,
];

/** What of a person is in no copy, and why; the copy says so. A test holds sections and this list to the tables about people. */
export interface LeftOut {
  readonly what: string;
  readonly why: string;
  readonly tables: readonly string[];
}

export const LEFT_OUT: readonly LeftOut[] = [
  { what: '上报表格的原始行', why: '内容已在登记、培训和就业各节；原始行 90 天内删除，同一文件中有他人信息', tables: ['workbook_rows'] },
  { what: '由台账算出的统计中间结果', why: '只有编号和日期，由本副本所列台账、订单录用推算', tables: ['pledge_facts', 'rate_standings', 'rate_changes'] },
  { what: '合并登记的编号对照', why: '只有随机编号；合并的登记都列在“身份和登记”', tables: ['person_aliases'] },
  { what: '短信通道的技术回执和逐次提交', why: '只有编号和时间；结果已并入“发给本人的短信”', tables: ['notification_attempts', 'sms_receipts'] },
  { what: '为重复请求保存的应答', why: '内容与登记相同，到期自动删除', tables: ['idempotency_keys'] },
  { what: '操作日志', why: '记的是经办人做了什么，只有编号和代码，没有本人信息的内容；可另行申请查阅', tables: ['audit_events'] },
  { what: '抹除时待删的扫描件', why: '只在抹除过程中存在，其时本人信息已清除', tables: ['person_erasure_files'] },
  { what: '经办人姓名、户内其他人', why: '属于他人的个人信息', tables: [] },
];
