import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import { compareCodePoints, type CellMember, type LedgerSlice } from '@app/outcomes';
import { pageOf, type AuditEntry, type Page, type Principal } from '@app/platform';
import { PlacementQueryInvalid } from '../placements.errors.js';
import { CountyHistoriesRepository, type KnownBy } from './projections/county-histories.repository.js';
import { CountyReader } from './projections/county-reader.service.js';
import { homesOf, peopleIn } from './projections/read-county.js';
import { RatePersonsRepository, type RatePerson } from './rate-persons.repository.js';

const COUNTY_DIGITS = 6;

/** Whose histories are looked at, and at which two dates. */
export interface MembersQuestion {
  /** 12 digits: those whose home lies in it. */
  readonly region: string;
  readonly asOf: CivilDate;
  /** Null: nothing is recorded. */
  readonly knownBy: KnownBy | null;
}

/** Names those of some people who are asked for; null: there is no such cell among them. */
export type PickMembers = (slice: LedgerSlice, homeOf: ReadonlyMap<string, string>) => readonly CellMember[] | null;

/** Which of them are shown. */
export interface MembersPage {
  readonly limit: number;
  /** The last person of the page before; null: from the first. */
  readonly after: string | null;
  /** What the trail says of it. */
  readonly audited: AuditEntry;
}

/** Finds who stands behind a figure, page by page: a county is never in memory whole, and whoever asks for anything else has a turn in between. */
@Injectable()
export class RateMembers {
  constructor(private readonly histories: CountyHistoriesRepository, private readonly reader: CountyReader, private readonly persons: RatePersonsRepository) {}

  /** In the order of their ids; null: there is no such cell. @throws LedgerFaulty */
  async find({ region, asOf, knownBy }: MembersQuestion, pick: PickMembers): Promise<CellMember[] | null> {
    const nobody = { persons: new Map<string, never>(), orders: [], asOf, knownBy: knownBy?.micros ?? null, faults: [] };
    let isThere = pick(nobody, new Map()) !== null;
    let found: CellMember[] = [];
    if (knownBy !== null) {
      await this.reader.readPages({ region, asOf, knownBy }, null, (page) => {
        const picked = pick({ ...nobody, persons: peopleIn(page, region) }, homesOf(page));
        isThere ||= picked !== null;
        found = found.concat(picked ?? []);
      });
    }
    return isThere ? found.sort((a, b) => compareCodePoints(a.personId, b.personId)) : null;
  }

  /** A page of them, as the caller may see them. @throws PlacementQueryInvalid when there is no such cell · LedgerFaulty */
  async page(principal: Principal, question: MembersQuestion, pick: PickMembers, { limit, after, audited }: MembersPage): Promise<Page<RatePerson>> {
    const { region, knownBy } = question;
    const members = await this.find(question, (slice, homeOf) => pick(slice, homeOf)?.filter(({ personId }) => after === null || personId > after) ?? null);
    if (members === null) throw new PlacementQueryInvalid('key', '此分组下没有人');
    const { items, nextCursor } = pageOf(members.slice(0, limit + 1), limit, (member) => [member.personId], (member) => member);
    const registrationsOf = knownBy === null ? new Map<string, readonly string[]>() : await this.histories.registrationsOf(region.slice(0, COUNTY_DIGITS), knownBy, items.map(({ personId }) => personId));
    return { items: await this.persons.describe(principal, items, registrationsOf, audited), nextCursor };
  }
}
