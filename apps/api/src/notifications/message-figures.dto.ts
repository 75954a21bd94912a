import { IsCivilDate } from '@app/platform';
import type { CivilDate } from '@app/kernel';
import type { FailureCount, MessageFigure, MessageFigures } from '@app/notifications';

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

export class MessageFiguresResponse {
  from!: CivilDate;
  to!: CivilDate;
  byPurpose!: MessageFigureResponse[];
  byWave!: MessageFigureResponse[];
  failures!: MessageFailureResponse[];
  definition!: string;

  static of({ from, to, byPurpose, byWave, failures, definition }: MessageFigures): MessageFiguresResponse {
    return { from, to, byPurpose: byPurpose.map(MessageFigureResponse.of), byWave: byWave.map(MessageFigureResponse.of), failures: failures.map(({ state, code, messages }) => ({ state, code, messages })), definition };
  }
}
