import { CursorQuery, IsLine } from '@app/platform';
import {
  TITLE_VERDICTS, WORDING_FLAGS, WORDING_VERDICTS, type DecidedTitle, type DoubtsOverviewRow, type QueueState, type TitleDecisionInput, type TitleDecisionRow, type TitleDoubt,
  type WordingDoubt, type WordingFlag, type WordingVerdict,
} from '@app/vacancies';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsArray, IsBoolean, IsIn, IsOptional, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';

/** Decisions in one request. */
export const MOST_AT_ONCE = 200;
const DAY_MS = 86_400_000;

export class ListDoubtsQuery extends CursorQuery {
  /** @example 'hubei' */
  @IsOptional() @IsString() @MaxLength(40)
  source?: string;
}

export class QueueOfSourceResponse {
  source!: string;
  count!: number;
  oldestAt!: string;
}

export class QueueResponse {
  count!: number;
  oldestAt!: string | null;
  /** Whole days that the oldest has waited. */
  oldestDays!: number | null;
  bySource!: QueueOfSourceResponse[];

  static of(this: void, { count, oldestAt, bySource }: QueueState): QueueResponse {
    return {
      count, oldestAt: oldestAt?.toISOString() ?? null, oldestDays: oldestAt === null ? null : Math.floor((Date.now() - oldestAt.getTime()) / DAY_MS),
      bySource: bySource.map((each) => ({ source: each.source, count: each.count, oldestAt: each.oldestAt.toISOString() })),
    };
  }
}

export class TitleQueueResponse extends QueueResponse {
  /** Vacancies that wait; `count` is of wordings, `bySource` of vacancies. */
  vacancies!: number;
}

export class DoubtsOverviewResponse {
  titles!: TitleQueueResponse;
  wording!: QueueResponse;
  heldRuns!: QueueResponse;
  employers!: QueueResponse;
  /** Pairs of names that may be one employer. */
  spellings!: QueueResponse;

  static of(this: void, row: DoubtsOverviewRow): DoubtsOverviewResponse {
    return { titles: { ...QueueResponse.of(row.titles), vacancies: row.titles.vacancies }, wording: QueueResponse.of(row.wording), heldRuns: QueueResponse.of(row.heldRuns), employers: QueueResponse.of(row.employers), spellings: QueueResponse.of(row.spellings) };
  }
}

export class TitleSuggestionResponse {
  code!: string;
  name!: string;
  /** 0..1 */
  score!: number;
}

export class TitleDoubtResponse {
  /** The cleaned title. */
  wording!: string;
  vacancies!: number;
  oldestAt!: string;
  exampleId!: string;
  exampleTitle!: string;
  sources!: string[];
  /** What it might mean, best first; nothing of it is decided. */
  suggestions!: TitleSuggestionResponse[];

  static of(this: void, row: TitleDoubt): TitleDoubtResponse {
    return {
      wording: row.wording, vacancies: row.vacancies, oldestAt: row.oldestAt.toISOString(), exampleId: row.exampleId, exampleTitle: row.exampleTitle, sources: [...row.sources],
      suggestions: row.suggestions.map(({ code, name, score }) => ({ code, name, score })),
    };
  }
}

export class TitleDoubtPage {
  items!: TitleDoubtResponse[];
  nextCursor!: string | null;
}

/** One wording and exactly one of occupation, noTrade, undecidable. */
export class TitleDecisionDto implements TitleDecisionInput {
  /** As the queue gave it. */
  @IsString() @MaxLength(500)
  wording!: string;
  /** @example '6-18-02-04' */
  @IsOptional() @Matches(/^\d(-\d{2}){0,3}$/, { message: '须为职业代码，形如 6-18-02-04' })
  occupation?: string;
  /** The work needs no trade (普工). */
  @IsOptional() @IsBoolean()
  noTrade?: boolean;
  /** The wording names no one occupation: it is not asked again. */
  @IsOptional() @IsBoolean()
  undecidable?: boolean;
}

export class DecideTitlesDto {
  @IsArray() @ArrayNotEmpty() @ArrayMaxSize(MOST_AT_ONCE) @ValidateNested({ each: true }) @Type(() => TitleDecisionDto)
  decisions!: TitleDecisionDto[];
  /** Check and count only. */
  @IsOptional() @IsBoolean()
  dryRun?: boolean;
}

export class DecidedTitleResponse {
  wording!: string;
  @ApiProperty({ enum: TITLE_VERDICTS })
  verdict!: string;
  occupation!: string | null;
  /** Vacancies that wait for it. */
  vacancies!: number;
}

export class DecidedTitlesResponse {
  dryRun!: boolean;
  vacancies!: number;
  decisions!: DecidedTitleResponse[];

  static of(this: void, dryRun: boolean, decisions: readonly DecidedTitle[]): DecidedTitlesResponse {
    return { dryRun, vacancies: decisions.reduce((sum, each) => sum + each.vacancies, 0), decisions: decisions.map(({ wording, verdict, occupation, vacancies }) => ({ wording, verdict, occupation, vacancies })) };
  }
}

export class TitleDecisionResponse {
  id!: string;
  wording!: string;
  @ApiProperty({ enum: TITLE_VERDICTS })
  verdict!: string;
  occupation!: string | null;
  vacancies!: number;
  decidedBy!: string;
  decidedAt!: string;
  withdrawnBy!: string | null;
  withdrawnAt!: string | null;

  static of(this: void, row: TitleDecisionRow): TitleDecisionResponse {
    const { id, wording, verdict, occupation, vacancies, decidedBy, decidedAt, withdrawnBy } = row;
    return { id, wording, verdict, occupation, vacancies, decidedBy, decidedAt, withdrawnBy, withdrawnAt: row.withdrawnAt?.toISOString() ?? null };
  }
}

export class TitleDecisionPage {
  items!: TitleDecisionResponse[];
  nextCursor!: string | null;
}

export class CountResponse {
  /** Vacancies that wait again, or are read again. */
  vacancies!: number;
}

/** What an officer says of one vacancy: exactly one of the three. */
export class DecideOccupationDto {
  /** @example '6-18-02-04' */
  @IsOptional() @Matches(/^\d(-\d{2}){0,3}$/, { message: '须为职业代码，形如 6-18-02-04' })
  occupation?: string;
  /** The work needs no trade. */
  @IsOptional() @IsBoolean()
  noTrade?: boolean;
  /** Take the officer's word back: the title is read again. */
  @IsOptional() @IsBoolean()
  reset?: boolean;
}

export class ListWordingQuery extends CursorQuery {
  /** @example 'sex' */
  @IsOptional() @IsIn(WORDING_FLAGS)
  flag?: WordingFlag;
}

export class WordingPhraseResponse {
  @ApiProperty({ enum: WORDING_FLAGS })
  flag!: string;
  text!: string;
}

export class WordingDoubtResponse {
  /** Names the wording in a decision. */
  wording!: string;
  @ApiProperty({ enum: WORDING_FLAGS, isArray: true })
  flags!: string[];
  phrases!: WordingPhraseResponse[];
  vacancies!: number;
  oldestAt!: string;
  exampleId!: string;
  title!: string;
  description!: string | null;
  employerName!: string;
  sources!: string[];

  static of(this: void, row: WordingDoubt): WordingDoubtResponse {
    const { wording, vacancies, exampleId, title, description, employerName } = row;
    return { wording, flags: [...row.flags], phrases: row.phrases.map(({ flag, text }) => ({ flag, text })), vacancies, oldestAt: row.oldestAt.toISOString(), exampleId, title, description, employerName, sources: [...row.sources] };
  }
}

export class WordingDoubtPage {
  items!: WordingDoubtResponse[];
  nextCursor!: string | null;
}

export class DecideWordingDto {
  @IsArray() @ArrayNotEmpty() @ArrayMaxSize(MOST_AT_ONCE) @ArrayUnique() @Matches(/^[0-9a-f]{64}$/, { each: true, message: '须为列表给出的文字编号' })
  wordings!: string[];
  /** clear = publish, refuse = keep from publication. */
  @IsIn(WORDING_VERDICTS)
  verdict!: WordingVerdict;
  /** Kept with the decision and in the audit trail. */
  @IsLine(200)
  reason!: string;
  @IsOptional() @IsBoolean()
  dryRun?: boolean;
}

export class DecidedWordingResponse {
  dryRun!: boolean;
  /** Vacancies that carry the words. */
  vacancies!: number;
  /** Of them, those that are published or withheld otherwise than before. */
  changed!: number;
}
