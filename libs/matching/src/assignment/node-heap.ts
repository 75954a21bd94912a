/** A binary heap of nodes by distance; a node may stand in it more than once, whoever takes it looks whether it is stale. */
export class NodeHeap {
  #nodes = new Int32Array(1024);
  #distances = new Float64Array(1024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Distance of the nearest node. */
  get nearest(): number {
    return this.#distances[0]!;
  }

  push(node: number, distance: number): void {
    if (this.#size === this.#nodes.length) this.#grow();
    let at = this.#size++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#distances[above]! <= distance) break;
      this.#move(above, at);
      at = above;
    }
    this.#nodes[at] = node;
    this.#distances[at] = distance;
  }

  /** Takes the nearest node out. */
  pop(): number {
    const nearest = this.#nodes[0]!;
    const last = --this.#size;
    const [node, distance] = [this.#nodes[last]!, this.#distances[last]!];
    let at = 0;
    for (let below = 1; below < last; below = 2 * at + 1) {
      if (below + 1 < last && this.#distances[below + 1]! < this.#distances[below]!) below++;
      if (this.#distances[below]! >= distance) break;
      this.#move(below, at);
      at = below;
    }
    this.#nodes[at] = node;
    this.#distances[at] = distance;
    return nearest;
  }

  #move(from: number, to: number): void {
    this.#nodes[to] = this.#nodes[from]!;
    this.#distances[to] = this.#distances[from]!;
  }

  #grow(): void {
    const [nodes, distances] = [new Int32Array(this.#nodes.length * 2), new Float64Array(this.#nodes.length * 2)];
    nodes.set(this.#nodes);
    distances.set(this.#distances);
    [this.#nodes, this.#distances] = [nodes, distances];
  }
}
