import { Injectable } from '@nestjs/common';
import { civilDateOf } from '@app/kernel';
import { questionOf, SmsAnswers } from '@app/notifications';
import { MatchInterests } from '@app/placements';
import type { Principal } from '@app/platform';

/** What features do when somebody has answered a message: each looks at the kind of question that was asked. */
@Injectable()
export class AnswerGivenJob {
  constructor(
    private readonly answers: SmsAnswers,
    private readonly interests: MatchInterests,
  ) {}

  async run(principal: Principal, answerId: string): Promise<void> {
    const given = await this.answers.find(principal, answerId);
    if (given === null || given.vacancyId === null || given.answer !== 'yes' || questionOf(given.template) !== 'match') return;
    await this.interests.take(principal, { traineeId: given.registrationId, vacancyId: given.vacancyId, on: civilDateOf(given.at) });
  }
}
