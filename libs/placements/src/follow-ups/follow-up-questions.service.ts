import { Injectable } from '@nestjs/common';
import { addDays, type CivilDate } from '@app/kernel';
import type { Answer } from '@app/notifications';
import { Database, type Principal } from '@app/platform';
import { CountyBooks } from '../county-books.js';
import { EmploymentsService } from '../employments/employments.service.js';
import { FollowUpMessages } from './follow-up-messages.service.js';
import { FollowUpsRepository, type FollowUpMilestone } from './follow-ups.repository.js';

/** What became of the questions of a click. */
export interface AskedFollowUps {
  readonly asked: number;
  /** Open and due, and not asked now: asked before, or no telephone that reaches them. */
  readonly leftOut: number;
}

/** So many at a click: an officer sees what happens before the next. */
const AT_ONCE = 500;
const KEY = /^follow-up\/([0-9a-f-]{36})\/(30|90|180|365)$/u;

/** Asks people by message whether they are still at work, on an officer's click; a yes is a self-report (E0). */
@Injectable()
export class FollowUpQuestions {
  constructor(
    private readonly database: Database,
    private readonly books: CountyBooks,
    private readonly followUps: FollowUpsRepository,
    private readonly employments: EmploymentsService,
    private readonly messages: FollowUpMessages,
  ) {}

  /** Everybody of the caller's people whose look is due and open; each is asked once, whoever clicks again. */
  async ask(principal: Principal): Promise<AskedFollowUps> {
    return this.database.inScope(principal, async (tx) => {
      const county = principal.region.length < 6 ? null : principal.region.slice(0, 6);
      const due = await this.followUps.list(tx, county, { state: 'open', dueBefore: addDays(this.books.today(), 1) }, null, AT_ONCE);
      const asked = await this.messages.send(tx, due, this.books.today());
      await this.books.audit.record(tx, { action: 'follow-up.ask', subjectKind: 'county', subjectId: principal.region, region: principal.region, details: { asked, due: due.length } });
      return { asked, leftOut: due.length - asked };
    });
  }

  /**
   * A person's answer to a question, by its key. Yes on the day is a self-report for the milestone, unless the look has been
   * done otherwise. No is left to the officer, who sees the reply.
   */
  async take(principal: Principal, dedupeKey: string, answer: Answer, on: CivilDate): Promise<void> {
    const [, employmentId, milestone] = KEY.exec(dedupeKey) ?? [];
    if (employmentId === undefined || answer !== 'yes') return;
    await this.database.inScope(principal, async (tx) => {
      const followUp = await this.followUps.findForChange(tx, employmentId, milestone as FollowUpMilestone);
      if (followUp?.state === 'open') await this.employments.addEvidence(principal, employmentId, { form: 'self-report', on, milestone: milestone as FollowUpMilestone });
    });
  }
}
