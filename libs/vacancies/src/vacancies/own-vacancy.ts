import type { Catalogue, StatedSkill } from '@app/catalogue';
import { padRegion, type CivilDate, type Education, type FieldFault } from '@app/kernel';
import { rowHash } from '../sources/identity.js';
import { readTelephone } from '../sources/telephone.js';
import { UnknownOccupation, UnknownRegion, VacancyInvalid } from '../vacancies.errors.js';
import { readWords, type VacancyFields, type VacancySealing } from './vacancy-fields.js';
import type { VacancyKind } from './vacancy-life.js';
import type { VacancySkillRow } from './vacancy.repository.js';
import type { VacancyView } from './vacancies.service.js';

/** What an employer states of its own vacancy. Null = not said; pay in whole yuan a month. */
export interface OwnVacancyInput {
  /** The employer's own reference, unique among its posts. */
  readonly externalRef: string;
  readonly title: string;
  /** 2022 code; null = decided from the title. */
  readonly occupation: string | null;
  /** Null = read from title and description. */
  readonly skills: readonly StatedSkill[] | null;
  readonly region: string;
  readonly address: string | null;
  readonly lodging: boolean | null;
  readonly minEducation: Education | null;
  readonly payFrom: number | null;
  readonly payTo: number | null;
  readonly openings: number | null;
  readonly kind: VacancyKind | null;
  readonly minAge: 16 | 18;
  readonly certificates: readonly string[];
  readonly description: string | null;
  readonly validThrough: CivilDate | null;
  readonly startsOn: CivilDate | null;
  readonly endsOn: CivilDate | null;
  readonly contactName: string | null;
  readonly contactPhone: string | null;
}

/** What may be changed: everything but the reference. An absent field stays as it is. */
export type OwnVacancyChange = Partial<Omit<OwnVacancyInput, 'externalRef'>>;

/**
 * Checks what an employer states.
 * @throws UnknownRegion, UnknownOccupation (400), VacancyInvalid (422) with every other fault
 */
export function checkOwnVacancy(input: OwnVacancyInput, catalogue: Catalogue, day: CivilDate): void {
  if (!catalogue.regions.exists(input.region)) throw new UnknownRegion('region');
  if (input.occupation !== null && !catalogue.occupations.has(input.occupation)) throw new UnknownOccupation('occupation');
  const faults: FieldFault[] = [];
  const fault = (holds: boolean, path: string, message: string): void => void (holds && faults.push({ path, message }));
  fault(input.payFrom !== null && input.payTo !== null && input.payTo < input.payFrom, 'payTo', '月薪上限不能低于下限');
  fault(input.validThrough !== null && input.validThrough < day, 'validThrough', '有效期已过');
  fault(input.startsOn !== null && input.endsOn !== null && input.endsOn < input.startsOn, 'endsOn', '结束日期不能早于开始日期');
  fault(input.contactPhone !== null && readTelephone(input.contactPhone).number === null, 'contactPhone', '不是可以拨打的电话号码');
  (input.skills ?? []).forEach((skill, i) => fault(!catalogue.skillNames.has(skill.skillId), `skills[${i}].skillId`, '目录中没有这个技能'));
  fault(new Set((input.skills ?? []).map((skill) => skill.skillId)).size !== (input.skills ?? []).length, 'skills', '同一技能不能重复');
  if (faults.length > 0) throw new VacancyInvalid(faults);
}

/** The columns and skills of a checked input. */
export function columnsOfOwn(id: string, employerId: string, input: OwnVacancyInput, catalogue: Catalogue, sealing: VacancySealing, day: CivilDate): { fields: VacancyFields; skills: readonly StatedSkill[] } {
  const reading = readWords(catalogue, input.title, input.description, null);
  const telephone = readTelephone(input.contactPhone ?? '');
  const stated = input.payFrom !== null || input.payTo !== null;
  const fields: VacancyFields = {
    employer_id: employerId,
    named_employer_id: null,
    external_id: input.externalRef,
    group_key: null,
    title: input.title.trim(),
    cleaned_title: reading.cleanedTitle,
    occupation: input.occupation ?? reading.occupation,
    occupation_by: input.occupation === null ? reading.by : 'exact',
    no_trade: input.occupation === null && reading.noTrade,
    region: padRegion(input.region),
    region_label: catalogue.regions.fullNameOf(input.region),
    lodging: input.lodging,
    min_education: input.minEducation,
    pay_from: input.payFrom,
    pay_to: input.payTo,
    pay_text: null,
    pay_months: stated ? 12 : null,
    pay_basis: stated ? 'month' : 'negotiable',
    source_openings: input.openings,
    kind: input.kind,
    kind_label: null,
    min_age: input.minAge,
    age_wish_from: null,
    age_wish_to: null,
    certificates: input.certificates,
    description: input.description,
    published_on: day,
    published_text: null,
    valid_through: input.validThrough,
    starts_on: input.startsOn,
    ends_on: input.endsOn,
    ...sealing.contact(id, input.contactName, telephone, input.address),
    content_hash: rowHash(input),
  };
  return { fields, skills: input.skills ?? reading.skills };
}

/** A stored post as its employer would state it now: what a change is laid over. */
export function inputOfOwn(row: VacancyView, skills: readonly VacancySkillRow[], contact: { readonly contactName: string | null; readonly contactPhone: string | null }): OwnVacancyInput {
  return {
    externalRef: row.externalId!, title: row.title, occupation: row.occupation, skills, region: row.region!, address: row.address, lodging: row.lodging, minEducation: row.minEducation, payFrom: row.payFrom, payTo: row.payTo,
    openings: row.sourceOpenings, kind: row.kind, minAge: row.minAge, certificates: row.certificates, description: row.description, validThrough: row.validThrough, startsOn: row.startsOn, endsOn: row.endsOn, ...contact,
  };
}
