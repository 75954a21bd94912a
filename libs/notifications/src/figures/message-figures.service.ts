import { Injectable } from '@nestjs/common';
import { addDays, type CivilDate } from '@app/kernel';
import { Database, type Principal } from '@app/platform';
import { MessageFiguresRepository, type FailureCount, type MessageFigure, type UnsentCount } from './message-figures.repository.js';

/** What became of the messages of some days. */
export interface MessageFigures {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly byPurpose: readonly MessageFigure[];
  /** Of match notices, by the number of the post's wave. */
  readonly byWave: readonly MessageFigure[];
  readonly failures: readonly FailureCount[];
  /** Cancelled on these days before they were handed over. */
  readonly unsent: readonly UnsentCount[];
  readonly definition: string;
}

/** What messages cost and bring, of the caller's people. */
@Injectable()
export class MessageFiguresService {
  constructor(
    private readonly database: Database,
    private readonly figures: MessageFiguresRepository,
  ) {}

  /** Messages handed over from one civil day to another, both included (Asia/Shanghai). */
  async of(principal: Principal, from: CivilDate, to: CivilDate): Promise<MessageFigures> {
    const [begins, ends] = [`${from}T00:00:00+08:00`, `${addDays(to, 1)}T00:00:00+08:00`];
    return this.database.inScope(principal, async (tx) => ({
      from, to, byPurpose: await this.figures.byPurpose(tx, begins, ends), byWave: await this.figures.byWave(tx, begins, ends), failures: await this.figures.failures(tx, begins, ends), unsent: await this.figures.unsent(tx, begins, ends), definition: definitionOf(from, to),
    }));
  }
}

function definitionOf(from: CivilDate, to: CivilDate): string {
  return `${from} 至 ${to} 提交给短信通道的短信，按经办人管辖的学员。已提交：通道没有拒收的（含结果不明）；已送达：有送达回执；已答复：本人以短信、链接页答复或经办人认定的；愿意：答“愿意”“参加”“在”的；录用：岗位短信之后，该人在该岗位登记了录用且没有撤销。每百条 = 该数 ÷ 已提交 × 100。条数按计费的分条计；费用 = 已提交的条数 × 提交当日本县定的每条单价，有没定价的不给数；通道的账单可能只计送达的，以账单为准。分批的只计岗位短信，政策短信另列在用途里。没有发出：这些日子里因所列原因取消的。`;
}
