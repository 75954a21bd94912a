import { describe, expect, it } from '@jest/globals';
import { normaliseEmployerName } from './employer-name.js';

describe('the name of an employer', () => {
  it.each([['保康青峰建材(集团)有限公司', '保康青峰建材（集团）有限公司'], [' 保康 青峰 ', '保康青峰'], ['ＡＢＣ公司', 'abc公司']])('is one in its spellings: %s = %s', (a, b) => expect(normaliseEmployerName(a)).toBe(normaliseEmployerName(b)));
  it('is another where the words differ', () => expect(normaliseEmployerName('保康青峰一厂')).not.toBe(normaliseEmployerName('保康青峰二厂')));
});
