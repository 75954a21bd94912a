import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';

/** Between which moments of a vacancy. */
export const TIME_SPANS = ['seen-to-ready', 'seen-to-confirmed', 'seen-to-handed-over', 'ready-to-confirmed', 'confirmed-to-handed-over'] as const;
export type TimeSpan = (typeof TIME_SPANS)[number];

/** How long something took. */
export interface SpanFigure {
  /** Null: of all; else the number of the wave. */
  readonly wave: number | null;
  readonly span: TimeSpan;
  /** Vacancies, or waves, that had both moments. */
  readonly n: number;
  readonly medianS: number;
  readonly p90S: number;
}

/** The moments of one vacancy in the caller's county; null: not yet, or before such moments were kept. */
export interface VacancyTimes {
  readonly seenAt: Date;
  readonly readyAt: Date | null;
  readonly waves: readonly { readonly number: number; readonly confirmedAt: string; readonly firstHandedOverAt: string | null }[];
}

/** The first hand-over of a wave `w`. */
const HANDED_OVER = `(select min(n.claimed_at) from notifications n where n.wave_id = w.id and n.state not in ('planned', 'queued', 'cancelled', 'rejected'))`;
const FIGURES = `count(*)::int as n, percentile_cont(0.5) within group (order by s.seconds) as "medianS", percentile_cont(0.9) within group (order by s.seconds) as "p90S"`;
const seconds = (from: string, to: string): string => `extract(epoch from ${to} - ${from})::float8`;

@Injectable()
export class MessageTimesRepository {
  /** Of vacancies first seen in the time. A moment before the one that it is counted from (a vacancy known before, a list made anew) is none. */
  async ofVacancies(tx: Transaction, county: string, from: string, to: string): Promise<SpanFigure[]> {
    return tx.query<SpanFigure[]>(
      `with times as (
         select v.created_at as seen, f.made_at as ready, w.confirmed_at as confirmed, ${HANDED_OVER} as handed
         from vacancies v left join match_first_lists f on f.vacancy_id = v.id and f.county = $1 left join notification_waves w on w.vacancy_id = v.id and w.number = 1
         where v.created_at >= $2 and v.created_at < $3 and left(v.owner_region, 6) = $1)
       select null as wave, s.span, ${FIGURES} from times t cross join lateral (values
         ('seen-to-ready', ${seconds('t.seen', 't.ready')}), ('seen-to-confirmed', ${seconds('t.seen', 't.confirmed')}), ('seen-to-handed-over', ${seconds('t.seen', 't.handed')}),
         ('ready-to-confirmed', ${seconds('t.ready', 't.confirmed')}), ('confirmed-to-handed-over', ${seconds('t.confirmed', 't.handed')})) as s (span, seconds)
       where s.seconds >= 0 group by s.span`,
      [county, from, to],
    );
  }

  /** Of waves confirmed in the time, by number. */
  async ofWaves(tx: Transaction, from: string, to: string): Promise<SpanFigure[]> {
    return tx.query<SpanFigure[]>(
      `select s.number as wave, 'confirmed-to-handed-over' as span, ${FIGURES}
       from (select w.number, ${seconds('w.confirmed_at', HANDED_OVER)} as seconds from notification_waves w where w.vacancy_id is not null and w.confirmed_at >= $1 and w.confirmed_at < $2) as s
       where s.seconds >= 0 group by s.number order by s.number`,
      [from, to],
    );
  }

  async ofVacancy(tx: Transaction, county: string, vacancyId: string): Promise<VacancyTimes | null> {
    const [row] = await tx.query<VacancyTimes[]>(
      `select v.created_at as "seenAt", (select f.made_at from match_first_lists f where f.vacancy_id = v.id and f.county = $2) as "readyAt",
         coalesce((select jsonb_agg(jsonb_build_object('number', w.number, 'confirmedAt', w.confirmed_at, 'firstHandedOverAt', ${HANDED_OVER}) order by w.number) from notification_waves w where w.vacancy_id = v.id), '[]') as waves
       from vacancies v where v.id = $1`,
      [vacancyId, county],
    );
    return row ?? null;
  }
}
