import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { JobType } from '@app/outcomes';
import type { Principal, Transaction } from '@app/platform';
import { CountyBooks } from '../county-books.js';
import type { NewFact, StoredFact, Subject } from '../ledger/ledger-row.js';
import { RosterPeople } from './roster-people.js';
import { faulty, type RosterDeed, type RosterJudgement, type RosterPerson } from './roster-row.js';

/** One row of a roster of people at work. The employer is the caller's to find. */
export interface EmploymentRow extends RosterPerson {
  readonly startsOn: CivilDate | null;
  readonly type: JobType;
  readonly permanent: boolean;
  readonly employerId: string | null;
  /** Yuan a month. */
  readonly pay: number | null;
  readonly contractMonths: number | null;
  readonly workplace: string | null;
}

export interface EmploymentTrace {
  readonly factId: string;
  readonly employmentId: string;
}

interface Judged extends RosterJudgement {
  readonly subject: Subject | null;
}

/** People at work as rosters bring them: self-reported until evidence is added. A row that contradicts the ledger is returned. */
@Injectable()
export class EmploymentsRoster {
  constructor(
    private readonly people: RosterPeople,
    private readonly books: CountyBooks,
  ) {}

  /** What each row would do; changes nothing. */
  async plan(tx: Transaction, rows: readonly EmploymentRow[]): Promise<RosterJudgement[]> {
    return (await this.#judge(tx, rows)).map(({ outcome, faults }) => ({ outcome, faults }));
  }

  /** Records the new ones. Appends to the ledger: the last thing of a transaction. */
  async apply(tx: Transaction, principal: Principal, rows: readonly EmploymentRow[]): Promise<RosterDeed<EmploymentTrace>[]> {
    // Two rosters with one person must not both find nothing: one at a time in a county.
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('employments.roster ' || $1, 0))`, [principal.region.slice(0, 6)]);
    const judged = await this.#judge(tx, rows);
    const facts = judged.map(({ outcome, subject }, i): NewFact | null => {
      if (outcome !== 'new') return null;
      const { startsOn, employerId, type, permanent, pay, contractMonths, workplace } = rows[i]!;
      return { ...subject!, id: randomUUID(), kind: 'employment-started', effectiveOn: startsOn!, employmentId: randomUUID(), employerId, payload: { type, permanent, pay, contractMonths, workplace } };
    });
    const written = facts.filter((fact) => fact !== null);
    await this.books.ledger.append(tx, principal.id, written);
    return judged.map(({ outcome, faults, subject }, i) => ({ outcome, faults, traineeId: subject?.registrationId ?? null, trace: facts[i] ? { factId: facts[i].id, employmentId: facts[i].employmentId! } : null }));
  }

  async #judge(tx: Transaction, rows: readonly EmploymentRow[]): Promise<Judged[]> {
    const subjects = await this.people.find(tx, rows);
    const known = await this.books.ledger.listStarts(tx, subjects.flatMap((each) => ('found' in each ? [each.found.registrationId] : [])));
    const met = new Map<string, number>();
    return rows.map((row, i): Judged => {
      const subject = subjects[i]!;
      if ('fault' in subject) return { outcome: 'faulty', faults: [subject.fault], subject: null };
      const again = `${subject.found.registrationId} ${row.startsOn} ${row.employerId}`;
      const judgement = judgeRow(row, known.filter((fact) => fact.registrationId === subject.found.registrationId), this.books.today());
      if (judgement.outcome === 'new' && met.has(again)) return { outcome: 'duplicate', faults: [], subject: subject.found };
      met.set(again, i);
      return { ...judgement, subject: subject.found };
    });
  }
}

function judgeRow(row: EmploymentRow, starts: readonly StoredFact[], today: CivilDate): RosterJudgement {
  if (row.startsOn === null) return faulty('started-on', '缺少就业日期');
  if (row.startsOn > today) return faulty('started-on', '就业日期晚于今天');
  const recorded = starts.find((fact) => fact.effectiveOn === row.startsOn && fact.employerId === row.employerId);
  if (recorded === undefined) return { outcome: 'new', faults: [] };
  const { type, permanent, pay = null, contractMonths = null, workplace = null } = recorded.payload;
  const differs = type !== row.type || permanent !== row.permanent || pay !== row.pay || contractMonths !== row.contractMonths || workplace !== row.workplace;
  return differs ? faulty('started-on', '同一天、同一单位的就业记录已登记，内容不同；台账不能用表格覆盖，请另作更正') : { outcome: 'unchanged', faults: [] };
}
