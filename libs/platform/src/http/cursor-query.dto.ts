import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

export const PAGE_LIMIT_MAX = 200;
export const PAGE_LIMIT_DEFAULT = 50;

/** Query of every list; a list with filters extends it. */
export class CursorQuery {
  /**
   * Rows a page, 1..200.
   * @example 50
   */
  @ApiPropertyOptional() @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(PAGE_LIMIT_MAX)
  limit: number = PAGE_LIMIT_DEFAULT;

  /** `nextCursor` of the page before; opaque. */
  @IsOptional() @IsString() @MaxLength(1000)
  cursor?: string;
}
