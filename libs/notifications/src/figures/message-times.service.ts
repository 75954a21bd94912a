import { Injectable } from '@nestjs/common';
import { addDays, type CivilDate } from '@app/kernel';
import { Database, type Principal } from '@app/platform';
import { countyOf } from '../notification-books.js';
import { WaveVacancyUnknown } from '../notifications.errors.js';
import { MessageTimesRepository, TIME_SPANS, type SpanFigure, type VacancyTimes } from './message-times.repository.js';

/** How long it took from a vacancy's appearing to the first message about it. */
export interface MessageTimes {
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** Of the vacancies first seen on these days. */
  readonly spans: readonly SpanFigure[];
  /** Of the waves confirmed on these days, by number. */
  readonly byWave: readonly SpanFigure[];
  readonly definition: string;
}

/** How fast vacancies come to people. */
@Injectable()
export class MessageTimesService {
  constructor(
    private readonly database: Database,
    private readonly times: MessageTimesRepository,
  ) {}

  /** From one civil day to another, both included (Asia/Shanghai). */
  async of(principal: Principal, from: CivilDate, to: CivilDate): Promise<MessageTimes> {
    const [begins, ends, county] = [`${from}T00:00:00+08:00`, `${addDays(to, 1)}T00:00:00+08:00`, countyOf(principal.region).slice(0, 6)];
    return this.database.inScope(principal, async (tx) => {
      const spans = await this.times.ofVacancies(tx, county, begins, ends);
      return { from, to, spans: spans.sort((a, b) => TIME_SPANS.indexOf(a.span) - TIME_SPANS.indexOf(b.span)), byWave: await this.times.ofWaves(tx, begins, ends), definition: definitionOf(from, to) };
    });
  }

  /** @throws WaveVacancyUnknown */
  async ofVacancy(principal: Principal, vacancyId: string): Promise<VacancyTimes> {
    const times = await this.database.inScope(principal, (tx) => this.times.ofVacancy(tx, countyOf(principal.region).slice(0, 6), vacancyId));
    if (times === null) throw new WaveVacancyUnknown();
    return times;
  }
}

function definitionOf(from: CivilDate, to: CivilDate): string {
  return `${from} 至 ${to} 首次登记的本县岗位。出现：本系统第一次抓到并登记这个岗位的时刻（不是网站上的发布日期）；名单就绪：本县第一次为它算出有人的匹配名单；确认：第一批短信经办人确认的时刻；提交：第一批第一条短信交给通道的时刻（被拒收的不算，21 点至次日 8 点不发的时间计在内）。两个时刻都有的才计入，n 为其个数；中位数、九成以内（p90）按秒，线性插值。分批的按这些日子确认的批次。`;
}
