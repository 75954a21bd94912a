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
 * person (a claim is by one of them), and whether a fund has a claim; rows of the caller's own region.
 */
const COURSES = `
  with known as materialized (select person_id, same_as from person_aliases_known(null)), courses as (
    select c.id, c.name, c.programme, c.ends_on, (array_agg(f.registration_id order by f.recorded_at, f.registration_id))[1] as registration_id,
           bool_or(f.kind in ('completed', 'certified')) as completed, bool_or(f.kind = 'certified') as certified, bool_or(l.id is not null) as claimed
    from training_classes c
    join ledger_facts f on f.class_id = c.id and f.kind in ('enrolled', 'completed', 'certified', 'dropped')
    left join known a on a.person_id = f.person_id
    left join subsidy_lines l on l.class_id = f.class_id and l.registration_id = f.registration_id and l.released_at is null and l.supplements_line_id is null
    where c.ends_on between make_date($1, 1, 1) and make_date($1, 12, 31) and not c.on_the_job and not c.outreach and ($2::text is null or c.programme = $2) and ($3::uuid is null or c.id = $3)
      and not exists (select from ledger_facts r where r.retracts_fact_id = f.id and fact_in_force(r.id))
    group by c.id, coalesce(a.same_as, f.person_id)
    having bool_or(f.kind = 'enrolled') and (bool_or(f.kind in ('completed', 'certified')) or not bool_or(f.kind = 'dropped'))
  )`;
const filterOf = ({ year, programme, classId }: OpenCourseFilter): unknown[] => [year, programme ?? null, classId ?? null];

@Injectable()
export class OpenCoursesRepository {
  async count(tx: Transaction, filter: OpenCourseFilter): Promise<CourseCounts> {
    const [row] = await tx.query<CourseCounts[]>(`${COURSES} select count(*)::int as trained, count(*) filter (where claimed)::int as "withFund" from courses`, filterOf(filter));
    return row!;
  }

  /** By class and registration. */
  async list(tx: Transaction, filter: OpenCourseFilter, after: readonly (string | number)[] | null, limit: number): Promise<OpenCourse[]> {
    return tx.query<OpenCourse[]>(
      `${COURSES}, page as (select * from courses where not claimed and ($4::uuid is null or (id, registration_id) > ($4::uuid, $5::uuid)) order by id, registration_id limit $6)
       select p.id as "classId", p.name as "className", p.programme, p.ends_on as "endsOn", p.registration_id as "traineeId", p.completed as "isCompleted", p.certified as "isCertified", r.name, r.id_number_masked as "idNumberMasked"
       from page p left join registrations r on r.id = p.registration_id order by p.id, p.registration_id`,
      [...filterOf(filter), ...(after ?? [null, null]), limit],
    );
  }
}
