import { isCivilDate } from '@app/kernel';
import { DEFAULT_POLICY, MatchingCatalogue, createPolicy, policyFaults, prepareTrainee, type CourseProfile, type MatchingContext, type PreparedTrainee, type ScoringPolicy, type SkillProfile, type TraineeProfile, type VacancyProfile } from '@app/matching';
import { date, hasKeys, isList, isObject, number, objectOf, text, type Check, type FaultList } from './match-checks.js';
import { readMatchDocument, type NumberedValue } from './match-reader.js';
import { UniqueIds, checkUniqueList, profileChecks, readableIds, type ProfileChecks } from './match-shapes.js';

/** A whole input without a fault. */
export interface MatchInput {
  readonly context: MatchingContext;
  readonly vacancies: readonly VacancyProfile[];
  readonly trainees: readonly PreparedTrainee[];
}

/** Reads and checks a whole input, JSON or NDJSON; null when `faults` says what is wrong with it. */
export async function readMatchInput(stream: AsyncIterable<Buffer | string>, faults: FaultList): Promise<MatchInput | null> {
  const document = await readMatchDocument(stream, faults);
  if (document === null) return null;
  const builder = new MatchInputBuilder(faults);
  if (document.kind === 'json') takeDocument(document.value, builder, faults);
  else await takeLines(document.lines, builder, faults);
  return builder.finish();
}

function takeDocument(value: unknown, builder: MatchInputBuilder, faults: FaultList): void {
  if (!isObject(value, '$', faults)) return;
  hasKeys(value, ['asOf', 'catalogue', 'vacancies', 'trainees'], ['policy'], '$', faults);
  builder.takeHeader(value, '$');
  if ('catalogue' in value) builder.takeCatalogue(value['catalogue'], '$.catalogue');
  const { vacancies, trainees } = value;
  if (vacancies !== undefined && isList(vacancies, '$.vacancies', faults)) vacancies.forEach((vacancy, i) => builder.takeVacancy(vacancy, `$.vacancies[${i}]`));
  if (trainees !== undefined && isList(trainees, '$.trainees', faults)) trainees.forEach((trainee, i) => builder.takeTrainee(trainee, `$.trainees[${i}]`));
}

/** First line: day and policy; second: catalogue; then vacancies and trainees in any order. Paths start at what a line carries. */
async function takeLines(lines: AsyncIterable<NumberedValue>, builder: MatchInputBuilder, faults: FaultList): Promise<void> {
  let position = 0;
  for await (const { number: lineNumber, value } of lines) {
    position++;
    const root = `line ${lineNumber} $`;
    if (!isObject(value, root, faults)) continue;
    if (position === 1) {
      hasKeys(value, ['asOf'], ['policy'], root, faults);
      builder.takeHeader(value, root);
    } else if (position === 2) {
      if (hasKeys(value, ['catalogue'], [], root, faults)) builder.takeCatalogue(value['catalogue'], root);
    } else if ('vacancy' in value) {
      if (hasKeys(value, ['vacancy'], [], root, faults)) builder.takeVacancy(value['vacancy'], root);
    } else if ('trainee' in value) {
      if (hasKeys(value, ['trainee'], [], root, faults)) builder.takeTrainee(value['trainee'], root);
    } else {
      faults.add(root, 'must hold a vacancy or a trainee');
    }
    if (faults.isFull) return;
  }
  if (position < 2) faults.add('line 2 $.catalogue', 'required');
}

const WEIGHTS_CHECK = objectOf<ScoringPolicy['weights']>({ skills: number, location: number, courses: number });
const POLICY_CHECKS: Record<keyof ScoringPolicy, Check> = { version: text, weights: WEIGHTS_CHECK, minScore: number, essentialCoverageMin: number, tieSalt: text };

/** Takes an input piece by piece, the day and the catalogue first, and keeps trainees in their compact form. */
class MatchInputBuilder {
  readonly #faults: FaultList;
  readonly #vacancies: VacancyProfile[] = [];
  readonly #trainees: PreparedTrainee[] = [];
  readonly #vacancyIds = new UniqueIds();
  readonly #traineeIds = new UniqueIds();
  #asOf: string | null = null;
  #policy = DEFAULT_POLICY;
  #checks: ProfileChecks = profileChecks({ asOf: null, skills: null, courses: null });
  #context: MatchingContext | null = null;

  constructor(faults: FaultList) {
    this.#faults = faults;
  }

  takeHeader(value: Record<string, unknown>, root: string): void {
    if ('asOf' in value) date(value['asOf'], `${root}.asOf`, this.#faults);
    this.#asOf = isCivilDate(value['asOf']) ? value['asOf'] : null;
    this.#checks = profileChecks({ asOf: this.#asOf, skills: null, courses: null });
    if ('policy' in value) this.#takePolicy(value['policy'], `${root}.policy`);
  }

  /** Each field may be absent and then has its default; weights come all three or not at all. */
  #takePolicy(value: unknown, path: string): void {
    if (!isObject(value, path, this.#faults)) return;
    hasKeys(value, [], Object.keys(POLICY_CHECKS), path, this.#faults);
    const right = Object.entries(POLICY_CHECKS).filter(([key, check]) => Object.hasOwn(value, key) && check(value[key], `${path}.${key}`, this.#faults));
    const given: Partial<ScoringPolicy> = Object.fromEntries(right.map(([key]) => [key, value[key]])); // a wrong field must not hide what else is wrong
    const wrong = policyFaults({ ...DEFAULT_POLICY, ...given });
    for (const fault of wrong) this.#faults.add(`${path}.${fault.path}`, fault.message);
    if (wrong.length === 0) this.#policy = createPolicy(given);
  }

  takeCatalogue(value: unknown, path: string): void {
    if (!isObject(value, path, this.#faults)) return;
    hasKeys(value, ['skills', 'courses'], [], path, this.#faults);
    const { skills, courses } = value;
    const references = { asOf: this.#asOf, skills: Array.isArray(skills) ? readableIds(skills) : null, courses: Array.isArray(courses) ? readableIds(courses) : null };
    this.#checks = profileChecks(references);
    if (skills !== undefined && isList(skills, `${path}.skills`, this.#faults)) checkUniqueList(skills, this.#checks.skill, `${path}.skills`, this.#faults);
    if (courses !== undefined && isList(courses, `${path}.courses`, this.#faults)) checkUniqueList(courses, this.#checks.course, `${path}.courses`, this.#faults);
    if (this.#faults.count > 0 || this.#asOf === null) return;
    this.#context = { asOf: this.#asOf, policy: this.#policy, catalogue: MatchingCatalogue.of(skills as SkillProfile[], courses as CourseProfile[]) };
  }

  takeVacancy(value: unknown, path: string): void {
    this.#checks.vacancy(value, path, this.#faults);
    this.#vacancyIds.check(value, path, this.#faults);
    if (this.#faults.count === 0) this.#vacancies.push(value as VacancyProfile);
  }

  takeTrainee(value: unknown, path: string): void {
    this.#checks.trainee(value, path, this.#faults);
    this.#traineeIds.check(value, path, this.#faults);
    if (this.#faults.count === 0 && this.#context !== null) this.#trainees.push(prepareTrainee(this.#context, value as TraineeProfile));
  }

  /** The whole input, or null when anything was wrong. */
  finish(): MatchInput | null {
    return this.#faults.count > 0 || this.#context === null ? null : { context: this.#context, vacancies: this.#vacancies, trainees: this.#trainees };
  }
}
