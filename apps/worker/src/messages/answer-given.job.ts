import { Injectable } from '@nestjs/common';
import { civilDateOf } from '@app/kernel';
import { questionOf, SmsAnswers } from '@app/notifications';
import { FollowUpQuestions, MatchInterests } from '@app/placements';
import type { Principal } from '@app/platform';

/** What features do when somebody has answered a message: by the kind of question that was asked. */
@Injectable()
export class AnswerGivenJob {
  constructor(
    private readonly answers: SmsAnswers,
    private readonly interests: MatchInterests,
    private readonly followUps: FollowUpQuestions,
  ) {}

  async run(principal: Principal, answerId: string): Promise<void> {
    const given = await this.answers.find(principal, answerId);
    if (given === null) return;
    const on = civilDateOf(given.at);
    switch (questionOf(given.template)) {
      case 'match':
        if (given.answer === 'yes' && given.vacancyId !== null) await this.interests.take(principal, { traineeId: given.registrationId, vacancyId: given.vacancyId, on });
        return;
      case 'follow-up':
        return this.followUps.take(principal, given.dedupeKey, given.answer, on);
      case 'class':
      case 'why-not':
      case null:
        return;
    }
  }
}
