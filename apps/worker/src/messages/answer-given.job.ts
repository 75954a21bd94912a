import { Injectable } from '@nestjs/common';
import { civilDateOf } from '@app/kernel';
import { questionOf, ReplyDesk, SmsAnswers } from '@app/notifications';
import { FollowUpQuestions, MatchInterests } from '@app/placements';
import type { Principal } from '@app/platform';
import { isNoticeKey } from '@app/teaching';
import { OfferMessages } from '@app/training';

/** What features do when somebody has answered a message: by the kind of question that was asked. */
@Injectable()
export class AnswerGivenJob {
  constructor(
    private readonly answers: SmsAnswers,
    private readonly interests: MatchInterests,
    private readonly followUps: FollowUpQuestions,
    private readonly offers: OfferMessages,
    private readonly desk: ReplyDesk,
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
      case 'class': {
        // Who cannot come to a class that begins or has changed is called: what follows, no digit says.
        const isDone = isNoticeKey(given.dedupeKey) ? given.answer === 'yes' : await this.offers.answer(principal, given.dedupeKey, given.answer);
        if (!isDone && given.replyId !== null) await this.desk.giveBack(principal, given.replyId);
        return;
      }
      case 'why-not':
      case null:
        return;
    }
  }
}
