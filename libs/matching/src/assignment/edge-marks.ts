/** 1 at each of these edges. */
export function markedOf(count: number, edges: ArrayLike<number>): Uint8Array {
  const isMarked = new Uint8Array(count);
  for (let i = 0; i < edges.length; i++) isMarked[edges[i]!] = 1;
  return isMarked;
}

/** Numbers below `count` of which something holds, ascending; without a list of all in between, as there are millions. */
export function edgesWhere(count: number, holds: (edge: number) => boolean): Uint32Array {
  let found = new Uint32Array(1024);
  let size = 0;
  for (let e = 0; e < count; e++) {
    if (!holds(e)) continue;
    if (size === found.length) {
      const larger = new Uint32Array(2 * size);
      larger.set(found);
      found = larger;
    }
    found[size++] = e;
  }
  return found.subarray(0, size);
}
