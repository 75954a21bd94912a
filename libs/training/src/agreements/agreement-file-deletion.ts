import type { CivilDate } from '@app/kernel';

/** Why the scan of an agreement goes. `expired`: its time is over, and so is its order · `withdrawn`: another version stands in its place. */
export const AGREEMENT_FILE_GROUNDS = ['expired', 'withdrawn'] as const;
export type AgreementFileGround = (typeof AGREEMENT_FILE_GROUNDS)[number];

const NOTE: Readonly<Record<AgreementFileGround, string>> = { expired: '扫描件已按期删除', withdrawn: '协议已换签新版，旧扫描件已删除' };

/** What stands where the scan was, for people. @param goneOn the civil day; null: it is being taken away */
export function agreementFileNote(ground: AgreementFileGround, goneOn: CivilDate | null): string {
  return `${NOTE[ground]}（${goneOn ?? '正在清除'}）。协议记录和文件校验值仍在。`;
}
