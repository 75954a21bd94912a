import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import { Database, type Principal } from '@app/platform';
import { CountyBooks } from '../county-books.js';
import { PlacementInvalid } from '../placements.errors.js';
import { BookRecordUnknown, ResponsibleOfficerUnfit } from './closure.errors.js';
import { PersonNotesRepository, type StoredPriorPay } from './person-notes.repository.js';
import { ResponsibleOfficersRepository, type ResponsibleOfficer } from './responsible-officers.repository.js';

export interface ClosureNotes {
  readonly priorPays: readonly StoredPriorPay[];
  /** Null: the county has no officer at work. */
  readonly responsible: ResponsibleOfficer | null;
}

/** What somebody earned before training, and who answers for the person. */
@Injectable()
export class PersonNotesService {
  constructor(
    private readonly database: Database,
    private readonly notes: PersonNotesRepository,
    private readonly officers: ResponsibleOfficersRepository,
    private readonly books: CountyBooks,
  ) {}

  /** @throws PersonUnknown */
  async get(principal: Principal, traineeId: string): Promise<ClosureNotes> {
    return this.database.inScope(principal, async (tx) => {
      await this.books.people.getSubject(tx, traineeId);
      return { priorPays: await this.notes.listPriorPays(tx, traineeId), responsible: (await this.officers.ofRegistrations(tx, [traineeId])).get(traineeId) ?? null };
    });
  }

  /** Records what somebody earned a month on a day; 0: nothing. The same once more is the record that stands. @throws PersonUnknown, PlacementInvalid; returns the id */
  async recordPriorPay(principal: Principal, traineeId: string, { payYuan, on }: { readonly payYuan: number; readonly on: CivilDate }): Promise<string> {
    if (on > this.books.today()) throw new PlacementInvalid([{ path: 'on', message: '不能晚于今天' }]);
    return this.database.inScope(principal, async (tx) => {
      const subject = await this.books.people.getSubject(tx, traineeId);
      await this.notes.lock(tx, traineeId);
      const known = (await this.notes.listPriorPays(tx, traineeId)).find((each) => each.retraction === null && each.payYuan === payYuan && each.on === on);
      if (known !== undefined) return known.id;
      await this.books.audit.record(tx, { action: 'prior-pay.record', subjectKind: 'trainee', subjectId: traineeId, region: subject.ownerRegion });
      return this.notes.insertPriorPay(tx, subject, { payYuan, on, recordedBy: principal.id });
    });
  }

  /** @throws BookRecordUnknown, SecondOfficerNeeded */
  async retractPriorPay(principal: Principal, id: string, reason: string): Promise<void> {
    await this.database.inScope(principal, async (tx) => {
      const region = await this.notes.retractPriorPay(tx, id, { reason, recordedBy: principal.id, on: this.books.today() });
      if (region === null) throw new BookRecordUnknown();
      await this.books.audit.record(tx, { action: 'prior-pay.retract', subjectKind: 'prior-pay', subjectId: id, region, reason });
    });
  }

  /** Names who answers for a person; null: whoever is in charge of the place again. @throws PersonUnknown, ResponsibleOfficerUnfit */
  async nameResponsible(principal: Principal, traineeId: string, officerId: string | null): Promise<ResponsibleOfficer | null> {
    return this.database.inScope(principal, async (tx) => {
      const subject = await this.books.people.getSubject(tx, traineeId);
      await this.notes.lock(tx, traineeId);
      const present = (await this.officers.ofRegistrations(tx, [traineeId])).get(traineeId) ?? null;
      if (officerId !== null && !(await this.officers.mayAnswerFor(tx, officerId, subject.ownerRegion))) throw new ResponsibleOfficerUnfit();
      if ((present?.isNamed === true ? present.officerId : null) === officerId) return present;
      await this.books.audit.record(tx, { action: 'responsible-officer.name', subjectKind: 'trainee', subjectId: traineeId, region: subject.ownerRegion, details: { officerId } });
      await this.officers.name(tx, { ...subject, officerId, recordedBy: principal.id });
      return (await this.officers.ofRegistrations(tx, [traineeId])).get(traineeId) ?? null;
    });
  }
}
