import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';

export interface OpenCourseFilter {
  /** Of the classes' last days. */
  readonly year: number;
  readonly programme?: string | undefined;
  readonly classId?: string | undefined;
}

/** Somebody of a class for whom no fund has a claim. */
export interface OpenCourse {
  readonly classId: string;
  readonly className: string;
  readonly programme: string;
  readonly endsOn: CivilDate;
  readonly traineeId: string;
  readonly name: string | null;
  readonly idNumberMasked: string | null;
  readonly isCompleted: boolean;
  readonly isCertified: boolean;
}

export interface CourseCounts {
  readonly trained: number;
  readonly withFund: number;
}

/**
 * Everybody of the year's placement classes who has not dropped out, once though two registrations were found to be one
 * person, and whether a fund has a claim; rows of the caller's own region.
 */
const KNOWN = 'with known as materialized (select person_id, same_as from person_aliases_known(null))';
const COURSES = `
  from training_classes c
  cross join lateral (
    select coalesce(a.same_as, f.person_id) as person_id, array_agg(distinct f.registration_id) as registrations, (array_agg(f.registration_id order by f.recorded_at, f.registration_id))[1] as registration_id,
           bool_or(f.kind = 'enrolled') as enrolled, bool_or(f.kind = 'dropped') as dropped, bool_or(f.kind in ('completed', 'certified')) as completed, bool_or(f.kind = 'certified') as certified
    from ledger_facts f left join known a on a.person_id = f.person_id
    where f.class_id = c.id and f.kind in ('enrolled', 'completed', 'certified', 'dropped') and fact_in_force(f.id) group by 1
  ) m
  cross join lateral (
    select exists (select from subsidy_lines l where l.class_id = c.id and l.released_at is null and (l.registration_id = any (m.registrations) or l.person_id = m.person_id)) as claimed
  ) k
  where c.ends_on between make_date($1, 1, 1) and make_date($1, 12, 31) and not c.on_the_job and not c.outreach
    and ($2::text is null or c.programme = $2) and ($3::uuid is null or c.id = $3) and m.enrolled and (m.completed or not m.dropped)`;
const filterOf = ({ year, programme, classId }: OpenCourseFilter): unknown[] => [year, programme ?? null, classId ?? null];

@Injectable()
export class OpenCoursesRepository {
  async count(tx: Transaction, filter: OpenCourseFilter): Promise<CourseCounts> {
    const [row] = await tx.query<CourseCounts[]>(`${KNOWN} select count(*)::int as trained, count(*) filter (where k.claimed)::int as "withFund" ${COURSES}`, filterOf(filter));
    return row!;
  }

  /** By class and registration. */
  async list(tx: Transaction, filter: OpenCourseFilter, after: readonly (string | number)[] | null, limit: number): Promise<OpenCourse[]> {
    return tx.query<OpenCourse[]>(
      `${KNOWN} select c.id as "classId", c.name as "className", c.programme, c.ends_on as "endsOn", m.registration_id as "traineeId", m.completed as "isCompleted", m.certified as "isCertified",
              (select r.name from registrations r where r.id = m.registration_id) as name, (select r.id_number_masked from registrations r where r.id = m.registration_id) as "idNumberMasked"
       ${COURSES} and not k.claimed and ($4::uuid is null or (c.id, m.registration_id) > ($4::uuid, $5::uuid)) order by c.id, m.registration_id limit $6`,
      [...filterOf(filter), ...(after ?? [null, null]), limit],
    );
  }
}
