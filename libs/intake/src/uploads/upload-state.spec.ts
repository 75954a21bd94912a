import { describe, expect, it } from '@jest/globals';
import { isAtRest, mayMove, UPLOAD_STATES, type UploadMove } from './upload-state.js';

describe('the life of an upload', () => {
  it.each<[UploadMove, string[]]>([
    ['correct', ['unclear', 'received', 'planned']],
    ['plan', ['received']],
    ['confirm', ['planned']],
    ['cancel', ['unclear', 'received', 'planned', 'confirmed']],
    ['undo', ['done', 'cancelled']],
  ])('lets an officer or the worker %s it in these states only', (move, states) => {
    expect(UPLOAD_STATES.filter((state) => mayMove(state, move))).toEqual(states);
  });

  it('is at rest wherever no worker is at it', () => {
    expect(UPLOAD_STATES.filter((state) => !isAtRest(state))).toEqual(['received', 'confirmed', 'undoing']);
  });
});
