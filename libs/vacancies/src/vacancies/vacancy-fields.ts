import { Inject, Injectable } from '@nestjs/common';
import { bundledSkills, decideTitle, skillsInText, type Catalogue, type PayBasis, type StatedSkill } from '@app/catalogue';
import type { Education } from '@app/kernel';
import { FIELD_CIPHER, type FieldCipher } from '@app/platform';
import type { FoundEmployer } from '../employers/employer.repository.js';
import { rowHash } from '../sources/identity.js';
import type { MappedVacancy } from '../sources/source.js';
import type { Telephone } from '../sources/telephone.js';
import type { DecidedBy, PhoneMark, VacancyKind } from './vacancy-life.js';

/** What a source or an employer states of a vacancy, as columns; not its state. Names are the table's. */
export interface VacancyFields {
  readonly employer_id: string;
  /** The name's own row, where it is a spelling of the employer. */
  readonly named_employer_id: string | null;
  readonly external_id: string | null;
  readonly group_key: string | null;
  readonly title: string;
  readonly cleaned_title: string;
  readonly occupation: string | null;
  readonly occupation_by: DecidedBy | null;
  readonly no_trade: boolean;
  readonly region: string | null;
  readonly region_label: string | null;
  readonly address: string | null;
  readonly lodging: boolean | null;
  readonly min_education: Education | null;
  readonly pay_from: number | null;
  readonly pay_to: number | null;
  readonly pay_text: string | null;
  readonly pay_months: number | null;
  readonly pay_basis: PayBasis;
  readonly source_openings: number | null;
  readonly kind: VacancyKind | null;
  readonly kind_label: string | null;
  readonly min_age: 16 | 18;
  readonly age_wish_from: number | null;
  readonly age_wish_to: number | null;
  readonly certificates: readonly string[];
  readonly description: string | null;
  readonly published_on: string | null;
  readonly published_text: string | null;
  readonly valid_through: string | null;
  readonly starts_on: string | null;
  readonly ends_on: string | null;
  readonly contact_name: string | null;
  readonly contact_phone: string | null;
  readonly contact_phone_index: string | null;
  readonly phone_status: PhoneMark;
  readonly content_hash: string;
}

/** What the catalogue says of a vacancy's words. */
export interface TitleReading {
  readonly cleanedTitle: string;
  readonly occupation: string | null;
  readonly by: DecidedBy | null;
  readonly noTrade: boolean;
  readonly skills: readonly StatedSkill[];
}

const SKILLS = bundledSkills();
const MARK: Readonly<Record<Telephone['status'], PhoneMark>> = { valid: 'valid', extension: 'extension', junk: 'junk', absent: 'missing' };

/** The occupation and skills of a title and a description; the source's own occupation label counts where the title decides nothing. */
export function readWords(catalogue: Catalogue, title: string, description: string | null, label: string | null): TitleReading {
  const byTitle = decideTitle(title, catalogue.titles);
  const byLabel = byTitle.decided === null && !byTitle.noTrade && label !== null ? decideTitle(label, catalogue.titles) : null;
  const decided = byTitle.decided ?? byLabel?.decided ?? null;
  const occupation = decided?.code ?? null;
  const known = skillsInText(title, description ?? '', occupation, SKILLS).filter((skill) => catalogue.skillNames.has(skill.skillId));
  return { cleanedTitle: byTitle.cleaned, occupation, by: byTitle.by ?? byLabel?.by ?? null, noTrade: byTitle.noTrade, skills: known };
}

/** The hash by which a listed row is unchanged: what it says, and what the catalogue makes of it. */
export function listingHash(vacancy: MappedVacancy, reading: TitleReading): string {
  return rowHash({ vacancy, reading });
}

/** Puts contacts under the cipher and mapped rows into columns. */
@Injectable()
export class VacancySealing {
  constructor(@Inject(FIELD_CIPHER) private readonly cipher: FieldCipher) {}

  /** The blind index of a telephone that can be dialled; null of any other. */
  phoneIndex({ number }: Telephone): string | null {
    return number === null ? null : this.cipher.blindIndex('vacancy-telephone', number);
  }

  seal(column: 'contact_name' | 'contact_phone' | 'address', vacancyId: string, value: string | null): string | null {
    return value === null || value.trim() === '' ? null : this.cipher.seal(value.normalize('NFKC').trim(), { table: 'vacancies', column, rowId: vacancyId });
  }

  open(column: 'contact_name' | 'contact_phone' | 'address', vacancyId: string, sealed: string | null): string | null {
    return sealed === null ? null : this.cipher.open(sealed, { table: 'vacancies', column, rowId: vacancyId });
  }

  contact(vacancyId: string, name: string | null, telephone: Telephone, address: string | null): Pick<VacancyFields, 'contact_name' | 'contact_phone' | 'contact_phone_index' | 'phone_status' | 'address'> {
    return {
      contact_name: this.seal('contact_name', vacancyId, name),
      contact_phone: this.seal('contact_phone', vacancyId, telephone.text),
      contact_phone_index: this.phoneIndex(telephone),
      phone_status: MARK[telephone.status],
      address: this.seal('address', vacancyId, address),
    };
  }

  /** The columns of a network's row. */
  fieldsOfListing(id: string, vacancy: MappedVacancy, reading: TitleReading, employer: FoundEmployer, regionLabel: string | null): VacancyFields {
    return {
      employer_id: employer.id,
      named_employer_id: employer.namedId,
      external_id: vacancy.sourceId,
      group_key: vacancy.sourceId === null ? vacancy.identityGroup : null,
      title: vacancy.title.trim(),
      cleaned_title: reading.cleanedTitle,
      occupation: reading.occupation,
      occupation_by: reading.by,
      no_trade: reading.noTrade,
      region: vacancy.region.code,
      region_label: regionLabel,
      lodging: vacancy.lodging,
      min_education: vacancy.minEducation,
      pay_from: vacancy.pay.from,
      pay_to: vacancy.pay.to,
      pay_text: vacancy.pay.text,
      pay_months: vacancy.pay.months,
      pay_basis: vacancy.pay.basis,
      source_openings: vacancy.headCount,
      kind: null,
      kind_label: vacancy.kindOfWork,
      min_age: 16,
      age_wish_from: vacancy.ageFrom,
      age_wish_to: vacancy.ageTo,
      certificates: [],
      description: vacancy.description,
      published_on: vacancy.publishedOn,
      published_text: vacancy.publishedText,
      valid_through: vacancy.expiresOn,
      starts_on: null,
      ends_on: null,
      ...this.contact(id, vacancy.contact, vacancy.telephone, vacancy.address),
      content_hash: listingHash(vacancy, reading),
    };
  }
}
