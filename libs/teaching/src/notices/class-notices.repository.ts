import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { ClassNoticeEntity } from './class-notice.entity.js';
import type { ClassNews, NoticedSession } from './class-notice.js';

/** A notice as it was made. */
export type ClassNotice = Omit<ClassNoticeEntity, 'ownerRegion'>;

/** A class with what its people are to know, and when that last changed. */
export interface NoticedClass extends ClassNews {
  readonly id: string;
  readonly county: string;
  readonly courseName: string;
  /** Null: it has no session, and never had. */
  readonly changedAt: Date | null;
}

const NOTICE = `n.id, n.class_id as "classId", n.county, n.number, n.kind, n.timetable, n.made_at as "madeAt"`;
const PERIOD_ORDER = `case s.period when 'morning' then 1 when 'afternoon' then 2 else 3 end`;

@Injectable()
export class ClassNoticesRepository {
  /** One notice of a class at a time. */
  async lock(tx: Transaction, classId: string): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('class.notices ' || $1, 0))`, [classId]);
  }

  async findClass(tx: Transaction, id: string): Promise<NoticedClass | null> {
    const [row] = await tx.query<(Omit<NoticedClass, 'sessions'> & { sessions: NoticedSession[] | null })[]>(
      `select c.id, c.county, c.state, k.name as "courseName", t.sessions, t.changed_at as "changedAt" from training_classes c join courses k on k.id = c.course_id
       left join lateral (select jsonb_agg(jsonb_build_object('on', s.taught_on, 'period', s.period, 'place', coalesce(r.name, b.name)) order by s.taught_on, ${PERIOD_ORDER}) filter (where s.cancelled_at is null) as sessions, max(greatest(s.created_at, s.cancelled_at)) as changed_at
         from class_sessions s left join teaching_rooms r on r.id = s.room_id left join practice_bases b on b.id = s.base_id where s.class_id = c.id) t on true
       where c.id = $1`, [id]);
    return row === undefined ? null : { ...row, sessions: row.sessions ?? [] };
  }

  /** Whoever sits in a class and has neither finished nor left it; of an aborted one, who left it with that. */
  async listPeople(tx: Transaction, { id, state }: Pick<NoticedClass, 'id' | 'state'>): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `select distinct e.registration_id as id from ledger_facts e where e.class_id = $1 and e.kind = 'enrolled' and fact_in_force(e.id) and case when $2 then
         exists (select from ledger_facts d where d.class_id = $1 and d.registration_id = e.registration_id and d.kind = 'dropped' and d.payload ->> 'dropCode' = 'class-aborted' and fact_in_force(d.id))
         else not exists (select from ledger_facts d where d.class_id = $1 and d.registration_id = e.registration_id and d.kind in ('completed', 'certified', 'dropped') and fact_in_force(d.id)) end order by 1`,
      [id, state === 'aborted'],
    );
    return rows.map((row) => row.id);
  }

  async listNotices(tx: Transaction, classId: string): Promise<ClassNotice[]> {
    return tx.query<ClassNotice[]>(`select ${NOTICE} from class_notices n where n.class_id = $1 order by n.number`, [classId]);
  }

  async insert(tx: Transaction, { classId, county, number, kind, timetable, madeAt }: Omit<ClassNotice, 'id'>): Promise<void> {
    await tx.query(`insert into class_notices (class_id, county, owner_region, number, kind, timetable, made_at) values ($1, $2::text, rpad($2::text, 12, '0'), $3, $4, $5, $6)`, [classId, county, number, kind, JSON.stringify(timetable), madeAt]);
  }

  /** Classes of a county that are taught within these days. */
  async listTaught(tx: Transaction, county: string, from: CivilDate, to: CivilDate): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `select c.id from training_classes c where c.county = $1 and c.state in ('open', 'teaching') and exists (select from class_sessions s where s.class_id = c.id and s.cancelled_at is null and s.taught_on between $2 and $3) order by 1`, [county, from, to]);
    return rows.map((row) => row.id);
  }

  /** Null: the county has set nothing. */
  async daysBefore(tx: Transaction, county: string): Promise<number | null> {
    const [row] = await tx.query<{ days: number }[]>('select days_before as days from class_notice_policies where county = $1', [county]);
    return row?.days ?? null;
  }

  async setDaysBefore(tx: Transaction, row: { readonly county: string; readonly days: number; readonly by: string; readonly at: Date }): Promise<void> {
    await tx.query(
      `insert into class_notice_policies (county, owner_region, days_before, set_by, set_at) values ($1::text, rpad($1::text, 12, '0'), $2, $3, $4) on conflict (county) do update set days_before = excluded.days_before, set_by = excluded.set_by, set_at = excluded.set_at`,
      [row.county, row.days, row.by, row.at],
    );
  }
}
