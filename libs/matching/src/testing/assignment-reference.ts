/** A small problem as plain lists. */
export interface SmallProblem {
  readonly traineeCount: number;
  readonly capacities: readonly number[];
  readonly edges: readonly (readonly [trainee: number, vacancy: number, score: number])[];
  readonly perTrainee: number;
}

interface Arc {
  readonly to: number;
  capacity: number;
  readonly cost: number;
  readonly reverse: number;
}

/**
 * The greatest total by the textbook: a flow network, cheapest augmenting paths by Bellman and Ford's method, one unit at a
 * time, until none gains. Slow, and shares no line with the solver.
 */
export function bestTotal({ traineeCount, capacities, edges, perTrainee }: SmallProblem): number {
  const [source, sink] = [0, 1 + traineeCount + capacities.length];
  const arcs: Arc[][] = Array.from({ length: sink + 1 }, () => []);
  const connect = (from: number, to: number, capacity: number, cost: number): void => {
    arcs[from]!.push({ to, capacity, cost, reverse: arcs[to]!.length });
    arcs[to]!.push({ to: from, capacity: 0, cost: -cost, reverse: arcs[from]!.length - 1 });
  };
  for (let t = 0; t < traineeCount; t++) connect(source, 1 + t, perTrainee, 0);
  capacities.forEach((capacity, v) => connect(1 + traineeCount + v, sink, capacity, 0));
  for (const [trainee, vacancy, score] of edges) connect(1 + trainee, 1 + traineeCount + vacancy, 1, -score);
  for (let total = 0; ;) {
    const gain = augment(arcs, source, sink);
    if (gain <= 0) return total;
    total += gain;
  }
}

function augment(arcs: readonly Arc[][], source: number, sink: number): number {
  const distances = new Array<number>(arcs.length).fill(Infinity);
  const via = new Array<Arc | null>(arcs.length).fill(null);
  distances[source] = 0;
  for (let isMoving = true; isMoving;) {
    isMoving = false;
    arcs.forEach((out, node) => {
      for (const arc of out) {
        if (arc.capacity === 0 || distances[node]! + arc.cost >= distances[arc.to]!) continue;
        distances[arc.to] = distances[node]! + arc.cost;
        via[arc.to] = arc;
        isMoving = true;
      }
    });
  }
  if (!(distances[sink]! < 0)) return 0;
  for (let node = sink; node !== source;) {
    const arc = via[node]!;
    arc.capacity--;
    const back = arcs[arc.to]![arc.reverse]!;
    back.capacity++;
    node = back.to;
  }
  return -distances[sink]!;
}
