import { IsCivilDate } from '@app/platform';
import { IsNumber, Max, Min } from 'class-validator';
import type { CivilDate } from '@app/kernel';
import type { CancelReason, FailureCount, MessageFigure, MessageFigures, MessageTimes, PartPrice, SpanFigure, TimeSpan, VacancyTimes } from '@app/notifications';

export class MessageFiguresQuery {
  /** First civil day, in China. */
  @IsCivilDate()
  from!: CivilDate;
  /** Last civil day; included. */
  @IsCivilDate()
  to!: CivilDate;
}

export class MessageFigureResponse {
  /** A purpose, or a wave's number. */
  key!: string;
  sent!: number;
  /** Message parts that are charged. */
  parts!: number;
  /** Fen; null: for some of them no price was set. */
  costFen!: number | null;
  delivered!: number;
  unknown!: number;
  answered!: number;
  agreed!: number;
  hired!: number;
  /** Of a hundred sent; null: none was sent. */
  answeredPer100!: number | null;
  agreedPer100!: number | null;
  hiredPer100!: number | null;

  static of(this: void, figure: MessageFigure): MessageFigureResponse {
    const per100 = (count: number): number | null => (figure.sent === 0 ? null : Math.round((count * 1_000) / figure.sent) / 10);
    return { ...figure, answeredPer100: per100(figure.answered), agreedPer100: per100(figure.agreed), hiredPer100: per100(figure.hired) };
  }
}

export class MessageFailureResponse {
  state!: FailureCount['state'];
  /** The provider's own code. */
  code!: string | null;
  messages!: number;
}

export class UnsentCountResponse {
  reason!: CancelReason;
  messages!: number;
}

export class MessageFiguresResponse {
  from!: CivilDate;
  to!: CivilDate;
  byPurpose!: MessageFigureResponse[];
  byWave!: MessageFigureResponse[];
  failures!: MessageFailureResponse[];
  unsent!: UnsentCountResponse[];
  definition!: string;

  static of({ from, to, byPurpose, byWave, failures, unsent, definition }: MessageFigures): MessageFiguresResponse {
    return { from, to, byPurpose: byPurpose.map(MessageFigureResponse.of), byWave: byWave.map(MessageFigureResponse.of), failures: failures.map(({ state, code, messages }) => ({ state, code, messages })), unsent: unsent.map(({ reason, messages }) => ({ reason, messages })), definition };
  }
}

export class SpanFigureResponse {
  /** The number of the wave; null: of vacancies, whatever wave. */
  wave!: number | null;
  span!: TimeSpan;
  n!: number;
  medianS!: number;
  p90S!: number;

  static of(this: void, { wave, span, n, medianS, p90S }: SpanFigure): SpanFigureResponse {
    return { wave, span, n, medianS: Math.round(medianS * 10) / 10, p90S: Math.round(p90S * 10) / 10 };
  }
}

export class MessageTimesResponse {
  from!: CivilDate;
  to!: CivilDate;
  spans!: SpanFigureResponse[];
  byWave!: SpanFigureResponse[];
  definition!: string;

  static of({ from, to, spans, byWave, definition }: MessageTimes): MessageTimesResponse {
    return { from, to, spans: spans.map(SpanFigureResponse.of), byWave: byWave.map(SpanFigureResponse.of), definition };
  }
}

export class WaveTimesResponse {
  number!: number;
  confirmedAt!: string;
  /** Null: nothing was handed over yet. */
  firstHandedOverAt!: string | null;
}

export class VacancyTimesResponse {
  /** When this service first saw the vacancy. */
  seenAt!: string;
  /** When the county first had a list with anybody on it. */
  readyAt!: string | null;
  waves!: WaveTimesResponse[];

  static of({ seenAt, readyAt, waves }: VacancyTimes): VacancyTimesResponse {
    const instant = (text: string): string => new Date(text).toISOString();
    return { seenAt: seenAt.toISOString(), readyAt: readyAt?.toISOString() ?? null, waves: waves.map(({ number, confirmedAt, firstHandedOverAt }) => ({ number, confirmedAt: instant(confirmedAt), firstHandedOverAt: firstHandedOverAt === null ? null : instant(firstHandedOverAt) })) };
  }
}

export class SetPartPriceDto {
  @IsCivilDate()
  fromOn!: CivilDate;
  /** Fen for a message part, up to three decimals. @example 3.5 */
  @IsNumber({ maxDecimalPlaces: 3 }) @Min(0) @Max(1_000)
  fen!: number;
}

export class PartPriceResponse {
  fromOn!: CivilDate;
  fen!: number;
  setBy!: string;
  setAt!: string;
}

export class PartPricesResponse {
  /** By the day from which they hold. */
  items!: PartPriceResponse[];

  static of(this: void, prices: readonly PartPrice[]): PartPricesResponse {
    return { items: prices.map(({ fromOn, fen, setBy, setAt }) => ({ fromOn, fen, setBy, setAt: setAt.toISOString() })) };
  }
}
