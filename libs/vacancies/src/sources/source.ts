import type { CivilDate, Education } from '@app/kernel';
import type { ParsedPay } from '@app/catalogue';
import type { SourceFault } from './source-fault.js';
import type { Telephone } from './telephone.js';

export const SOURCE_CODES = ['hubei', 'cjob'] as const;
export type SourceCode = (typeof SOURCE_CODES)[number];

/** A row as the source sent it: kept for replay, holds personal data. */
export type RawRow = Readonly<Record<string, unknown>>;

/** What a page's rows are by their fields. */
export interface CheckedRows {
  /** Why a row cannot be used, by its place on the page from 0 (Chinese, without the row's content). */
  readonly rejected: ReadonlyMap<number, string>;
  /** How the source changed, Chinese; null where it did not. */
  readonly drift: string | null;
  /** Names of fields that nobody knows. */
  readonly newFields: readonly string[];
}

/** One page of a source's list. */
export interface SourcePage {
  readonly page: number;
  /** Rows of the whole list, as this answer states it. */
  readonly total: number;
  /** The rows as sent, in their order, those that are no records included. */
  readonly given: readonly unknown[];
  /** One key a row in the order sent: the source's id where it has one, else a hash of the row. Tells whether the list moved between two pages. */
  readonly keys: readonly string[];
}

export interface PageRequest {
  /** From 1. */
  readonly page: number;
  /** GB/T 2260 code of the region asked for; a province includes all below. */
  readonly regionCode: string;
}

export interface FetchContext {
  readonly signal?: AbortSignal;
  /** Told of every failed attempt, those that a retry cures included. */
  readonly onFault?: (fault: SourceFault) => void;
}

/** One public network: its protocol, and what its fields mean (mapping is per source, never shared). */
export interface VacancySourceAdapter {
  readonly code: SourceCode;
  readonly pageSize: number;
  /** Whether a row's key is the source's own id; where not, equal keys may be two vacancies. */
  readonly keysAreIds: boolean;
  /** @throws SourceFault when the page could not be had after all retries */
  fetchPage(request: PageRequest, context?: FetchContext): Promise<SourcePage>;
  /** Pure: which rows of a page have the fields that the mapping reads. */
  checkRows(given: readonly unknown[]): CheckedRows;
  /** Pure: what the row says, or why it cannot be used. `regionCode` is the region that the page was asked for. */
  mapRow(raw: RawRow, regionCode: string): MappedVacancy | RowRejection;
}

export interface RowRejection {
  readonly accepted: false;
  /** Chinese, for the officer. */
  readonly reason: string;
  /** The source's id where it can be read: a rejected row is still on the list, so it is not missing. */
  readonly sourceId: string | null;
}

/** Where a region was read from. */
export type RegionBasis = 'code' | 'label' | 'address';

/** A vacancy in our words. Telephone, contact and address are personal data, never shown to the public. */
export interface MappedVacancy {
  readonly accepted: true;
  readonly source: SourceCode | 'workbook';
  /** The source's own id; null where the source has none and `identityGroup` decides. */
  readonly sourceId: string | null;
  /** Employer + cleaned title + place label, normalised; rows of one group are a multiset. */
  readonly identityGroup: string;
  readonly employer: { readonly name: string; readonly sourceId: string | null };
  /** As given. */
  readonly title: string;
  readonly cleanedTitle: string;
  /** The source's own occupation label, when it gives one; matched by name, never by its code. */
  readonly occupationLabel: string | null;
  readonly pay: ParsedPay;
  /** `none` = the source asks for none. */
  readonly minEducation: Education;
  /** 12 digits. */
  readonly region: { readonly code: string; readonly basis: RegionBasis };
  /** Null = unknown (若干). */
  readonly headCount: number | null;
  /** Wishes of the source, recorded, never scored. */
  readonly ageFrom: number | null;
  readonly ageTo: number | null;
  readonly yearsOfExperience: number | null;
  /** As given, to tell rows of one group apart. */
  readonly publishedText: string;
  readonly publishedOn: CivilDate | null;
  /** Last day of validity; null where the source does not say. */
  readonly expiresOn: CivilDate | null;
  readonly telephone: Telephone;
  readonly contact: string | null;
  readonly address: string | null;
  readonly description: string | null;
  /** The source's label; its codes are unknown. */
  readonly kindOfWork: string | null;
  /** Only where title or description says so in words; null = not said. */
  readonly lodging: boolean | null;
  /** What an officer should know of this row, Chinese. */
  readonly warnings: readonly string[];
}

/** The region list, as mapping needs it; the catalogue's directory is one. Codes come in any length. */
export interface RegionLookup {
  /** The code in use today; null when unknown or retired without a successor. */
  current(code: string): string | null;
  /** The one region of this label inside `within`; null when there is none or more than one. */
  byLabel(label: string, within: string | null): string | null;
  /** The deepest region that a free text names for certain; null when it names none. */
  placeInText(text: string, within: string | null): string | null;
}

/** What mapping borrows from the catalogue. */
export interface MappingTools {
  cleanTitle(title: string): string;
  parsePay(text: string): ParsedPay;
  readonly regions: RegionLookup;
}
