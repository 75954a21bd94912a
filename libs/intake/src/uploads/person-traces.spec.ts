import { describe, expect, it } from '@jest/globals';
import { tellsOf } from './person-traces.js';

const TRACES = { subjectIds: ['a'], words: ['王小试', '42062619900101001X', '13800008000'] };

describe('whether a row tells of a person', () => {
  it('goes by its subject, whatever is written in it', () => {
    expect(tellsOf(TRACES, 'a', [])).toBe(true);
    expect(tellsOf(TRACES, 'b', ['{"name":"李大测"}'])).toBe(false);
  });

  it('goes by name, ID number or telephone in any hand', () => {
    for (const written of ['王 小试', '42062619900101001x', '４２０６２６１９９００１０１００１Ｘ', '138-0000-8000']) expect(tellsOf(TRACES, null, [JSON.stringify({ texts: { any: written } })])).toBe(true);
    expect(tellsOf(TRACES, null, ['{"telephone":"13800008001"}'])).toBe(false);
  });

  it('finds nobody by nothing', () => {
    expect(tellsOf({ subjectIds: [], words: [''] }, null, ['{}'])).toBe(false);
  });
});
