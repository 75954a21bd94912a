import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { FactLedger, computeRates, countTrained, onTheJobTable, presentTable, NAMED_RATES } from '@app/outcomes';
import { articleCommand } from './article.command.js';
import { articleTable } from './article-table.js';

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const [out, err] = [text(stdout), text(stderr)];
  const code = await articleCommand(argv, { stdin, stdout, stderr });
  stdout.end();
  stderr.end();
  return { code, out: await out, err: await err };
}

describe('the county\'s published figures of 2016', () => {
  const byLabel = new Map(articleTable().map((finding) => [finding.label, finding]));
  const readings = (verdict: string): string[] => [...byLabel.values()].filter((finding) => finding.verdict === verdict).map(({ reading }) => reading);

  it('follow from each other where they do', () => {
    expect(readings('follows')).toEqual([
      '5322 人 = 1902 + 378 + 556 + 2346 + 140', '5322 人 = 17407 − 829 − 11256', '2346 人 = 2346', '69.48 % = 576 ÷ 829', '69.48 % = 69.48', '11256 人 = 11256',
      '591000 元 = 1500 × 394', '591000 元 = 591000', '162 人 = 556 − 394', '162 人 = 162',
    ]);
    expect(readings('consistent')).toEqual(['1902 人 ≥ 168 + 131 + 876（= 1175 人）', '829 人 ≥ 182（= 182 人）']);
  });

  it('do not give the rate of 72 %, nor 5,898 households, and contradict themselves nowhere', () => {
    expect(readings('not-derivable')).toEqual(['72 %；只知在 0 % 与 100 % 之间', '5898 户；5322 × 72 % + 576 = 4408 人，单位不同，推不出']);
    expect(readings('contradicts')).toEqual([]);
  });

  it('are a ledger without a fault, in which the second 2,346 are person-courses and no more people', async () => {
    const ledger = new FactLedger();
    for (const line of (await run('--facts')).out.trimEnd().split('\n')) ledger.addRecord(JSON.parse(line));
    const slice = ledger.at({ asOf: '2017-12-31' });
    expect(slice.faults).toEqual([]);
    const { total, tables } = countTrained(slice);
    expect([total.persons, total.personCourses, tables.placement.persons, tables.outreach.persons, tables['on-the-job'].persons]).toEqual([17_407, 19_753, 6_011, 140, 11_256]);
    const [headline] = presentTable(computeRates(slice, { rules: [NAMED_RATES[0]] })[0]!, 'published');
    expect(headline).toMatchObject({ n: 6_011, numerator: 0, low: 0, high: 100, personCourses: { n: 8_357 } });
    expect(onTheJobTable(slice)).toMatchObject([{ programme: '双技能培训', completed: 11_256, certified: 0, atWork: 0 }]);
  });
});

describe('shouyu article', () => {
  it('prints a line for each finding', async () => {
    const { code, out, err } = await run();
    expect([code, err, out.trimEnd().split('\n').length]).toEqual([0, '', articleTable().length]);
    expect(out).toContain('推不出 5898 户');
  });

  it('names an option that it does not know', async () => {
    expect(await run('--nonsense')).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^命令行: .*\n$/) });
  });
});
