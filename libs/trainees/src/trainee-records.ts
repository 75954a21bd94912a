import { Injectable } from '@nestjs/common';
import type { CivilDate, FieldFault } from '@app/kernel';
import { AuditTrail, Outbox, type Transaction } from '@app/platform';
import { ConsentsRepository } from './consents.repository.js';
import type { TraineeJobs } from './trainee-jobs.js';
import type { ConsentInput } from './trainee.js';
import { TraineeUnknown } from './trainees.errors.js';
import { TraineeRepository, type FoundPerson, type StoredTrainee, type TraineeRow } from './trainee.repository.js';

/** The written side of the registry: rows, consents, and with each change its audit row and its job, all in one transaction. */
@Injectable()
export class TraineeRecords {
  constructor(
    private readonly trainees: TraineeRepository,
    private readonly consents: ConsentsRepository,
    private readonly outbox: Outbox,
    private readonly audit: AuditTrail,
  ) {}

  lockCounties(tx: Transaction, counties: readonly string[]): Promise<void> {
    return this.trainees.lockCounties(tx, counties);
  }
  findOrCreatePersons(tx: Transaction, idNumbers: readonly string[]): Promise<Map<string, FoundPerson>> {
    return this.trainees.findOrCreatePersons(tx, idNumbers);
  }
  listByPersons(tx: Transaction, personIds: readonly string[]): Promise<StoredTrainee[]> {
    return this.trainees.listByPersons(tx, personIds);
  }
  findForChange(tx: Transaction, id: string): Promise<StoredTrainee | null> {
    return this.trainees.findForChange(tx, id);
  }
  update(tx: Transaction, rows: readonly TraineeRow[], households: ReadonlyMap<string, string>): Promise<void> {
    return this.trainees.update(tx, rows, households);
  }

  listByIds(tx: Transaction, ids: readonly string[]): Promise<StoredTrainee[]> {
    return this.trainees.listByIds(tx, ids);
  }

  /** Withdraws registrations that are as they were added; answers why not by id, null = withdrawn. */
  withdraw(tx: Transaction, rows: readonly { readonly traineeId: string; readonly version: number }[]): Promise<Map<string, string | null>> {
    return this.trainees.withdraw(tx, rows);
  }

  /** @throws TraineeUnknown */
  async get(tx: Transaction, id: string): Promise<StoredTrainee> {
    const [found] = await this.trainees.listByIds(tx, [id]);
    if (!found) throw new TraineeUnknown();
    return found;
  }

  /** Adds registrations, each with the notice that was given. */
  async insert(tx: Transaction, rows: readonly TraineeRow[], households: ReadonlyMap<string, string>, noticedOn: CivilDate): Promise<Set<string>> {
    const added = await this.trainees.insert(tx, rows, households);
    await this.consents.recordNotices(tx, rows.filter((row) => added.has(row.id)).map((row) => ({ id: row.id, ownerRegion: row.facts.ownerRegion })), noticedOn);
    return added;
  }

  /** The households of these rows; a number that belongs to a region out of scope is a fault of its row. */
  async households(tx: Transaction, rows: readonly TraineeRow[]): Promise<{ households: Map<string, string>; faultOf: Map<string, FieldFault[]> }> {
    const members = rows.flatMap(({ id, facts }) => (facts.household === null ? [] : [{ id, ownerRegion: facts.ownerRegion, number: facts.household.number }]));
    const households = await this.trainees.findOrCreateHouseholds(tx, members);
    const strangers = members.filter((member) => !households.has(`${member.ownerRegion.slice(0, 6)} ${member.number}`));
    return { households, faultOf: new Map(strangers.map(({ id }) => [id, [{ path: 'household.number', message: '此户编号不能在此使用，请联系县级经办人' }]])) };
  }

  /** Adds consents; answers which registrations got a new one. */
  async giveConsents(tx: Transaction, given: readonly { traineeId: string; ownerRegion: string; consents: readonly ConsentInput[] }[]): Promise<Set<string>> {
    const rows = given.flatMap(({ consents, ...of }) => consents.map((consent) => ({ ...of, ...consent })));
    return this.consents.give(tx, rows);
  }

  /** Writes who changed whom into the audit trail, and asks for the matches to be made anew: one audit row and one job a county. */
  async announce(tx: Transaction, action: 'trainee.create' | 'trainee.change' | 'trainee.import' | 'trainee.refuse', rows: readonly TraineeRow[], about: { readonly id: string } | { readonly created: number; readonly changed: number }): Promise<void> {
    const countyOf = (row: TraineeRow): string => row.facts.ownerRegion.slice(0, 6);
    for (const county of new Set(rows.map(countyOf))) {
      const changed = rows.filter((row) => countyOf(row) === county);
      const subjectId = 'id' in about ? about.id : county;
      await this.audit.record(tx, { action, subjectKind: 'id' in about ? 'trainee' : 'county', subjectId, region: county, details: { trainees: changed.length, ...('id' in about ? {} : about) } });
      await this.outbox.add<TraineeJobs, 'trainees.changed'>(tx, 'trainees.changed', { traineeIds: changed.map((row) => row.id) }, { queue: 'counties', region: county });
    }
  }
}
