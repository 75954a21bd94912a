import { describe, expect, it } from '@jest/globals';
import { missingWords, type MissingAgreement } from './agreement.js';

const of = (kind: MissingAgreement['kind'], fault: MissingAgreement['fault'], registrationId: string | null = null): MissingAgreement => ({ kind, fault, registrationId });

describe('what agreements are missing', () => {
  it('is told agreement by agreement, and of trainees by their number', () => {
    expect(missingWords([of('provider-employer', 'absent'), of('employer-bureau', 'without-file'), of('trainee-provider', 'absent', 'a'), of('trainee-provider', 'ended', 'b'), of('trainee-provider', 'absent')])).toEqual([
      '培训机构与用人单位的委托培训协议：未签订', '用人单位与人社局的用工协议：没有上传协议扫描件', '学员与培训机构的培训协议：2 名在册学员未签订', '学员与培训机构的培训协议：1 名在册学员已终止',
    ]);
  });

  it('is nothing where nothing is missing', () => expect(missingWords([])).toEqual([]));
});
