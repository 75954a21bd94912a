import { describe, expect, it } from '@jest/globals';
import { cellOf, copyDocument, copyTables } from './copy-words.js';
import type { PersonCopy } from './person-copy.js';

const names = { region: (code: string) => ({ '420626106000': '歇马镇' })[code], skill: () => undefined, course: () => undefined, occupation: () => undefined };
const labels = (list: string): Readonly<Record<string, string>> => ({ 'sms-answer': { yes: '愿意' }, 'waiting-leaving-reason': { other: '其他' }, 'waiting-jump-reason': { 'reserved-seat': '预留名额' } })[list]!;
const COPY: PersonCopy = {
  traineeId: 'a', madeAt: new Date('2026-11-28T16:30:00Z'), isOfTownship: false, elsewhere: 0, names,
  sections: [
    { code: 'answers', title: '答复', columns: [['answer', 'x', '答复', { list: 'sms-answer' }], ['at', 'x', '时间', 'time']], rows: [{ answer: 'yes', at: '2026-11-28T16:30:00+00:00' }, { answer: 'odd', at: null }], isCut: false },
    { code: 'calls', title: '电话', columns: [['at', 'x', '时间', 'time']], rows: [], isCut: false },
  ],
};

describe('a copy in words', () => {
  it('says codes, places, money and instants as people do, and leaves what nobody named', () => {
    expect(cellOf('time', '2026-11-28T16:30:00+00:00', names, labels)).toBe('2026-11-29 00:30:00');
    expect(cellOf('fen', 12_345, names, labels)).toBe(123.45);
    expect(cellOf('region', ['420626106000', '429000000000'], names, labels)).toBe('歇马镇、429000000000');
    expect(cellOf({ list: 'waiting-leaving-reason', orElse: 'waiting-jump-reason' }, 'reserved-seat', names, labels)).toBe('预留名额');
    expect([cellOf('yes-no', false, names, labels), cellOf(undefined, 0, names, labels), cellOf('time', null, names, labels), cellOf(undefined, { note: 'x' }, names, labels), cellOf('region', [], names, labels)]).toEqual(['否', 0, null, '{"note":"x"}', null]);
  });

  it('has a sheet for each section with rows, and a first one that names them all', () => {
    const [guide, ...sheets] = copyTables(COPY, labels);
    expect(sheets).toEqual([{ name: '答复', columns: [{ heading: '答复', width: 20 }, { heading: '时间', width: 20 }], rows: [['愿意', '2026-11-29 00:30:00'], ['odd', null]] }]);
    expect(guide!.rows).toEqual(expect.arrayContaining([['答复', 2, null], ['电话', 0, '没有记录']]));
    expect(guide!.rows.some(([what]) => what === '未列入：上报表格的原始行')).toBe(true);
  });

  it('is portable: values as they are stored, the words for the codes that occur beside them', () => {
    const { sections, notes } = copyDocument(COPY, labels);
    expect(sections[0]).toEqual({ code: 'answers', title: '答复', note: null, rows: COPY.sections[0]!.rows, columns: [{ name: 'answer', heading: '答复', labels: { yes: '愿意' } }, { name: 'at', heading: '时间', labels: null }] });
    expect(notes[0]).toContain('2026-11-29 00:30:00');
  });

  it('says what lies elsewhere and what was cut', () => {
    const { notes } = copyDocument({ ...COPY, isOfTownship: true, elsewhere: 2, sections: [{ ...COPY.sections[0]!, isCut: true }] }, labels);
    expect(notes.slice(-3)).toEqual(['由乡镇制作，只含该乡镇辖区内的记录；曾在其他乡镇登记、参训、就业的，请向县级经办机构申请全县的副本。', '本人另有 2 份合并的登记不在经办人的辖区内，未列入；请向县级经办机构申请。', '“答复”记录过多，只列前 2 行；其余请向经办机构索取。']);
  });
});
