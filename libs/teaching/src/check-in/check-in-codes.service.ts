import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { generateToken, tokenHash } from '@app/accounts';
import { CountyBooks } from '@app/placements';
import { CONFIGURATION, Database, type Configuration, type Principal } from '@app/platform';
import { CheckInNotNow } from '../attendance/attendance.errors.js';
import { SessionMarksRepository } from '../attendance/session-marks.repository.js';
import { CheckInsRepository } from './check-ins.repository.js';

/** What a session shows for some minutes. */
export interface CheckInCode {
  /** 256 random bits; only its hash is kept. */
  readonly token: string;
  readonly expiresAt: Date;
}

/** Codes by which the people in the room check in to a session. */
@Injectable()
export class CheckInCodes {
  constructor(
    private readonly database: Database,
    private readonly repository: CheckInsRepository,
    private readonly marks: SessionMarksRepository,
    private readonly books: CountyBooks,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'checkInCodeMinutes'>,
  ) {}

  /** A new code of a session of today; those before it last as long as they said. @throws SessionUnknown, CheckInNotNow */
  async open(principal: Principal, sessionId: string): Promise<CheckInCode> {
    return this.database.inScope(principal, async (tx) => {
      const { county, taughtOn, isCancelled } = await this.marks.getSession(tx, sessionId);
      if (isCancelled || taughtOn !== this.books.today()) throw new CheckInNotNow();
      const [id, token] = [randomUUID(), generateToken()];
      const expiresAt = await this.repository.addCode(tx, { id, sessionId, tokenHash: tokenHash(token) }, this.configuration.checkInCodeMinutes);
      await this.books.audit.record(tx, { action: 'check-in-code.open', subjectKind: 'class-session', subjectId: sessionId, region: county });
      return { token, expiresAt };
    });
  }
}
