import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CatalogueService, cleanTitle, parsePay, type StatedSkill } from '@app/catalogue';
import { padRegion, today, type CivilDate, type Clock, type Education } from '@app/kernel';
import { CLOCK, type Transaction } from '@app/platform';
import { normaliseEmployerName } from '../employers/employer-name.js';
import { rowHash } from '../sources/identity.js';
import type { MappedVacancy } from '../sources/source.js';
import { readTelephone } from '../sources/telephone.js';
import { listingHash, readWords, VacancySealing, type VacancyFields } from '../vacancies/vacancy-fields.js';
import { stateWhenListed, type ClosingReason, type VacancyKind, type VacancyState, type VacancyStatus } from '../vacancies/vacancy-life.js';
import { VacancyWriter, type VacancyWrite } from '../vacancies/vacancy-writer.js';
import { RosterEmployers } from './roster-employers.js';

/** Source of vacancies that townships collect (基层劳动保障服务平台). */
export const WORKBOOK_SOURCE = 'workbook';

/** One row of a roster of vacancies. Null = not said. */
export interface VacancyRosterRow {
  readonly employer: string;
  readonly creditCode: string | null;
  /** The employer's own number of the post. */
  readonly reference: string | null;
  readonly title: string;
  readonly openings: number | null;
  readonly pay: string | null;
  /** Any length. */
  readonly region: string;
  readonly minEducation: Education | null;
  readonly lodging: boolean | null;
  readonly kind: VacancyKind | null;
  readonly contact: string | null;
  readonly telephone: string | null;
  readonly publishedOn: CivilDate | null;
  readonly validThrough: CivilDate | null;
  readonly startsOn: CivilDate | null;
  readonly endsOn: CivilDate | null;
  readonly description: string | null;
}

/** What a row came to. `before` = the vacancy as it stood, where it was changed. */
export interface VacancyRosterDeed {
  readonly outcome: 'new' | 'changed' | 'unchanged';
  readonly vacancyId: string;
  readonly trace: VacancyRosterTrace | null;
}

export interface VacancyRosterTrace {
  readonly vacancyId: string;
  readonly contentHash: string;
  readonly before: { readonly fields: VacancyFields; readonly skills: readonly StatedSkill[]; readonly state: VacancyState; readonly hired: number } | null;
}

interface Known {
  readonly id: string;
  readonly externalId: string;
  readonly hash: string | null;
  readonly fields: VacancyFields;
  readonly skills: readonly StatedSkill[];
  readonly status: VacancyStatus;
  readonly closingReason: ClosingReason | null;
  readonly hired: number;
}

/** What a row is about: its employer's number of the post, else employer, title and place. */
export function vacancyKeyOf({ employer, creditCode, reference, title, region }: VacancyRosterRow): string {
  const who = creditCode ?? normaliseEmployerName(employer);
  return reference === null ? `${who}|${cleanTitle(title)}|${padRegion(region)}` : `${who}#${reference}`;
}

/** Vacancies as rosters bring them. The same row again is the same vacancy. */
@Injectable()
export class VacancyRoster {
  constructor(
    private readonly employers: RosterEmployers,
    private readonly writer: VacancyWriter,
    private readonly sealing: VacancySealing,
    private readonly catalogues: CatalogueService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Writes the rows of one county, and tells whoever keeps matches. */
  async apply(tx: Transaction, ownerRegion: string, rows: readonly VacancyRosterRow[]): Promise<VacancyRosterDeed[]> {
    const catalogue = await this.catalogues.current();
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('vacancies.roster ' || $1, 0))`, [ownerRegion]);
    const employerIds = await this.employers.findOrAdd(tx, ownerRegion, rows.map((row) => ({ name: row.employer, creditCode: row.creditCode })));
    const ids = rows.map((row) => rowHash(vacancyKeyOf(row)));
    const known = await this.#known(tx, ownerRegion, ids);
    const writes: VacancyWrite[] = [];
    const deeds = rows.map((row, i): VacancyRosterDeed => {
      const before = known.get(ids[i]!) ?? null;
      const mapped = mappedOf(row, ids[i]!);
      const reading = readWords(catalogue, row.title, row.description, null);
      const id = before?.id ?? randomUUID();
      const state = stateWhenListed({ status: before?.status ?? 'open', closingReason: before?.closingReason ?? null, sourceOpenings: row.openings, hired: before?.hired ?? 0, validThrough: row.validThrough }, today(this.clock));
      const extra = { kind: row.kind, starts_on: row.startsOn, ends_on: row.endsOn };
      const hash = rowHash({ listing: listingHash(mapped, reading), extra });
      if (before !== null && before.hash === hash && before.status === state.status) return { outcome: 'unchanged', vacancyId: id, trace: null };
      const fields: VacancyFields = { ...this.sealing.fieldsOfListing(id, mapped, reading, { id: employerIds[i]!, namedId: null }, catalogue.regions.fullNameOf(row.region)), ...extra, content_hash: hash };
      writes.push({ id, fields, skills: reading.skills, state, before });
      const stood = before === null ? null : { fields: before.fields, skills: before.skills, state: { status: before.status, closingReason: before.closingReason }, hired: before.hired };
      return { outcome: before === null ? 'new' : 'changed', vacancyId: id, trace: { vacancyId: id, contentHash: hash, before: stood } };
    });
    await this.writer.write(tx, { ownerRegion, source: WORKBOOK_SOURCE, runId: null }, writes);
    await this.writer.markAgencies(tx, ownerRegion);
    if (writes.length > 0) await this.writer.announce(tx, ownerRegion, writes.map((write) => write.id));
    return deeds;
  }

  /** Closes what was new, puts back what was changed; what somebody changed or hired for since stays. */
  async undo(tx: Transaction, ownerRegion: string, traces: readonly VacancyRosterTrace[]): Promise<(string | null)[]> {
    const rows = await tx.query<{ id: string; hash: string | null; hired: number; status: VacancyStatus; isReferred: boolean }[]>(
      `select v.id, v.content_hash as hash, v.hired, v.status, exists (select from referrals r where r.vacancy_id = v.id) as "isReferred" from vacancies v where v.id = any ($1::uuid[]) and in_scope(v.owner_region) for update`,
      [traces.map((trace) => trace.vacancyId)],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    const verdicts = traces.map(({ vacancyId, contentHash, before }) => {
      const row = byId.get(vacancyId);
      if (row === undefined) return '岗位不在您的管辖范围内';
      if (row.hash !== contentHash) return '岗位之后又有改动';
      return row.isReferred || row.hired > (before?.hired ?? 0) ? '已有人被推荐到这个岗位' : null;
    });
    const undone = traces.filter((_, i) => verdicts[i] === null);
    await this.writer.close(tx, undone.filter((trace) => trace.before === null).map((trace) => trace.vacancyId), 'left-source', null);
    await this.writer.write(tx, { ownerRegion, source: WORKBOOK_SOURCE, runId: null }, undone.flatMap(({ vacancyId, before }): VacancyWrite[] => (
      before === null ? [] : [{ id: vacancyId, fields: before.fields, skills: before.skills, state: before.state, before: { status: byId.get(vacancyId)!.status, hired: byId.get(vacancyId)!.hired } }]
    )));
    if (undone.length > 0) await this.writer.announce(tx, ownerRegion, undone.map((trace) => trace.vacancyId));
    return verdicts;
  }

  async #known(tx: Transaction, ownerRegion: string, externalIds: readonly string[]): Promise<Map<string, Known>> {
    const rows = await tx.query<Known[]>(
      `select v.id, v.external_id as "externalId", v.content_hash as hash, v.status, v.closing_reason as "closingReason", v.hired, to_jsonb(v) as fields,
              coalesce((select jsonb_agg(jsonb_build_object('skillId', s.skill_id, 'level', s.level, 'essential', s.essential)) from vacancy_skills s where s.vacancy_id = v.id), '[]') as skills
       from vacancies v where v.owner_region = $1 and v.source = '${WORKBOOK_SOURCE}' and v.external_id = any ($2) for update of v`,
      [ownerRegion, externalIds],
    );
    return new Map(rows.map((row) => [row.externalId, row]));
  }
}

function mappedOf(row: VacancyRosterRow, sourceId: string): MappedVacancy {
  return {
    accepted: true, source: WORKBOOK_SOURCE, sourceId, identityGroup: vacancyKeyOf(row), employer: { name: row.employer, sourceId: null }, title: row.title, cleanedTitle: cleanTitle(row.title), occupationLabel: null,
    pay: parsePay(row.pay ?? ''), minEducation: row.minEducation ?? 'none', region: { code: padRegion(row.region), basis: 'label' }, headCount: row.openings, ageFrom: null, ageTo: null, yearsOfExperience: null,
    publishedText: row.publishedOn ?? '', publishedOn: row.publishedOn, expiresOn: row.validThrough, telephone: readTelephone(row.telephone ?? ''), contact: row.contact, address: null, description: row.description, kindOfWork: null, lodging: row.lodging, warnings: [],
  };
}
