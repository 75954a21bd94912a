import { effectiveSkills } from './effective-skills.js';
import { gateBits } from './eligibility.js';
import type { TraineeProfile, VacancyProfile } from './profile.js';
import { occupationsKnown, prepareTrainee, prepareVacancy, type MatchingContext, type PreparedTrainee, type PreparedVacancy } from './prepared.js';
import { scorePair } from './score.js';

/**
 * The fields of a vacancy that can be worth filling. An unknown pay, education, kind of work, date or number of openings
 * passes its gate and scores nothing, so filling it can never find anybody more: only these three can.
 */
export const FORECAST_FIELDS = ['occupation', 'skills', 'region'] as const;
export type ForecastField = (typeof FORECAST_FIELDS)[number];

export interface VacancyForecast {
  readonly total: number;
  /** Vacancies with at least one trainee who is eligible today and at or above the policy's least score. */
  readonly matched: number;
  /** The unknown field that, filled alone and at its best, would let most of the others find somebody; null where none would. */
  readonly cheapestMissingField: { readonly field: ForecastField; readonly vacanciesGained: number } | null;
}

/** A trainee with the values that a missing field of a vacancy could take to suit them best. */
interface Candidate {
  readonly prepared: PreparedTrainee;
  readonly suits: Record<ForecastField, readonly string[]>;
}

/**
 * What an import would match: "N of M vacancies find people; the cheapest missing field is …".
 *
 * "Filled at its best" means: for at least one trainee the value that suits them best (an occupation that they know or
 * took a course for, one held skill asked for at the lowest level, the place where they live or are willing to go)
 * makes the pair eligible and good enough. It is an upper bound of what asking the employers can bring. A vacancy
 * decided to need no trade does not lack skills. Of equal gains, the earlier of {@link FORECAST_FIELDS}.
 * @throws MatchingInputInvalid as {@link prepareTrainee} and {@link prepareVacancy}.
 */
export function forecastVacancies(context: MatchingContext, vacancies: readonly VacancyProfile[], trainees: readonly TraineeProfile[]): VacancyForecast {
  const people = trainees.map((trainee) => candidateOf(context, trainee));
  const gained: Record<ForecastField, number> = { occupation: 0, skills: 0, region: 0 };
  let matched = 0;
  for (const vacancy of vacancies) {
    const prepared = prepareVacancy(context, vacancy);
    if (people.some((person) => isGoodMatch(context, person.prepared, prepared))) {
      matched++;
      continue;
    }
    for (const field of FORECAST_FIELDS) if (isUnknown(vacancy, field) && wouldFind(context, vacancy, field, people)) gained[field]++;
  }
  const [best] = [...FORECAST_FIELDS].sort((a, b) => gained[b] - gained[a]);
  return { total: vacancies.length, matched, cheapestMissingField: gained[best!] === 0 ? null : { field: best!, vacanciesGained: gained[best!] } };
}

function isGoodMatch({ policy }: MatchingContext, trainee: PreparedTrainee, vacancy: PreparedVacancy): boolean {
  return gateBits(policy, trainee, vacancy) === 0 && scorePair(policy, trainee, vacancy).score >= policy.minScore;
}

function isUnknown(vacancy: VacancyProfile, field: ForecastField): boolean {
  switch (field) {
    case 'occupation':
      return vacancy.occupation === null;
    case 'skills':
      return vacancy.skills.length === 0 && !vacancy.noTrade;
    case 'region':
      return vacancy.region === null;
  }
}

function candidateOf(context: MatchingContext, trainee: TraineeProfile): Candidate {
  const prepared = prepareTrainee(context, trainee);
  const held = [...effectiveSkills(context.catalogue, trainee).keys()];
  const trained = trainee.courseRecords.flatMap(({ courseId }) => context.catalogue.findCourse(courseId)?.occupationCode ?? []);
  const places = trainee.region === null ? trainee.willingRegions : [trainee.region, ...trainee.willingRegions];
  return { prepared, suits: { occupation: [...occupationsKnown(context.catalogue, trainee, held), ...trained], skills: held, region: places } };
}

function wouldFind(context: MatchingContext, vacancy: VacancyProfile, field: ForecastField, people: readonly Candidate[]): boolean {
  const filled = new Map<string, PreparedVacancy>();
  const filledWith = (value: string): PreparedVacancy => {
    const prepared = filled.get(value) ?? prepareVacancy(context, fill(vacancy, field, value));
    filled.set(value, prepared);
    return prepared;
  };
  return people.some((person) => person.suits[field].some((value) => isGoodMatch(context, person.prepared, filledWith(value))));
}

function fill(vacancy: VacancyProfile, field: ForecastField, value: string): VacancyProfile {
  return field === 'skills' ? { ...vacancy, skills: [{ id: value, level: 1, essential: true }] } : { ...vacancy, [field]: value };
}
