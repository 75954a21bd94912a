import type { CivilDate } from '@app/kernel';
import type { Channel, ChannelFigure, ChannelFigures } from '@app/notifications';

export class ChannelFigureResponse {
  channel!: Channel;
  /** Number of the post's wave; null: all together. */
  wave!: number | null;
  contacts!: number;
  reached!: number;
  answered!: number;
  agreed!: number;
  hired!: number;
  /** Of a hundred contacts. */
  reachedPer100!: number;
  answeredPer100!: number;
  agreedPer100!: number;
  hiredPer100!: number;

  static of(this: void, figure: ChannelFigure): ChannelFigureResponse {
    const per100 = (count: number): number => Math.round((count * 1_000) / figure.contacts) / 10;
    return { ...figure, reachedPer100: per100(figure.reached), answeredPer100: per100(figure.answered), agreedPer100: per100(figure.agreed), hiredPer100: per100(figure.hired) };
  }
}

export class ChannelFiguresResponse {
  from!: CivilDate;
  to!: CivilDate;
  /** Ways without any contact in the time are not listed. */
  figures!: ChannelFigureResponse[];
  definition!: string;

  static of({ from, to, figures, definition }: ChannelFigures): ChannelFiguresResponse {
    return { from, to, figures: figures.map(ChannelFigureResponse.of), definition };
  }
}
