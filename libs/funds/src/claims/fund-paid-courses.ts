import { Injectable } from '@nestjs/common';
import type { Instant } from '@app/outcomes';
import type { PaidCourse, PaidCourses } from '@app/placements';
import { Database, systemPrincipal } from '@app/platform';

/**
 * The day of the first payment that stands for each person-course, as known by an instant; where all of it came back there is
 * none. Ids found to be one person stand under the one that counts.
 */
const PAID = `
  with known as materialized (select person_id, same_as from person_aliases_known(null))
  select coalesce(a.same_as, l.person_id) as "personId", l.class_id as "classId", min(e.occurred_on) filter (where e.kind = 'paid') as "paidOn"
  from fund_entries e join subsidy_lines l on l.id = e.line_id left join known a on a.person_id = l.person_id
  where e.county = $1 and e.kind in ('paid', 'returned') and e.recorded_at <= 'epoch'::timestamptz + $2::bigint * interval '1 microsecond'
    and not exists (select from fund_entries r where r.line_id = e.line_id and r.kind = case e.kind when 'paid' then 'reversed' else 'return-reversed' end and r.part = e.part and r.attempt = e.attempt and r.recorded_at <= 'epoch'::timestamptz + $2::bigint * interval '1 microsecond')
  group by 1, 2 having sum(case e.kind when 'paid' then e.fen else -e.fen end) > 0`;

/** Tells the closure whom the funds have paid. */
@Injectable()
export class FundPaidCourses implements PaidCourses {
  constructor(private readonly database: Database) {}

  async find(county: string, knownBy: Instant): Promise<PaidCourse[]> {
    return this.database.inScope(systemPrincipal('closure', county), (tx) => tx.query<PaidCourse[]>(PAID, [county, knownBy]));
  }
}
