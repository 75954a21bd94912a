import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';

/** Who answers for a person or a household. */
export interface ResponsibleOfficer {
  readonly officerId: string;
  readonly displayName: string;
  /** Named for this person; else the one in charge of the village, the township or the county. */
  readonly isNamed: boolean;
}

@Injectable()
export class ResponsibleOfficersRepository {
  /** By registration, those in the caller's scope. */
  async ofRegistrations(tx: Transaction, ids: readonly string[]): Promise<Map<string, ResponsibleOfficer>> {
    const rows = await tx.query<(ResponsibleOfficer & { registrationId: string })[]>(
      'select registration_id as "registrationId", officer_id as "officerId", display_name as "displayName", is_named as "isNamed" from responsible_officers($1::uuid[]) where officer_id is not null', [ids]);
    return new Map(rows.map(({ registrationId, ...officer }) => [registrationId, officer]));
  }

  /** By place (12 digits), those in the caller's scope. */
  async ofRegions(tx: Transaction, regions: readonly string[]): Promise<Map<string, ResponsibleOfficer>> {
    const rows = await tx.query<(ResponsibleOfficer & { region: string })[]>(
      `select g.region, c.officer_id as "officerId", c.display_name as "displayName", false as "isNamed" from unnest($1::text[]) as g (region), lateral officer_in_charge(g.region) c`, [[...new Set(regions)]]);
    return new Map(rows.map(({ region, ...officer }) => [region, officer]));
  }

  /** Whether the officer, in the caller's scope, is at work in the field and serves the place. */
  async mayAnswerFor(tx: Transaction, officerId: string, ownerRegion: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `select from officers where id = $1 and disabled_at is null
       and (role, owner_region) in (('village-officer', $2), ('township-officer', rpad(left($2, 9), 12, '0')), ('county-officer', rpad(left($2, 6), 12, '0')))`, [officerId, ownerRegion]);
    return rows.length > 0;
  }

  async name(tx: Transaction, naming: { readonly registrationId: string; readonly ownerRegion: string; readonly officerId: string | null; readonly recordedBy: string }): Promise<void> {
    await tx.query('insert into responsible_namings (county, owner_region, registration_id, officer_id, recorded_by) values (left($1, 6), $1, $2, $3, $4)', [naming.ownerRegion, naming.registrationId, naming.officerId, naming.recordedBy]);
  }
}
