import { describe, expect, it } from '@jest/globals';
import { Dice } from '../testing/random-world.js';
import { NodeHeap } from './node-heap.js';

describe('a heap of nodes', () => {
  it('gives the nearest out first, through pushes and pops in any order', () => {
    const dice = new Dice(11);
    for (let round = 0; round < 60; round++) {
      const heap = new NodeHeap();
      const inside: number[] = [];
      for (let step = 0; step < 80; step++) {
        if (inside.length > 0 && dice.chance(0.4)) {
          const nearest = Math.min(...inside);
          expect(heap.nearest).toBe(nearest);
          expect(heap.pop()).toBe(100 + nearest);
          inside.splice(inside.indexOf(nearest), 1);
        } else {
          const distance = dice.int(0, 50);
          heap.push(100 + distance, distance);
          inside.push(distance);
        }
        expect(heap.size).toBe(inside.length);
      }
    }
  });

  it('grows without losing anybody', () => {
    const dice = new Dice(12);
    const heap = new NodeHeap();
    const distances = Array.from({ length: 5_000 }, () => dice.int(0, 1_000_000));
    distances.forEach((distance, node) => heap.push(node, distance));
    const taken = distances.map(() => [heap.nearest, heap.pop()] as const);
    expect(taken.map(([distance]) => distance)).toEqual(distances.toSorted((a, b) => a - b));
    expect(taken.every(([distance, node]) => distances[node] === distance)).toBe(true);
    expect(new Set(taken.map(([, node]) => node)).size).toBe(5_000);
  });

  it('keeps a node for each time that it was pushed', () => {
    const heap = new NodeHeap();
    for (const distance of [5, 3, 4]) heap.push(7, distance);
    expect([heap.size, heap.nearest, heap.pop(), heap.nearest, heap.pop(), heap.nearest, heap.pop(), heap.size]).toEqual([3, 3, 7, 4, 7, 5, 7, 0]);
  });
});
