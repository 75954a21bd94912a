import { Injectable } from '@nestjs/common';
import { addDays, type CivilDate } from '@app/kernel';
import { Database, type Principal } from '@app/platform';
import { ChannelFiguresRepository, type ChannelFigure } from './channel-figures.repository.js';

/** What each way to people brought in some days. */
export interface ChannelFigures {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly figures: readonly ChannelFigure[];
  readonly definition: string;
}

/** Messages and calls about posts beside each other, of the caller's people. */
@Injectable()
export class ChannelFiguresService {
  constructor(
    private readonly database: Database,
    private readonly figures: ChannelFiguresRepository,
  ) {}

  /** Contacts from one civil day to another, both included (Asia/Shanghai). */
  async of(principal: Principal, from: CivilDate, to: CivilDate): Promise<ChannelFigures> {
    const [begins, ends] = [`${from}T00:00:00+08:00`, `${addDays(to, 1)}T00:00:00+08:00`];
    const figures = await this.database.inScope(principal, (tx) => this.figures.list(tx, begins, ends));
    return { from, to, figures, definition: definitionOf(from, to) };
  }
}

function definitionOf(from: CivilDate, to: CivilDate): string {
  return `${from} 至 ${to} 为岗位联系本人的次数，按经办人管辖的学员。短信：提交给通道、没有被拒收的每条算一次；电话（含上门）：同一天联系同一个人的同一个岗位算一次，没打通也算。联系到：短信有送达回执，电话有人接听或见到本人；已答复、愿意：本人的答复；录用：联系之后，该人在该岗位登记了录用且没有撤销。每百次 = 该数 ÷ 次数 × 100。微信群、大喇叭、海报面向全村，不是对个人的联系，不计入次数，也不占每天、每七天的上限。`;
}
