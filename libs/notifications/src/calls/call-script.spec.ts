import { describe, expect, it } from '@jest/globals';
import { callScript } from './call-script.js';

describe('what a caller says', () => {
  it('is the post, the place, the pay and the question with its four reasons', () => {
    expect(callScript({ title: '电焊工', employerName: '【官方】保康测试机械厂', place: '城关镇', payFrom: 5_000, payTo: 7_500 })).toBe('官方保康测试机械厂招电焊工，在城关镇，月薪5000-7500元。您愿意去吗？不愿意的话，是因为A太远、B工资、C不对口，还是D其他原因？');
  });
});
