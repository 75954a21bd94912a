import { describe, expect, it } from '@jest/globals';
import { AGREEMENT_FILE_GROUNDS, agreementFileNote } from './agreement-file-deletion.js';

describe('what stands where the scan of an agreement was', () => {
  it('says why it went and on which day, and that it is under way before', () => {
    expect(agreementFileNote('expired', '2029-11-28')).toBe('扫描件已按期删除（2029-11-28）。协议记录和文件校验值仍在。');
    expect(agreementFileNote('withdrawn', null)).toBe('协议已换签新版，旧扫描件已删除（正在清除）。协议记录和文件校验值仍在。');
    expect(new Set(AGREEMENT_FILE_GROUNDS.map((ground) => agreementFileNote(ground, null))).size).toBe(AGREEMENT_FILE_GROUNDS.length);
  });
});
