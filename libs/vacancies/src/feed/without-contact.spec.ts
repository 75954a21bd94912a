import { describe, expect, it } from '@jest/globals';
import { withoutContact } from './without-contact.js';

describe('a description for the public', () => {
  it.each([
    ['有意者请联系王经理13800001234', '有意者请联系（联系方式略）'], ['联系人：张小明 电话：0710-5812345', '联系人（联系方式略）电话:（联系方式略）'], ['加微信：hanjie_888 或 QQ 1234567', '加（联系方式略）或 （联系方式略）'], ['138 0000 1234，139-0000-1234', '（联系方式略）'],
    ['简历发 hr@example.com', '简历发 （联系方式略）'], ['座机5812345转801', '座机（联系方式略）转801'],
  ])('says %s without the contact', (given, shown) => expect(withoutContact(given)).toBe(shown));

  it.each(['月薪4000-6000元，月休4天', '18-45周岁，身高160cm以上', '五险一金，2026年12月31日前有效', '负责联系客户，销售经理岗位', '工作时间8:00-17:30', '合同3年，试用期3个月'])('leaves %s as it is', (given) => expect(withoutContact(given)).toBe(given.normalize('NFKC')));
});
