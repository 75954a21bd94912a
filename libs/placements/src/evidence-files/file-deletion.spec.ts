import { describe, expect, it } from '@jest/globals';
import { DELETION_GROUNDS, DELETION_MOVES, DELETION_STATES, deletionNote } from './file-deletion.js';

describe('what stands where a file was', () => {
  it('says that it was deleted in time, and on which day', () => {
    expect(deletionNote('expired', '2029-11-28')).toBe('文件已按期删除（2029-11-28）。台账记录、佐证种类和文件校验值仍在。');
  });

  it('says another thing for every ground, and that it is under way before it is gone', () => {
    expect(new Set(DELETION_GROUNDS.map((ground) => deletionNote(ground, null))).size).toBe(DELETION_GROUNDS.length);
    expect(deletionNote('person-asked', null)).toMatch(/^文件已应本人要求删除（正在清除）/);
  });
});

describe('the moves of a deletion', () => {
  it('end, and nothing that is gone comes back', () => {
    expect(DELETION_STATES.filter((state) => DELETION_MOVES[state].length === 0)).toEqual(['refused', 'lapsed', 'gone']);
    expect(DELETION_STATES.filter((state) => (DELETION_MOVES[state] as readonly string[]).includes('gone'))).toEqual(['marked']);
  });
});
