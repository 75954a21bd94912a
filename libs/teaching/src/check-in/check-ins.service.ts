import { Injectable } from '@nestjs/common';
import { tokenHash } from '@app/accounts';
import { DomainError, type CivilDate } from '@app/kernel';
import { Database, systemPrincipal, type Principal } from '@app/platform';
import { SessionAttendance } from '../attendance/session-attendance.service.js';
import { SessionMarksRepository } from '../attendance/session-marks.repository.js';
import type { SessionPeriod } from '../sessions/session.js';
import { CheckInNumbers } from './check-in-numbers.service.js';
import { CHECK_IN_TRIES, isNumber } from './check-in-word.js';
import { CheckInsRepository, type OpenCode } from './check-ins.repository.js';

/** What the page of a code may tell to anybody. */
export interface CheckInSession {
  readonly className: string;
  readonly taughtOn: CivilDate;
  readonly period: SessionPeriod;
}

/** What came of a check-in. `refused`: the number is right and a rule says no, in Chinese. */
export type CheckInOutcome =
  | { readonly outcome: 'recorded' | 'already' | 'locked' | 'expired' }
  | { readonly outcome: 'wrong'; readonly triesLeft: number }
  | { readonly outcome: 'refused'; readonly message: string };

interface Judged {
  readonly verdict: 'right' | 'wrong' | 'locked';
  readonly traineeId: string | null;
  readonly triesLeft: number;
}

/** Attendance by the people's own telephones: a code of the session on the wall, the own number on paper. */
@Injectable()
export class CheckIns {
  constructor(
    private readonly database: Database,
    private readonly repository: CheckInsRepository,
    private readonly numbers: CheckInNumbers,
    private readonly attendance: SessionAttendance,
    private readonly marks: SessionMarksRepository,
  ) {}

  /** The session of a code, as anybody may see it; null: no such code, or it has run out. */
  async look(token: string): Promise<CheckInSession | null> {
    const code = await this.database.unscoped((tx) => this.repository.find(tx, tokenHash(token)));
    if (code === null) return null;
    const { className, taughtOn, period } = await this.database.inScope(serviceOf(code), (tx) => this.marks.getSession(tx, code.sessionId));
    return { className, taughtOn, period };
  }

  /** Marks present whoever knows the number of the seat. Five wrong numbers lock the seat under this code. */
  async enter(token: string, seatNumber: number, number: string): Promise<CheckInOutcome> {
    const code = await this.database.unscoped((tx) => this.repository.find(tx, tokenHash(token)));
    if (code === null) return { outcome: 'expired' };
    const service = serviceOf(code);
    // A transaction of its own: a wrong number stays counted, whatever comes after.
    const { verdict, traineeId, triesLeft } = await this.#judge(service, code, seatNumber, number);
    if (verdict === 'locked') return { outcome: 'locked' };
    if (verdict === 'wrong') return triesLeft === 0 ? { outcome: 'locked' } : { outcome: 'wrong', triesLeft };
    try {
      const [mark] = await this.attendance.record(service, code.sessionId, [{ traineeId: traineeId!, mark: 'present' }], 'qr');
      return { outcome: mark!.outcome === 'already' ? 'already' : 'recorded' };
    } catch (error) {
      if (error instanceof DomainError) return { outcome: 'refused', message: error.message };
      throw error;
    }
  }

  async #judge(service: Principal, { codeId, classId }: OpenCode, seatNumber: number, typed: string): Promise<Judged> {
    return this.database.inScope(service, async (tx) => {
      const wrong = await this.repository.lockTries(tx, codeId, seatNumber);
      if (wrong >= CHECK_IN_TRIES) return { verdict: 'locked', traineeId: null, triesLeft: 0 };
      const stored = await this.repository.findNumber(tx, classId, seatNumber);
      if (stored !== null && isNumber(typed, this.numbers.open(classId, stored))) return { verdict: 'right', traineeId: stored.registrationId, triesLeft: CHECK_IN_TRIES - wrong };
      await this.repository.countWrong(tx, codeId, seatNumber);
      return { verdict: 'wrong', traineeId: null, triesLeft: CHECK_IN_TRIES - wrong - 1 };
    });
  }
}

const serviceOf = ({ county }: OpenCode): Principal => systemPrincipal('check-in', county);
