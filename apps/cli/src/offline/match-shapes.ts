import { EDUCATIONS, type CivilDate } from '@app/kernel';
import { AGE_BANDS, COURSE_STATES, REACHES, WORK_KINDS, type CourseProfile, type CourseRecordProfile, type LevelledSkill, type RequiredSkill, type SkillProfile, type TraineeProfile, type VacancyProfile } from '@app/matching';
import { amount, broken, count, date, flag, id, level, listOf, objectOf, occupation, oneOf, orNull, region, text, type Check, type FaultList } from './match-checks.js';

/** What an input's profiles may refer to; null where it could not be read, so that its faults are not told twice. */
export interface References {
  readonly asOf: CivilDate | null;
  readonly skills: ReadonlySet<string> | null;
  readonly courses: ReadonlySet<string> | null;
}

/** The checks of the profiles of one input. */
export interface ProfileChecks {
  readonly skill: Check;
  readonly course: Check;
  readonly vacancy: Check;
  readonly trainee: Check;
}

/** The checks for an input with this day and this catalogue. */
export function profileChecks(references: References): ProfileChecks {
  const skillId = known(references.skills, 'skill');
  const levelled = { id: skillId, level };
  return {
    skill: objectOf<SkillProfile>({ id, occupations: listOf(occupation), related: listOf(skillId) }),
    course: objectOf<CourseProfile>({ id, occupation: orNull(occupation), skills: skillList(objectOf<LevelledSkill>(levelled)), hoursPlanned: orNull(amount) }),
    vacancy: vacancyCheck(skillList(objectOf<RequiredSkill>({ ...levelled, essential: flag }))),
    trainee: traineeCheck(skillList(objectOf<LevelledSkill>(levelled)), listOf(courseRecordCheck(references))),
  };
}

/** An id that the catalogue has. */
function known(ids: ReadonlySet<string> | null, what: string): Check {
  return (value, path, faults) => id(value, path, faults) && (ids === null || ids.has(value as string) || broken(faults, path, `a ${what} that the catalogue does not have`));
}

/** A list of skills in which none comes twice. */
function skillList(item: Check): Check {
  const items = listOf(item);
  return (value, path, faults) => {
    const isRight = items(value, path, faults);
    if (!Array.isArray(value)) return false;
    const ids = value.map((skill: unknown) => (typeof skill === 'object' && skill !== null && 'id' in skill ? skill.id : undefined));
    const repeated = ids.flatMap((skillId, i) => (typeof skillId === 'string' && ids.indexOf(skillId) < i ? [i] : []));
    for (const i of repeated) faults.add(`${path}[${i}].id`, 'a skill given twice');
    return isRight && repeated.length === 0;
  };
}

function vacancyCheck(skills: Check): Check {
  const pay = objectOf<{ from: number | null; to: number | null }>({ from: orNull(count), to: orNull(count) }, ({ from, to }, path, faults) => from === null || to === null || to >= from || broken(faults, `${path}.to`, 'below from'), ['from', 'to']);
  return objectOf<VacancyProfile>(
    {
      id,
      employerId: orNull(id),
      occupation: orNull(occupation),
      noTrade: flag,
      skills,
      region: orNull(region),
      lodging: orNull(flag),
      minEducation: orNull(oneOf(EDUCATIONS)),
      certificates: listOf(text),
      pay: orNull(pay),
      openings: orNull(count),
      open: flag,
      validThrough: orNull(date),
      startsOn: orNull(date),
      endsOn: orNull(date),
      kind: orNull(oneOf(WORK_KINDS)),
      minAge: oneOf([16, 18]),
    },
    ({ startsOn, endsOn }, path, faults) => inOrder(startsOn, endsOn) || broken(faults, `${path}.endsOn`, 'before startsOn'),
    ['startsOn', 'endsOn'],
  );
}

function traineeCheck(skills: Check, courseRecords: Check): Check {
  return objectOf<TraineeProfile>(
    {
      id,
      skills,
      region: orNull(region),
      willingRegions: listOf(region),
      reach: orNull(oneOf(REACHES)),
      occupations: listOf(occupation),
      education: orNull(oneOf(EDUCATIONS)),
      certificates: listOf(text),
      ageBand: oneOf(AGE_BANDS),
      minPay: orNull(count),
      available: flag,
      availableFrom: orNull(date),
      availableTo: orNull(date),
      kindsAccepted: listOf(oneOf(WORK_KINDS)),
      courseRecords,
      refused: objectOf<TraineeProfile['refused']>({ vacancies: listOf(id), employers: listOf(id) }),
    },
    ({ availableFrom, availableTo }, path, faults) => inOrder(availableFrom, availableTo) || broken(faults, `${path}.availableTo`, 'before availableFrom'),
    ['availableFrom', 'availableTo'],
  );
}

function courseRecordCheck({ courses, asOf }: References): Check {
  return objectOf<CourseRecordProfile>(
    { courseId: known(courses, 'course'), state: oneOf(COURSE_STATES), endedOn: orNull(date), hoursDone: orNull(amount), plannedEnd: orNull(date) },
    ({ state, endedOn }, path, faults) => {
      if (endedOn === null) return (state !== 'certified' && state !== 'completed') || broken(faults, `${path}.endedOn`, `required of a ${state} course`);
      return asOf === null || endedOn <= asOf || broken(faults, `${path}.endedOn`, `after asOf (${asOf})`);
    },
    ['endedOn'],
  );
}

function inOrder(from: CivilDate | null, to: CivilDate | null): boolean {
  return from === null || to === null || from <= to;
}

/** The ids of a list of objects as far as they can be read, for references. */
export function readableIds(list: unknown): Set<string> {
  if (!Array.isArray(list)) return new Set();
  return new Set(list.flatMap((item: unknown) => (typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string' ? [item.id] : [])));
}

/** Checks a list of objects and that no id comes twice. */
export function checkUniqueList(list: unknown[], check: Check, path: string, faults: FaultList): void {
  const unique = new UniqueIds();
  list.forEach((item, i) => {
    check(item, `${path}[${i}]`, faults);
    unique.check(item, `${path}[${i}]`, faults);
  });
}

/** Remembers the ids of one list and refuses the second use of one. */
export class UniqueIds {
  readonly #seen = new Set<unknown>();
  readonly #key: string;

  constructor(key = 'id') {
    this.#key = key;
  }

  check(item: unknown, path: string, faults: FaultList): void {
    const itemId = typeof item === 'object' && item !== null ? (item as Record<string, unknown>)[this.#key] : undefined;
    if (typeof itemId !== 'string' || itemId === '') return;
    if (this.#seen.has(itemId)) faults.add(`${path}.${this.#key}`, `given twice: ${JSON.stringify(itemId)}`);
    this.#seen.add(itemId);
  }
}
