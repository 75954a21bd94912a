import type { AssignmentProblem } from '@app/matching';
import { checkOf, hasKeys, id, isList, isObject, objectOf, type Check, type FaultList } from './match-checks.js';

/** A problem as a file states it: ids, and the problem with numbers in their place. */
export interface AssignInput {
  readonly vacancyIds: readonly string[];
  readonly traineeIds: readonly string[];
  readonly problem: AssignmentProblem & { readonly perTrainee: number };
}

type Numbers = ReadonlyMap<string, number>;

/** Larger ones are not held exactly, and neither is what is summed of them. */
const exactCount = checkOf((value) => Number.isSafeInteger(value) && (value as number) >= 0, 'a whole number of at least 0 and below 2^53');
const turns = checkOf((value) => Number.isInteger(value) && (value as number) >= 1, 'a whole number of at least 1');
const vacancyCheck = objectOf<{ id: string; capacity: number }>({ id, capacity: exactCount });

/** Checks a parsed input; null when there are faults. */
export function readAssignInput(input: unknown, faults: FaultList): AssignInput | null {
  if (!isObject(input, '$', faults)) return null;
  hasKeys(input, ['vacancies', 'trainees', 'edges'], ['perTrainee'], '$', faults);
  const vacancies = readList(input, 'vacancies', faults);
  vacancies?.forEach((vacancy, at) => vacancyCheck(vacancy, `$.vacancies[${at}]`, faults));
  const numbers = {
    vacancies: vacancies && numbersOf(vacancies.map(idOf), (at) => `$.vacancies[${at}].id`, faults),
    trainees: readTrainees(readList(input, 'trainees', faults), faults),
  };
  const { perTrainee = 1 } = input;
  turns(perTrainee, '$.perTrainee', faults);
  const edges = readEdges(readList(input, 'edges', faults) ?? [], numbers.trainees, numbers.vacancies, faults);
  if (faults.count > 0 || numbers.vacancies === null || numbers.trainees === null) return null;
  const capacities = (vacancies as { capacity: number }[]).map(({ capacity }) => capacity);
  if (!Number.isSafeInteger(capacities.reduce((sum, capacity) => sum + capacity, 0))) {
    faults.add('$.vacancies', 'must have capacities that sum to less than 2^53');
    return null;
  }
  return {
    vacancyIds: [...numbers.vacancies.keys()],
    traineeIds: [...numbers.trainees.keys()],
    problem: { traineeCount: numbers.trainees.size, capacities, edges, perTrainee: Math.min(perTrainee as number, Math.max(1, edges.scores.length)) },
  };
}

/** Null where it cannot be read, so that its faults are not told twice. */
function readList(input: Record<string, unknown>, key: string, faults: FaultList): readonly unknown[] | null {
  return Object.hasOwn(input, key) && isList(input[key], `$.${key}`, faults) ? input[key] : null;
}

function idOf(vacancy: unknown): unknown {
  return typeof vacancy === 'object' && vacancy !== null && 'id' in vacancy ? vacancy.id : undefined;
}

function readTrainees(given: readonly unknown[] | null, faults: FaultList): Numbers | null {
  if (given === null) return null;
  given.forEach((trainee, at) => id(trainee, `$.trainees[${at}]`, faults));
  return numbersOf(given, (at) => `$.trainees[${at}]`, faults);
}

/** The number of each id; one that stands twice is a fault. */
function numbersOf(ids: readonly unknown[], pathOf: (at: number) => string, faults: FaultList): Numbers {
  const numbers = new Map<string, number>();
  for (const [at, given] of ids.entries()) {
    if (typeof given !== 'string' || given === '') continue; // told already
    if (numbers.has(given)) faults.add(pathOf(at), 'stands twice');
    else numbers.set(given, numbers.size);
  }
  return numbers;
}

function readEdges(given: readonly unknown[], trainees: Numbers | null, vacancies: Numbers | null, faults: FaultList): AssignmentProblem['edges'] {
  const edges = { trainees: new Int32Array(given.length), vacancies: new Int32Array(given.length), scores: new Float64Array(given.length) };
  const [isTrainee, isVacancy] = [memberOf(trainees, 'a trainee of the list'), memberOf(vacancies, 'a vacancy of the list')];
  const seen = new Set<number>();
  for (const [at, each] of given.entries()) {
    if (faults.isFull) break;
    const path = `$.edges[${at}]`;
    if (!Array.isArray(each) || each.length !== 3) {
      faults.add(path, 'must be a list of a trainee, a vacancy and a score');
      continue;
    }
    const areRight = [isTrainee(each[0], `${path}[0]`, faults), isVacancy(each[1], `${path}[1]`, faults), exactCount(each[2], `${path}[2]`, faults)];
    const [trainee, vacancy] = [trainees?.get(each[0] as string), vacancies?.get(each[1] as string)];
    if (trainee === undefined || vacancy === undefined) continue;
    const pair = trainee * vacancies!.size + vacancy;
    if (seen.has(pair)) faults.add(path, 'is a pair that stands twice');
    seen.add(pair);
    if (areRight.every(Boolean)) [edges.trainees[at], edges.vacancies[at], edges.scores[at]] = [trainee, vacancy, each[2] as number];
  }
  return edges;
}

function memberOf(numbers: Numbers | null, wanted: string): Check {
  return checkOf((value) => numbers === null || (typeof value === 'string' && numbers.has(value)), wanted);
}
