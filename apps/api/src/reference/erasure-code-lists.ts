import { HINDRANCE_LABEL, type ErasureGround, type ErasureRefusal, type ErasureState, type ErasureWay } from '@app/erasures';
import type { CodeList, Labels } from './code-list.js';

const WAY: Labels<ErasureWay> = { 'in-person': '本人当面', 'in-writing': '书面', 'by-telephone': '电话', 'by-representative': '代理人' };
const GROUND: Labels<ErasureGround> = { 'purpose-over': '处理目的已实现、无法实现或不再必要', 'retention-over': '保存期限已满', 'consent-withdrawn': '本人撤回同意', unlawful: '处理违反法律或约定' };
const STATE: Labels<ErasureState> = { asked: '待确认', refused: '已退回', marked: '已确认，正在办理', emptied: '信息已清除，正在清除扫描件', gone: '已抹除' };
const REFUSAL: Labels<ErasureRefusal> = { 'still-needed': '法定保存义务未满', 'not-the-person': '不是本人申请', 'person-stays': '本人改变主意' };

/** Codes of the erasing of people. */
export const ERASURE_CODE_LISTS = {
  'erasure-way': { title: '本人提出抹除、副本申请的方式', labels: WAY },
  'erasure-ground': { title: '抹除理由（个人信息保护法第四十七条）', labels: GROUND },
  'erasure-state': { title: '抹除办理状态', labels: STATE },
  'erasure-refusal': { title: '不予抹除的原因', labels: REFUSAL },
  'erasure-hindrance': { title: '抹除前须了结的事项', labels: HINDRANCE_LABEL },
} satisfies Readonly<Record<string, CodeList>>;
