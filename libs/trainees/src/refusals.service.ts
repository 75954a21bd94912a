import { Inject, Injectable } from '@nestjs/common';
import { today, type CivilDate, type Clock } from '@app/kernel';
import { CLOCK, Database, type Principal, type Transaction } from '@app/platform';
import { TraineeRecords } from './trainee-records.js';
import { RefusalUnknown, TraineeUnknown } from './trainees.errors.js';
import { TraineeRepository, type StoredTrainee } from './trainee.repository.js';

/** What a trainee does not want to be offered again: one vacancy, or everything of one employer. */
export type RefusalTarget = { readonly vacancyId: string } | { readonly employerId: string };

/** `untilOn` null: for good. `reason` is a code, not free text about the person. */
export interface RefusalInput {
  readonly target: RefusalTarget;
  readonly reason: string | null;
  readonly untilOn: CivilDate | null;
}

export interface Refusal {
  readonly id: string;
  readonly vacancyId: string | null;
  readonly employerId: string | null;
  readonly reason: string | null;
  readonly refusedOn: CivilDate;
  readonly untilOn: CivilDate | null;
}

const SELECT = `select id, vacancy_id as "vacancyId", employer_id as "employerId", reason, refused_on as "refusedOn", until_on as "untilOn" from refusals`;

/** Refusals in force: a gate of the score. Village officers see none (row-level security keeps it). */
@Injectable()
export class RefusalsService {
  constructor(
    private readonly database: Database,
    private readonly trainees: TraineeRepository,
    private readonly records: TraineeRecords,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The refusals in force today. @throws TraineeUnknown */
  async list(principal: Principal, traineeId: string): Promise<Refusal[]> {
    return this.database.inScope(principal, async (tx) => {
      await this.#lock(tx, traineeId);
      return tx.query<Refusal[]>(`${SELECT} where registration_id = $1 and withdrawn_at is null and (until_on is null or until_on >= $2) order by refused_on desc, id`, [traineeId, today(this.clock)]);
    });
  }

  /** Notes a refusal; the same target again takes the new reason and end. @throws TraineeUnknown */
  async record(principal: Principal, traineeId: string, { target, reason, untilOn }: RefusalInput): Promise<Refusal> {
    return this.database.inScope(principal, async (tx) => {
      const trainee = await this.#lock(tx, traineeId);
      const [refusal] = await tx.query<Refusal[]>(
        `insert into refusals (registration_id, owner_region, vacancy_id, employer_id, reason, refused_on, until_on) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (registration_id, coalesce(vacancy_id, employer_id)) where withdrawn_at is null do update set reason = excluded.reason, refused_on = excluded.refused_on, until_on = excluded.until_on
         returning id, vacancy_id as "vacancyId", employer_id as "employerId", reason, refused_on as "refusedOn", until_on as "untilOn"`,
        [traineeId, trainee.facts.ownerRegion, 'vacancyId' in target ? target.vacancyId : null, 'employerId' in target ? target.employerId : null, reason, today(this.clock), untilOn],
      );
      await this.#changed(tx, trainee);
      return refusal!;
    });
  }

  /** Takes a refusal back. @throws TraineeUnknown, RefusalUnknown */
  async withdraw(principal: Principal, traineeId: string, refusalId: string): Promise<void> {
    await this.database.inScope(principal, async (tx) => {
      const trainee = await this.#lock(tx, traineeId);
      const [rows] = await tx.query<[{ id: string }[], number]>('update refusals set withdrawn_at = $3 where id = $1 and registration_id = $2 and withdrawn_at is null returning id', [refusalId, traineeId, this.clock.now()]);
      if (rows.length === 0) throw new RefusalUnknown();
      await this.#changed(tx, trainee);
    });
  }

  async #changed(tx: Transaction, { id, facts }: StoredTrainee): Promise<void> {
    await this.trainees.touch(tx, id);
    await this.records.announce(tx, 'trainee.refuse', [{ id, facts }], { id });
  }

  async #lock(tx: Transaction, id: string): Promise<StoredTrainee> {
    const found = await this.trainees.findForChange(tx, id);
    if (found === null) throw new TraineeUnknown();
    return found;
  }
}
