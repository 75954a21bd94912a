import { describe, expect, it } from '@jest/globals';
import { refusalFault, type RefusableFact } from './evidence-refusal.js';

const fact = (kind: string, level: number, recordedBy: string, inForce = true): RefusableFact => ({ kind, level, recordedBy, inForce });

describe('a refusal of evidence', () => {
  it('is for an officer who recorded none of that level', () => {
    const facts = [fact('evidence', 2, 'a'), fact('evidence', 1, 'b')];
    expect(refusalFault(facts, 2, 'a')).toContain('本人记录');
    expect(refusalFault(facts, 2, 'b')).toBeNull();
  });

  it('of the same level a second time is for another officer', () => {
    const facts = [fact('evidence', 2, 'a'), fact('evidence-refused', 2, 'b'), fact('evidence-refused', 1, 'c')];
    expect(refusalFault(facts, 2, 'b')).toContain('第二次');
    expect(refusalFault(facts, 2, 'c')).toBeNull();
  });

  it('does not mind what was taken back', () => {
    expect(refusalFault([fact('evidence', 2, 'a', false), fact('evidence-refused', 2, 'a', false)], 2, 'a')).toBeNull();
  });
});
