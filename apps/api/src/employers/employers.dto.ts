import { CursorQuery, IsLine } from '@app/platform';
import type { EmployerRow } from '@app/vacancies';
import { IsOptional, IsString, MaxLength } from 'class-validator';

export class RegisterEmployerDto {
  /** @example '保康青峰建材有限公司' */
  @IsLine(100)
  name!: string;
  /**
   * Unified social credit code (GB 32100); an employer without one can be registered, but not verified.
   * @example '91420626MA4F0T0H1W'
   */
  @IsOptional() @IsString() @MaxLength(40)
  creditCode?: string | null;
}

export class ListEmployersQuery extends CursorQuery {
  /** Part of the name. */
  @IsOptional() @IsLine(50)
  q?: string;
}

export class EmployerResponse {
  id!: string;
  name!: string;
  creditCode!: string | null;
  verified!: boolean;
  verifiedAt!: string | null;
  /** The employer that it is under another spelling. */
  mergedInto!: string | null;
  version!: number;

  static of(this: void, row: EmployerRow): EmployerResponse {
    return { id: row.id, name: row.name, creditCode: row.creditCode, verified: row.verifiedAt !== null, verifiedAt: row.verifiedAt?.toISOString() ?? null, mergedInto: row.mergedInto, version: row.version };
  }
}

export class EmployerPage {
  items!: EmployerResponse[];
  nextCursor!: string | null;
}
