import type { AssignmentProblem } from './assignment.js';
import { markedOf } from './edge-marks.js';
import type { SideLimit } from './side-limit.js';

/** What a programme asks for: the total less a penalty for each one missing; how little must be missed; or the total with no more missing than that. */
export type ProgrammeGoal = { readonly penalty: number } | { readonly missing: 'least' } | { readonly missing: number };

/**
 * The problem over some of its edges in the LP format: `x…` an edge, `s…` what a limit misses, rows `t…` trainees, `v…`
 * vacancies, `m…` and `l…` the most and least of a limit. Rows that these edges cannot break are left out.
 * @param isWhole edges are chosen or not; else a linear programme, in which they may be chosen in part
 */
export function programmeOf(problem: AssignmentProblem, limits: readonly SideLimit[], edges: ArrayLike<number>, goal: ProgrammeGoal, isWhole: boolean): string {
  const { capacities, edges: { scores }, perTrainee = 1 } = problem;
  const { byTrainee, byVacancy } = columnsOf(problem, edges);
  const rows: string[] = [];
  const bounded: string[] = [];
  byTrainee.forEach((columns, t) => {
    if (columns.length > perTrainee) rows.push(` t${t}: ${columns.join(' + ')} <= ${perTrainee}`);
    if (!isWhole && (perTrainee > 1 || columns.length === 1)) for (const column of columns) bounded.push(` ${column} <= 1`);
  });
  byVacancy.forEach((columns, v) => { if (columns.length > capacities[v]!) rows.push(` v${v}: ${columns.join(' + ')} <= ${capacities[v]}`); });
  const shorts = addLimits(rows, limits, markedOf(scores.length, edges));
  if ('missing' in goal && goal.missing !== 'least' && shorts.length > 0) rows.push(` missing: ${shorts.join(' + ')} <= ${goal.missing}`);
  const penalty = 'penalty' in goal ? shorts.map((short) => ` - ${goal.penalty} ${short}`).join('') : '';
  const total = Array.from(edges, (e) => `${scores[e]} x${e}`).join(' + ');
  const wanted = 'missing' in goal && goal.missing === 'least' ? ['Minimize', ` total: ${shorts.join(' + ')}`] : ['Maximize', ` total: ${total}${penalty}`];
  return [...wanted, 'Subject To', ...rows, 'Bounds', ...bounded, ...(isWhole ? ['Binary', ...Array.from(edges, (e) => ` x${e}`)] : []), 'End'].join('\n');
}

function columnsOf({ traineeCount, capacities, edges: { trainees, vacancies } }: AssignmentProblem, edges: ArrayLike<number>): { byTrainee: string[][]; byVacancy: string[][] } {
  const [byTrainee, byVacancy] = [Array.from({ length: traineeCount }, (): string[] => []), Array.from({ length: capacities.length }, (): string[] => [])];
  for (let i = 0; i < edges.length; i++) {
    const e = edges[i]!;
    byTrainee[trainees[e]!]!.push(`x${e}`);
    byVacancy[vacancies[e]!]!.push(`x${e}`);
  }
  return { byTrainee, byVacancy };
}

/** Writes the rows of the limits; says which columns stand for what is missing. */
function addLimits(rows: string[], limits: readonly SideLimit[], isThere: Uint8Array): string[] {
  const shorts: string[] = [];
  limits.forEach(({ edges, least = 0, most = Infinity }, i) => {
    const columns: string[] = [];
    for (let j = 0; j < edges.length; j++) if (isThere[edges[j]!] === 1) columns.push(`x${edges[j]}`);
    if (columns.length > most) rows.push(` m${i}: ${columns.join(' + ')} <= ${most}`);
    if (least === 0) return;
    shorts.push(`s${i}`);
    rows.push(` l${i}: ${[...columns, `s${i}`].join(' + ')} >= ${least}`);
  });
  return shorts;
}
