import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional } from 'class-validator';

export class ImportLinesQuery {
  /** Judge only; nothing is changed. */
  @ApiPropertyOptional({ default: false })
  @IsOptional() @Transform(({ value }: { value: unknown }) => value === true || value === 'true') @IsBoolean()
  dryRun: boolean = false;
}

export class BulkFaultResponse {
  path!: string;
  message!: string;
}

/** What became of one line, whatever it is about. */
export class BulkLineResponse {
  /** From 1; blank lines count. */
  line!: number;
  externalRef!: string | null;
  outcome!: 'created' | 'changed' | 'unchanged' | 'rejected';
  faults!: BulkFaultResponse[];
}

/** The last line of the answer. `stoppedBy` = why the lines after the last answered one were not read. */
export class BulkSummaryResponse {
  summary!: true;
  dryRun!: boolean;
  created!: number;
  changed!: number;
  unchanged!: number;
  rejected!: number;
  stoppedBy!: string | null;
}
