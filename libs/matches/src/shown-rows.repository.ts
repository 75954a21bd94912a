import { Injectable } from '@nestjs/common';
import type { Reader } from '@app/platform';

/** What a list shows of a trainee; number and telephone masked. */
export interface ShownTrainee {
  readonly id: string;
  readonly name: string;
  readonly idNumberMasked: string;
  readonly phoneMasked: string | null;
  readonly ownerRegion: string;
  readonly wishesAskedOn: string | null;
  readonly county: string;
}

/** What a list shows of a vacancy, with the facts that an officer needs and that score nothing. */
export interface ShownVacancy {
  readonly id: string;
  readonly title: string;
  readonly employerId: string;
  readonly employerName: string;
  readonly regionLabel: string | null;
  /** Whole yuan a month. */
  readonly payFrom: number | null;
  readonly payTo: number | null;
  /** As a network wrote it. */
  readonly payText: string | null;
  readonly openings: number | null;
  readonly ageWishFrom: number | null;
  readonly ageWishTo: number | null;
  readonly lodging: boolean | null;
  readonly kind: string | null;
  /** As a network wrote it. */
  readonly kindLabel: string | null;
  readonly status: string;
  readonly ownerRegion: string;
  readonly version: number;
}

const SHOWN_VACANCY = `select v.id, v.title, v.employer_id as "employerId", e.name as "employerName", v.region_label as "regionLabel", v.pay_from as "payFrom", v.pay_to as "payTo", v.pay_text as "payText", v.openings - v.hired as openings, v.age_wish_from as "ageWishFrom",
              v.age_wish_to as "ageWishTo", v.lodging, v.kind, v.kind_label as "kindLabel", v.status, v.owner_region as "ownerRegion", v.version
       from vacancies v join employers e on e.id = v.employer_id`;

/** Names for the engine's ids, read under the caller's own row scope: who is out of it is not in the answer. */
@Injectable()
export class ShownRowsRepository {
  async trainees(reader: Reader, ids: readonly string[]): Promise<Map<string, ShownTrainee>> {
    const rows = await reader.query<ShownTrainee[]>(
      `select id, name, id_number_masked as "idNumberMasked", phone_masked as "phoneMasked", owner_region as "ownerRegion", wishes_asked_on as "wishesAskedOn", county from registrations where id = any($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  async vacancies(reader: Reader, ids: readonly string[]): Promise<Map<string, ShownVacancy>> {
    const rows = await reader.query<ShownVacancy[]>(`${SHOWN_VACANCY} where v.id = any($1::uuid[])`, [ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Null: there is none, or not in the scope. PostgreSQL keeps the plan for one, and makes a new one each time for a list of one. */
  async vacancy(reader: Reader, id: string): Promise<ShownVacancy | null> {
    const rows = await reader.query<ShownVacancy[]>(`${SHOWN_VACANCY} where v.id = $1`, [id]);
    return rows[0] ?? null;
  }
}
