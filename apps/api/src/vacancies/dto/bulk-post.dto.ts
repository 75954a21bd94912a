import { faultsOf } from '@app/platform';
import type { BulkPost, BulkPosted } from '@app/vacancies';
import { plainToInstance } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsOptional, validate } from 'class-validator';
import { BulkFaultResponse } from '../../http/bulk-lines.dto.js';
import { PostVacancyDto } from './own-vacancy.dto.js';

const ROWS_MAX = 500;

export class BulkPostDto {
  /** Each as in a single posting; a row that is wrong is rejected by itself. At most 500. */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(ROWS_MAX)
  vacancies!: Record<string, unknown>[];
  /** Judge only; nothing is changed. */
  @IsOptional() @IsBoolean()
  dryRun?: boolean;
}

/** Checks one row by the rules of a single posting. */
export async function readPost(row: unknown): Promise<BulkPost> {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return { reference: null, faults: [{ path: '', message: '不是一个 JSON 对象' }] };
  const reference = 'externalRef' in row && typeof row.externalRef === 'string' ? row.externalRef.trim().slice(0, 64) : null;
  const dto = plainToInstance(PostVacancyDto, row);
  const errors = await validate(dto, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true, validationError: { target: false, value: false } });
  return errors.length > 0 ? { reference, faults: faultsOf(errors) } : { reference, input: PostVacancyDto.toInput(dto) };
}

export class BulkRowResponse {
  /** Position in the request, from 0. */
  index!: number;
  externalRef!: string | null;
  outcome!: 'created' | 'changed' | 'unchanged' | 'rejected';
  vacancyId!: string | null;
  faults!: BulkFaultResponse[];
}

export class BulkPostResponse {
  dryRun!: boolean;
  created!: number;
  changed!: number;
  unchanged!: number;
  rejected!: number;
  rows!: BulkRowResponse[];

  static of(results: readonly BulkPosted[], dryRun: boolean): BulkPostResponse {
    const count = (outcome: BulkPosted['outcome']): number => results.filter((result) => result.outcome === outcome).length;
    const rows = results.map(({ reference, outcome, vacancyId, faults }, index): BulkRowResponse => ({ index, externalRef: reference, outcome, vacancyId, faults: faults.map(({ path, message }) => ({ path, message })) }));
    return Object.assign(new BulkPostResponse(), { dryRun, created: count('created'), changed: count('changed'), unchanged: count('unchanged'), rejected: count('rejected'), rows });
  }
}
