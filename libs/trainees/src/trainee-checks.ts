import { birthdayOf, idNumberFault, isInside, normaliseIdNumber, padRegion, type CivilDate, type FieldFault, type IdNumberFault } from '@app/kernel';
import type { CodeBook } from './code-book.js';
import { readPhone } from './contact.js';
import type { CourseRecord, CourseRecordInput, HouseholdMembership, Identity, RecordedSkill, TraineeChange, TraineeChangeInput, TraineeInput, Wishes, WishesInput } from './trainee.js';
import { NO_WISHES } from './trainee.js';

const ID_NUMBER_FAULT: Record<IdNumberFault, string> = {
  form: '身份证号须为 18 位，末位可为 X', region: '身份证号的地区码不正确', birthday: '身份证号中的出生日期不正确', 'check-character': '身份证号校验码不正确，请核对',
};

/** Collects what is wrong with one input; messages name fields and codes, never a personal value. */
export class FaultList {
  readonly faults: FieldFault[] = [];
  add(path: string, message: string): void {
    this.faults.push({ path, message });
  }
}

/** The identity that an ID number states (GB 11643: sixth to thirteenth digit the birthday, the seventeenth odd for men); null with a fault noted. */
export function readIdentity(text: string, today: CivilDate, faults: FaultList): Identity | null {
  const idNumber = normaliseIdNumber(text);
  const fault = idNumberFault(idNumber, today);
  if (fault !== null) {
    faults.add('idNumber', ID_NUMBER_FAULT[fault]);
    return null;
  }
  return { idNumber, bornOn: birthdayOf(idNumber), sex: Number(idNumber[16]) % 2 === 1 ? 'male' : 'female' };
}

/** Checks a whole registration against the rules and the catalogue; every fault is noted. */
export function readTrainee(input: TraineeInput, codes: CodeBook, today: CivilDate, faults: FaultList): { identity: Identity; change: TraineeChange & { ownerRegion: string; name: string } } | null {
  const identity = readIdentity(input.idNumber, today, faults);
  const change = readChange(input, codes, today, faults);
  (input.consents ?? []).forEach(({ givenOn }, i) => givenOn > today && faults.add(`consents.${i}.givenOn`, '不能晚于今天'));
  if (identity === null || faults.faults.length > 0 || change.ownerRegion === undefined || change.name === undefined) return null;
  return { identity, change: { ...change, ownerRegion: change.ownerRegion, name: change.name } };
}

/** Checks a change; only what was given is in the answer. With faults noted the answer is not to be used. */
export function readChange(input: TraineeChangeInput, codes: CodeBook, today: CivilDate, faults: FaultList): TraineeChange {
  const { name, address, education } = input;
  const ownerRegion = readOwnerRegion(input, codes, faults);
  return {
    ...(name === undefined ? {} : { name: name.normalize('NFKC').trim() }),
    ...(ownerRegion === undefined ? {} : { ownerRegion }),
    ...(address === undefined ? {} : { address: address?.trim() || null }),
    ...(education === undefined ? {} : { education }),
    ...(input.phone === undefined ? {} : { phone: readContact(input.phone, faults) }),
    ...(input.region === undefined ? {} : { region: input.region === null ? null : readRegion(input.region, 'region', codes, faults) }),
    ...(input.household === undefined ? {} : { household: readHousehold(input.household, today, faults) }),
    ...(input.occupations === undefined ? {} : { occupations: readCodes(input.occupations, 'occupations', (code) => codes.hasOccupation(code), '职业代码', faults) }),
    ...(input.skills === undefined ? {} : { skills: readSkills(input.skills, codes, faults) }),
    ...(input.certificates === undefined ? {} : { certificates: setOf(input.certificates.map((each) => each.normalize('NFKC').trim())) }),
    ...(input.wishes === undefined ? {} : { wishes: readWishes(input.wishes, codes, today, faults, 'wishes.') }),
    ...(input.courseRecords === undefined ? {} : { courseRecords: readCourseRecords(input.courseRecords, codes, today, faults) }),
  };
}

/** The village, or the township, that owns the registration; both must be in use and belong together. */
function readOwnerRegion({ township, village }: TraineeChangeInput, codes: CodeBook, faults: FaultList): string | undefined {
  if (township === undefined) {
    if (village !== undefined) faults.add('village', '请与 township 一并填写');
    return undefined;
  }
  const townshipCode = codes.regions.current(township);
  if (townshipCode === null || codes.regions.find(townshipCode)?.level !== 'township') return noted(faults, 'township', '没有这个乡镇');
  if (village === undefined || village === null) return padRegion(townshipCode);
  const villageCode = codes.regions.current(village);
  if (villageCode === null || codes.regions.find(villageCode)?.level !== 'village') return noted(faults, 'village', '没有这个村（社区）');
  if (!isInside(villageCode, townshipCode)) return noted(faults, 'village', '这个村（社区）不属于所填乡镇');
  return villageCode;
}

function noted(faults: FaultList, path: string, message: string): undefined {
  faults.add(path, message);
  return undefined;
}

function readContact(phone: string | null, faults: FaultList): string | null {
  if (phone === null || phone.trim() === '') return null;
  const read = readPhone(phone);
  if (read === null) faults.add('phone', '不是有效的中国手机或固定电话号码（固定电话须带区号）');
  return read;
}

/** A region of any level, padded; a retired code becomes its successor's where there is one. */
function readRegion(code: string, path: string, codes: CodeBook, faults: FaultList): string {
  if (!codes.regions.exists(code)) faults.add(path, '没有这个行政区划代码');
  return padRegion(codes.regions.current(code) ?? code);
}

function readHousehold(household: { number: string; relation?: string | null } | null, today: CivilDate, faults: FaultList): HouseholdMembership | null {
  if (household === null) return null;
  const number = household.number.normalize('NFKC').trim();
  if (idNumberFault(normaliseIdNumber(number), today) === null) faults.add('household.number', '户编号不能用身份证号');
  return { number, relation: household.relation?.trim() || null };
}

function readCodes(given: readonly string[], path: string, known: (code: string) => boolean, what: string, faults: FaultList): string[] {
  given.forEach((code, i) => known(code) || faults.add(`${path}.${i}`, `目录中没有这个${what}`));
  return setOf(given);
}

function readSkills(given: NonNullable<TraineeChangeInput['skills']>, codes: CodeBook, faults: FaultList): RecordedSkill[] {
  const seen = new Set<string>();
  given.forEach(({ id }, i) => {
    if (!codes.hasSkill(id)) faults.add(`skills.${i}.id`, '目录中没有这个技能');
    if (seen.has(id)) faults.add(`skills.${i}.id`, '同一技能填写了两次');
    seen.add(id);
  });
  return given.map(({ id, level, source }) => ({ id, level, source: source ?? 'stated' })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Checks wishes; `prefix` is where they stand in the input (`wishes.` or nothing). */
export function readWishes(input: WishesInput, codes: CodeBook, today: CivilDate, faults: FaultList, prefix = ''): Wishes {
  const stated = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as unknown as WishesInput;
  const given = { ...NO_WISHES, ...stated };
  if (given.askedOn > today) faults.add(`${prefix}askedOn`, '不能晚于今天');
  if (given.holdUntil !== null && given.holdUntil < given.askedOn) faults.add(`${prefix}holdUntil`, '不能早于询问日期');
  if (given.availableFrom !== null && given.availableTo !== null && given.availableTo < given.availableFrom) faults.add(`${prefix}availableTo`, '不能早于 availableFrom');
  return {
    ...given,
    occupations: readCodes(given.occupations, `${prefix}occupations`, (code) => codes.hasOccupation(code), '职业代码', faults),
    willingRegions: setOf(given.willingRegions.map((code, i) => readRegion(code, `${prefix}willingRegions.${i}`, codes, faults))),
    kindsAccepted: setOf(given.kindsAccepted),
    trainingWanted: readCodes(given.trainingWanted, `${prefix}trainingWanted`, (id) => codes.hasCourse(id), '课程', faults),
  };
}

function readCourseRecords(given: readonly CourseRecordInput[], codes: CodeBook, today: CivilDate, faults: FaultList): CourseRecord[] {
  const seen = new Set<string>();
  return given.map((record, i) => {
    const path = `courseRecords.${i}`;
    if (seen.has(record.courseId)) faults.add(`${path}.courseId`, '同一课程填写了两次');
    seen.add(record.courseId);
    return readCourseRecord(record, codes, today, faults, `${path}.`);
  }).sort((a, b) => (a.courseId < b.courseId ? -1 : 1));
}

/** Checks one course record. */
export function readCourseRecord({ courseId, state, hoursDone = null, endedOn = null, plannedEnd = null }: CourseRecordInput, codes: CodeBook, today: CivilDate, faults: FaultList, prefix = ''): CourseRecord {
  if (!codes.hasCourse(courseId)) faults.add(`${prefix}courseId`, '目录中没有这个课程');
  if (endedOn === null && (state === 'certified' || state === 'completed')) faults.add(`${prefix}endedOn`, '已结业或取证的课程须填写结束日期');
  if (endedOn !== null && endedOn > today) faults.add(`${prefix}endedOn`, '不能晚于今天');
  if (endedOn !== null && state === 'in-progress') faults.add(`${prefix}endedOn`, '在读课程没有结束日期');
  return { courseId, state, hoursDone, endedOn, plannedEnd };
}

function setOf<T extends string>(values: readonly T[]): T[] {
  return [...new Set(values)].sort();
}
