import type { AssignmentProblem } from '@app/matching';
import { count, type FaultList, id } from './match-checks.js';

/** A problem as a file states it: ids, and the problem with numbers in their place. */
export interface AssignInput {
  readonly vacancyIds: readonly string[];
  readonly traineeIds: readonly string[];
  readonly problem: AssignmentProblem & { readonly perTrainee: number };
}

const KEYS = ['vacancies', 'trainees', 'edges', 'perTrainee'];
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Checks a parsed input; null when there are faults. */
export function readAssignInput(input: unknown, faults: FaultList): AssignInput | null {
  if (!isObject(input)) {
    faults.add('$', 'must be an object');
    return null;
  }
  for (const key of Object.keys(input)) if (!KEYS.includes(key)) faults.add(`$.${key}`, 'is not a key of this input');
  const vacancies = readVacancies(listOf(input, 'vacancies', faults), faults);
  const trainees = readIds(listOf(input, 'trainees', faults).map((value, at) => ({ value, path: `$.trainees[${at}]` })), faults);
  const { perTrainee = 1 } = input;
  if (!(count(perTrainee, '$.perTrainee', faults) && (perTrainee as number) >= 1)) faults.add('$.perTrainee', 'must be at least 1');
  const edges = readEdges(listOf(input, 'edges', faults), trainees, vacancies.numbers, faults);
  if (faults.count > 0) return null;
  return { vacancyIds: [...vacancies.numbers.keys()], traineeIds: [...trainees.keys()], problem: { traineeCount: trainees.size, capacities: vacancies.capacities, edges, perTrainee: perTrainee as number } };
}

function listOf(input: Record<string, unknown>, key: string, faults: FaultList): readonly unknown[] {
  const value = input[key];
  if (Array.isArray(value)) return value as unknown[];
  faults.add(`$.${key}`, 'must be a list');
  return [];
}

/** The number of each id; one that stands twice is a fault. */
function readIds(given: readonly { readonly value: unknown; readonly path: string }[], faults: FaultList): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const { value, path } of given) {
    if (!id(value, path, faults)) continue;
    if (numbers.has(value as string)) faults.add(path, 'stands twice');
    else numbers.set(value as string, numbers.size);
  }
  return numbers;
}

function readVacancies(given: readonly unknown[], faults: FaultList): { readonly numbers: Map<string, number>; readonly capacities: readonly number[] } {
  const rows = given.map((each, at) => {
    const path = `$.vacancies[${at}]`;
    if (!isObject(each)) faults.add(path, 'must be an object');
    const row = isObject(each) ? each : {};
    for (const key of Object.keys(row)) if (key !== 'id' && key !== 'capacity') faults.add(`${path}.${key}`, 'is not a key of a vacancy');
    if (isObject(each)) count(row['capacity'], `${path}.capacity`, faults);
    return { value: row['id'], path: `${path}.id`, capacity: row['capacity'] as number };
  });
  return { numbers: readIds(rows, faults), capacities: rows.map((row) => row.capacity) };
}

function readEdges(given: readonly unknown[], trainees: ReadonlyMap<string, number>, vacancies: ReadonlyMap<string, number>, faults: FaultList): AssignmentProblem['edges'] {
  const edges = { trainees: new Int32Array(given.length), vacancies: new Int32Array(given.length), scores: new Float64Array(given.length) };
  const seen = new Set<number>();
  for (const [at, each] of given.entries()) {
    if (faults.isFull) break;
    const path = `$.edges[${at}]`;
    if (!Array.isArray(each) || each.length !== 3) {
      faults.add(path, 'must be a list of a trainee, a vacancy and a score');
      continue;
    }
    const [trainee, vacancy] = [trainees.get(each[0] as string), vacancies.get(each[1] as string)];
    if (trainee === undefined) faults.add(`${path}[0]`, 'is no trainee of the list');
    if (vacancy === undefined) faults.add(`${path}[1]`, 'is no vacancy of the list');
    if (!count(each[2], `${path}[2]`, faults) || trainee === undefined || vacancy === undefined) continue;
    const pair = trainee * vacancies.size + vacancy;
    if (seen.has(pair)) faults.add(path, 'is a pair that stands twice');
    seen.add(pair);
    [edges.trainees[at], edges.vacancies[at], edges.scores[at]] = [trainee, vacancy, each[2] as number];
  }
  return edges;
}
