import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { describeWithShared } from '../../../../test/support/shared.js';
import { parsePay, type PayBasis } from './parse-pay.js';

type Row = readonly [text: string, from: number | null, to: number | null, months: number | null, basis: PayBasis];

const ROWS: readonly Row[] = [
  // by the month
  ['4000-6000', 4000, 6000, 12, 'month'],
  ['4000-6000元/月', 4000, 6000, 12, 'month'],
  ['4000元-6000元', 4000, 6000, 12, 'month'],
  ['4000元/月-6000元/月', 4000, 6000, 12, 'month'],
  ['4000～6000', 4000, 6000, 12, 'month'],
  ['4000~6000元', 4000, 6000, 12, 'month'],
  ['4000—6000元', 4000, 6000, 12, 'month'],
  ['4000--6000元', 4000, 6000, 12, 'month'],
  ['4000至6000元每月', 4000, 6000, 12, 'month'],
  ['4000到6000', 4000, 6000, 12, 'month'],
  ['４０００－６０００元／月', 4000, 6000, 12, 'month'],
  [' 4,000 - 6,000 元/月 ', 4000, 6000, 12, 'month'],
  ['月薪4500元', 4500, 4500, 12, 'month'],
  ['5000元左右', 5000, 5000, 12, 'month'],
  ['4000元，包吃住', 4000, 4000, 12, 'month'],
  ['1-1.5万', 10000, 15000, 12, 'month'],
  ['0.4-0.6万', 4000, 6000, 12, 'month'],
  ['0.29-0.35万', 2900, 3500, 12, 'month'],
  ['6-8千', 6000, 8000, 12, 'month'],
  ['3.5-4.7千', 3500, 4700, 12, 'month'],
  ['8千-1.5万', 8000, 15000, 12, 'month'],
  ['8千-1万', 8000, 10000, 12, 'month'],
  ['3K-5K', 3000, 5000, 12, 'month'],
  ['3-5k', 3000, 5000, 12, 'month'],
  ['1-1.5w', 10000, 15000, 12, 'month'],
  ['4000-1万', 4000, 10000, 12, 'month'],
  ['3千-5000', 3000, 5000, 12, 'month'],
  ['6千-8', 6000, 8000, 12, 'month'],
  ['三千到五千', 3000, 5000, 12, 'month'],
  ['三千五', 3500, 3500, 12, 'month'],
  ['1万5', 15000, 15000, 12, 'month'],
  ['一万二一个月', 12000, 12000, 12, 'month'],
  ['4千5-6千', 4500, 6000, 12, 'month'],
  // open ends
  ['4000元以上', 4000, null, 12, 'month'],
  ['4000以上/月', 4000, null, 12, 'month'],
  ['5000+', 5000, null, 12, 'month'],
  ['3000元起', 3000, null, 12, 'month'],
  ['不低于3500元', 3500, null, 12, 'month'],
  ['底薪3000+提成', 3000, null, 12, 'month'],
  ['3千及以下', null, 3000, 12, 'month'],
  ['3000元以下', null, 3000, 12, 'month'],
  ['3000元/月以内', null, 3000, 12, 'month'],
  ['最高8000元', null, 8000, 12, 'month'],
  ['200元/天以上', 5200, null, 12, 'day'],
  ['4000-6000元以上', 4000, null, 12, 'month'],
  ['1-1.5万以上·13薪', 10000, null, 13, 'month'],
  ['150-200元/天及以上', 3900, null, 12, 'day'],
  ['4000-6000元/月以下', null, 6000, 12, 'month'],
  ['10-12万及以下/年', null, 10000, 12, 'year'],
  ['3000-5000元+提成', 3000, 5000, 12, 'month'],
  // salaries a year
  ['1-1.5万·13薪', 10000, 15000, 13, 'month'],
  ['6千-1.2万·13薪', 6000, 12000, 13, 'month'],
  ['4-8千•14薪', 4000, 8000, 14, 'month'],
  ['15000元*16薪', 15000, 15000, 16, 'month'],
  // by the year
  ['12-20万/年', 10000, 16667, 12, 'year'],
  ['12.9-15.9万/年', 10750, 13250, 12, 'year'],
  ['3万及以下/年', null, 2500, 12, 'year'],
  ['年薪10万以上', 8333, null, 12, 'year'],
  ['8-10万/年·13薪', 6667, 8333, 13, 'year'],
  ['0.6006万/年', 501, 501, 12, 'year'],
  // by the day and the hour
  ['150元/天', 3900, 3900, 12, 'day'],
  ['150-200元/日', 3900, 5200, 12, 'day'],
  ['180元一天', 4680, 4680, 12, 'day'],
  ['260元/工', 6760, 6760, 12, 'day'],
  ['日薪200', 5200, 5200, 12, 'day'],
  ['160元日结', 4160, 4160, 12, 'day'],
  ['115.25元/天', 2997, 2997, 12, 'day'],
  ['20元/小时', 4160, 4160, 12, 'hour'],
  ['18-22元/小时', 3744, 4576, 12, 'hour'],
  ['时薪18.5', 3848, 3848, 12, 'hour'],
  ['25元/时，日结', 5200, 5200, 12, 'hour'],
  ['20元每小时', 4160, 4160, 12, 'hour'],
  // by the piece
  ['计件', null, null, 12, 'piece'],
  ['计件工资4000-8000元', null, null, 12, 'piece'],
  ['2元/斤', null, null, 12, 'piece'],
  ['80元/亩', null, null, 12, 'piece'],
  ['0.5元/件', null, null, 12, 'piece'],
  ['每单5元', null, null, 12, 'piece'],
  // nothing said
  ['面议', null, null, null, 'negotiable'],
  ['薪资面议', null, null, null, 'negotiable'],
  ['工资面谈', null, null, null, 'negotiable'],
  ['', null, null, null, 'unknown'],
  ['   ', null, null, null, 'unknown'],
  // said, but not to be read with certainty
  ['5-8', null, null, null, 'unknown'],
  ['0', null, null, null, 'unknown'],
  ['试用期3000，转正4000-5000', null, null, null, 'unknown'],
  ['6000-4000', null, null, null, 'unknown'],
  ['1000元/周', null, null, null, 'unknown'],
  ['待遇优厚', null, null, null, 'unknown'],
  ['13800138000', null, null, null, 'unknown'],
];

describe('pay texts', () => {
  it.each(ROWS)('reads %j', (text, from, to, months, basis) => {
    expect(parsePay(text)).toEqual({ text, from, to, months, basis });
  });

  it('rounds halves upwards without binary error', () => {
    expect(parsePay('1.00005万')).toMatchObject({ from: 10001 });
    expect(parsePay('0.3/小时').basis).toBe('hour');
    expect(parsePay('1.0005千-1.1004千')).toMatchObject({ from: 1001, to: 1100 });
  });
});

describeWithShared('pay texts of real postings', ['data/real-postings.csv'], ([file]) => {
  const FORMS: readonly (readonly [RegExp, (numbers: readonly number[]) => readonly [number | null, number | null]])[] = [
    [/^[\d.]+-[\d.]+万(·\d+薪)?$/, ([a, b]) => [a! * 10000, b! * 10000]],
    [/^[\d.]+-[\d.]+千(·\d+薪)?$/, ([a, b]) => [a! * 1000, b! * 1000]],
    [/^[\d.]+千-[\d.]+万(·\d+薪)?$/, ([a, b]) => [a! * 1000, b! * 10000]],
    [/^[\d.]+-[\d.]+万\/年$/, ([a, b]) => [(a! * 10000) / 12, (b! * 10000) / 12]],
    [/^[\d.]+元\/天$/, ([a]) => [a! * 26, a! * 26]],
    [/^[\d.]+千及以下$/, ([a]) => [null, a! * 1000]],
    [/^[\d.]+万及以下\/年$/, ([a]) => [null, (a! * 10000) / 12]],
  ];
  const texts = () => [...new Set(readFileSync(file!, 'utf8').split('\n').slice(1).map((line) => /,([^,]*),[^,]*,[^,]*,(?:"[^"]*"|[^,]*),[^,]*$/.exec(line)?.[1] ?? ''))];

  it('are read, every distinct one', () => {
    const distinct = texts();
    expect(distinct.length).toBeGreaterThan(400);
    for (const text of distinct.filter((each) => each !== '')) {
      const form = FORMS.find(([pattern]) => pattern.test(text));
      expect([text, form !== undefined]).toEqual([text, true]);
      const [from, to] = form![1](text.replace(/·\d+薪/, '').match(/[\d.]+/g)!.map(Number));
      const read = parsePay(text);
      expect([text, read.months]).toEqual([text, Number(/(\d+)薪/.exec(text)?.[1] ?? 12)]);
      expect([text, read.from, read.to]).toEqual([text, from === null ? null : Math.round(from), to === null ? null : Math.round(to)]);
    }
  });
});
