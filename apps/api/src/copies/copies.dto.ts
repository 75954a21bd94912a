import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { CopyDocument } from '@app/copies';
import { ERASURE_WAYS, type ErasureWay } from '@app/erasures';
import { IsLine } from '@app/platform';

export class AskCopyDto {
  /** How the person asked. */
  @IsIn(ERASURE_WAYS)
  askedHow!: ErasureWay;
  /** By what it was seen that it is the person; kept in the audit trail, so never a name or a number. */
  @IsLine(200)
  reason!: string;
}

/** A column of a section. */
export class CopyColumnResponse {
  name!: string;
  heading!: string;
  /** What the codes in this column mean; null: it holds none. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, nullable: true })
  labels!: object | null;
}

/** One kind of record. */
export class CopySectionResponse {
  code!: string;
  title!: string;
  note!: string | null;
  columns!: CopyColumnResponse[];
  /** Values by the column's name, as they are stored: instants in UTC, money in fen, codes as codes. */
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  rows!: object[];
}

/** Something about the person that is in no copy. */
export class CopyLeftOutResponse {
  what!: string;
  why!: string;
}

/** What is held about one person, for that person. */
export class PersonCopyResponse {
  traineeId!: string;
  madeAt!: Date;
  notes!: string[];
  sections!: CopySectionResponse[];
  leftOut!: CopyLeftOutResponse[];

  static of(this: void, { traineeId, madeAt, notes, sections, leftOut }: CopyDocument): PersonCopyResponse {
    return {
      traineeId, madeAt, notes: [...notes], leftOut: [...leftOut],
      sections: sections.map(({ code, title, note, columns, rows }) => ({ code, title, note, columns: [...columns], rows: [...rows] })),
    };
  }
}
