import { Injectable } from '@nestjs/common';
import { AuditTrail, Database, decodeCursor, Forbidden, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import { CodeBooks } from './code-book.js';
import { readPhone } from './contact.js';
import { listTraineeIds, type TraineeFilter } from './trainee-list.repository.js';
import { NothingToReveal, OccupationUnknown, RegionUnknown, SkillUnknown, TraineeInvalid, TraineeUnknown } from './trainees.errors.js';
import { TraineeRepository, type StoredTrainee } from './trainee.repository.js';

export const REVEALABLE = ['id-number', 'phone', 'address'] as const;
export type Revealable = (typeof REVEALABLE)[number];

/** What a list or a search is asked for. `phone` is looked up whole. */
export interface TraineeQuery extends Omit<TraineeFilter, 'phoneIndex'> {
  readonly phone?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** What a person is known by, opened. */
export interface PlainIdentity {
  readonly name: string;
  readonly phone: string | null;
  readonly idNumber: string | null;
}

/** Reads registrations in the caller's scope; a full personal value only by {@link TraineesService.reveal}. */
@Injectable()
export class TraineesService {
  constructor(
    private readonly database: Database,
    private readonly trainees: TraineeRepository,
    private readonly audit: AuditTrail,
    private readonly codes: CodeBooks,
  ) {}

  /** @throws TraineeUnknown, also for a registration of another region */
  async get(principal: Principal, id: string): Promise<StoredTrainee> {
    return this.database.inScope(principal, (tx) => this.#get(tx, id));
  }

  /** The registrations of these ids that are in scope, by id: for lists that other features keep. */
  async findByIds(principal: Principal, ids: readonly string[]): Promise<Map<string, StoredTrainee>> {
    const found = await this.database.inScope(principal, (tx) => this.trainees.listByIds(tx, ids));
    return new Map(found.map((each) => [each.id, each]));
  }

  /** A page of the registrations in scope, by village. @throws RegionUnknown, OccupationUnknown, SkillUnknown, CursorInvalid, TraineeInvalid (telephone) */
  async list(principal: Principal, query: TraineeQuery): Promise<Page<StoredTrainee>> {
    const { limit, cursor, phone, ...filter } = query;
    const codes = await this.codes.current();
    if (filter.region !== undefined && !codes.regions.exists(filter.region)) throw new RegionUnknown('region');
    if (filter.wantedOccupation !== undefined && !codes.hasOccupation(filter.wantedOccupation)) throw new OccupationUnknown('wantedOccupation');
    if (filter.skill !== undefined && !codes.hasSkill(filter.skill)) throw new SkillUnknown('skill');
    const after = decodeCursor(cursor, ['text', 'uuid']) as [string, string] | null;
    const phoneIndex = phone === undefined ? {} : { phoneIndex: this.#phoneIndex(phone) };
    return this.database.inScope(principal, async (tx) => {
      const ids = await listTraineeIds(tx, { ...filter, ...phoneIndex }, after, limit + 1);
      const byId = new Map((await this.trainees.listByIds(tx, ids)).map((each) => [each.id, each]));
      return pageOf(ids.map((id) => byId.get(id)!), limit, (row) => [row.facts.ownerRegion, row.id], (row) => row);
    });
  }

  /** One full value, for a stated reason; the audit trail notes who, whose, which field and why, never the value. @throws TraineeUnknown, NothingToReveal */
  async reveal(principal: Principal, id: string, field: Revealable, reason: string): Promise<string> {
    return this.database.inScope(principal, async (tx) => {
      const trainee = await this.#get(tx, id);
      const value = await this.#valueOf(tx, trainee, field);
      if (value === null) throw new NothingToReveal();
      await this.audit.record(tx, { action: 'trainee.reveal', subjectKind: 'trainee', subjectId: id, region: trainee.facts.ownerRegion, reason: reason.trim(), details: { field } });
      return value;
    });
  }

  /**
   * Names, ID numbers and telephones of the registrations in scope, for the service itself: to find where else they are written
   * down before they are erased. Never an answer to anybody.
   */
  async listIdentities(principal: Principal, ids: readonly string[]): Promise<PlainIdentity[]> {
    if (principal.kind !== 'system') throw new Forbidden();
    return this.database.inScope(principal, async (tx) => {
      const trainees = await this.trainees.listByIds(tx, ids);
      const numbers = await this.trainees.revealIdNumbers(tx, trainees);
      return trainees.map(({ id, facts }) => ({ name: facts.name, phone: facts.phone, idNumber: numbers.get(id) ?? null }));
    });
  }

  async #get(tx: Transaction, id: string): Promise<StoredTrainee> {
    const [found] = await this.trainees.listByIds(tx, [id]);
    if (!found) throw new TraineeUnknown();
    return found;
  }

  #valueOf(tx: Transaction, trainee: StoredTrainee, field: Revealable): Promise<string | null> | string | null {
    switch (field) {
      case 'id-number':
        return this.trainees.revealIdNumbers(tx, [trainee]).then((numbers) => numbers.get(trainee.id) ?? null);
      case 'phone':
        return trainee.facts.phone;
      case 'address':
        return trainee.facts.address;
    }
  }

  #phoneIndex(phone: string): string {
    const read = readPhone(phone);
    if (read === null) throw new TraineeInvalid([{ path: 'phone', message: '不是有效的中国手机或固定电话号码（固定电话须带区号）' }]);
    return this.trainees.phoneIndex(read);
  }
}
