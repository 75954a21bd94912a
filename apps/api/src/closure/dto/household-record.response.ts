import { INCOME_SOURCES } from '@app/outcomes';
import type { ClosureNotes, HouseholdRecords, StoredIncome, StoredLine, StoredPriorPay, StoredSupport } from '@app/placements';
import { ApiProperty } from '@nestjs/swagger';
import { ResponsibleOfficerResponse } from './closure.response.js';

export class RecordedResponse {
  id!: string;
  householdId!: string;
}

export class BookRecordCreated {
  id!: string;
}

export class BookRetractionResponse {
  reason!: string;
  recordedAt!: Date;
  recordedBy!: string;

  static of(retraction: StoredIncome['retraction']): BookRetractionResponse | null {
    return retraction === null ? null : { reason: retraction.reason, recordedAt: new Date(retraction.recordedAt), recordedBy: retraction.recordedBy };
  }
}

export class IncomeResponse {
  id!: string;
  year!: number;
  perHeadYuan!: number;
  @ApiProperty({ enum: INCOME_SOURCES }) source!: string;
  sourceReference!: string | null;
  on!: string;
  recordedAt!: Date;
  recordedBy!: string;
  @ApiProperty({ type: BookRetractionResponse, nullable: true }) retraction!: BookRetractionResponse | null;

  static of({ id, year, perHeadYuan, source, sourceReference, on, recordedAt, recordedBy, retraction }: StoredIncome): IncomeResponse {
    return { id, year, perHeadYuan, source, sourceReference, on, recordedAt, recordedBy, retraction: BookRetractionResponse.of(retraction) };
  }
}

export class CategoryResponse {
  id!: string;
  category!: string;
  fromOn!: string;
  toOn!: string | null;
  /** Recorded by mistake. */
  withdrawn!: boolean;
  reason!: string | null;
  recordedAt!: Date;
  recordedBy!: string;

  static of({ id, category, fromOn, toOn, withdrawn, reason, recordedAt, recordedBy }: StoredSupport): CategoryResponse {
    return { id, category, fromOn, toOn, withdrawn, reason, recordedAt, recordedBy };
  }
}

export class HouseholdRecordsResponse {
  householdId!: string;
  number!: string;
  region!: string;
  incomes!: IncomeResponse[];
  /** The latest record of a category and first day is what holds. */
  categories!: CategoryResponse[];

  static of({ household: { id, number, ownerRegion }, incomes, categories }: HouseholdRecords): HouseholdRecordsResponse {
    return { householdId: id, number, region: ownerRegion, incomes: incomes.map((each) => IncomeResponse.of(each)), categories: categories.map((each) => CategoryResponse.of(each)) };
  }
}

export class LineResponse {
  id!: string;
  /** The province or the county, 12 digits. */
  region!: string;
  perHeadYuan!: number;
  fromOn!: string;
  sourceDocument!: string;
  recordedAt!: Date;
  recordedBy!: string;
  @ApiProperty({ type: BookRetractionResponse, nullable: true }) retraction!: BookRetractionResponse | null;

  static of({ id, region, perHeadYuan, fromOn, sourceDocument, recordedAt, recordedBy, retraction }: StoredLine): LineResponse {
    return { id, region, perHeadYuan, fromOn, sourceDocument, recordedAt, recordedBy, retraction: BookRetractionResponse.of(retraction) };
  }
}

export class LinesResponse {
  items!: LineResponse[];
}

export class PriorPayResponse {
  id!: string;
  payYuan!: number;
  on!: string;
  recordedAt!: Date;
  recordedBy!: string;
  @ApiProperty({ type: BookRetractionResponse, nullable: true }) retraction!: BookRetractionResponse | null;

  static of({ id, payYuan, on, recordedAt, recordedBy, retraction }: StoredPriorPay): PriorPayResponse {
    return { id, payYuan, on, recordedAt, recordedBy, retraction: BookRetractionResponse.of(retraction) };
  }
}

export class ClosureNotesResponse {
  priorPays!: PriorPayResponse[];
  @ApiProperty({ type: ResponsibleOfficerResponse, nullable: true }) responsible!: ResponsibleOfficerResponse | null;

  static of({ priorPays, responsible }: ClosureNotes): ClosureNotesResponse {
    return { priorPays: priorPays.map((each) => PriorPayResponse.of(each)), responsible: ResponsibleOfficerResponse.of(responsible) };
  }
}

export class NamedResponsibleResponse {
  @ApiProperty({ type: ResponsibleOfficerResponse, nullable: true }) responsible!: ResponsibleOfficerResponse | null;
}
