import { describe, expect, it } from '@jest/globals';
import { SheetShelf } from './sheet-shelf.js';

const CAPACITY = 10;
const shelfWith = (...sizes: readonly number[]): SheetShelf<{ size: number }> => {
  const shelf = new SheetShelf<{ size: number }>(CAPACITY);
  sizes.forEach((size, i) => shelf.put(`s${i}`, { size }));
  return shelf;
};
const kept = (shelf: SheetShelf<{ size: number }>, upTo: number): string[] => Array.from({ length: upTo }, (_, i) => `s${i}`).filter((id) => shelf.get(id) !== null);

describe('the shelf', () => {
  it('keeps everything while there is room, to the last place', () => {
    expect(kept(shelfWith(4, 3, 3), 3)).toEqual(['s0', 's1', 's2']);
  });

  it('lets go of what was put there longest ago, and of no more than it must', () => {
    expect(kept(shelfWith(4, 3, 3, 1), 4)).toEqual(['s1', 's2', 's3']);
  });

  it('keeps what is looked at, and lets go of what is not', () => {
    const shelf = shelfWith(4, 3, 3);
    shelf.get('s0');
    shelf.put('s3', { size: 3 });
    expect(kept(shelf, 4)).toEqual(['s0', 's2', 's3']);
  });

  it('keeps the newest, though it alone is too large', () => {
    expect(kept(shelfWith(4, 11), 2)).toEqual(['s1']);
  });

  it('counts what is put there again once', () => {
    const shelf = shelfWith(4, 3);
    shelf.put('s1', { size: 6 });
    expect(kept(shelf, 2)).toEqual(['s0', 's1']);
    expect(shelf.get('s1')).toEqual({ size: 6 });
  });
});
