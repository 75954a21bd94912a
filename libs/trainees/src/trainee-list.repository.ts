import { padRegion, regionPrefix } from '@app/kernel';
import type { Transaction } from '@app/platform';

/** What a list of trainees can be narrowed by; all of it together. */
export interface TraineeFilter {
  readonly region?: string;
  /** An occupation, or a group above it, that is wished for. */
  readonly wantedOccupation?: string;
  readonly skill?: string;
  readonly available?: boolean;
  /** The beginning of the name; never in a URL. */
  readonly name?: string;
  /** Blind index of a telephone; never in a URL. */
  readonly phoneIndex?: string;
}

/** Where a page begins: behind this row. */
export type TraineeKey = readonly [ownerRegion: string, id: string];

/** The ids of a page in the order of the list (by village, then id: no personal value is in a cursor). */
export async function listTraineeIds(tx: Transaction, filter: TraineeFilter, after: TraineeKey | null, limit: number): Promise<string[]> {
  const parameters: unknown[] = [];
  const given = (value: unknown): string => `$${parameters.push(value)}`;
  const conditions = ['true'];
  if (filter.region !== undefined) {
    const prefix = regionPrefix(filter.region);
    conditions.push(`owner_region collate "C" between ${given(padRegion(prefix))} and ${given(prefix.padEnd(12, '9'))}`);
  }
  if (filter.wantedOccupation !== undefined) {
    const code = given(filter.wantedOccupation);
    conditions.push(`exists (select from unnest(wanted_occupations) as wanted where wanted = ${code} or starts_with(wanted, ${code} || '-'))`);
  }
  if (filter.skill !== undefined) conditions.push(`exists (select from registration_skills s where s.registration_id = r.id and s.skill_id = ${given(filter.skill)})`);
  if (filter.available !== undefined) conditions.push(`available = ${given(filter.available)}`);
  if (filter.name !== undefined) conditions.push(`starts_with(name, ${given(filter.name)})`);
  if (filter.phoneIndex !== undefined) conditions.push(`phone_index = ${given(filter.phoneIndex)}`);
  if (after !== null) conditions.push(`(owner_region collate "C", id) > (${given(after[0])}, ${given(after[1])}::uuid)`);
  const rows = await tx.query<{ id: string }[]>(`select id from registrations r where ${conditions.join(' and ')} order by owner_region collate "C", id limit ${given(limit)}`, parameters);
  return rows.map((row) => row.id);
}
