import { Injectable } from '@nestjs/common';
import { Database, decodeCursor, pageOf, type Page, type Principal } from '@app/platform';
import { CountyBooks } from '../county-books.js';
import { PlacementInvalid } from '../placements.errors.js';
import { answerFaults, isSameAnswer, type AnswerInput, type AttemptResult } from './survey-answer.js';
import { SurveyCallsRepository, type SurveyCall, type SurveyCallFilter } from './survey-calls.repository.js';
import { questionOf } from './survey-question.js';
import { SurveyAnswered, SurveyNothingToCorrect, SurveyUnknown } from './survey.errors.js';
import { ruleOf } from './surveys.service.js';

/** A call with the words that the officer asks. */
export interface SurveyCallView extends SurveyCall {
  readonly question: string;
}

export interface NewAnswer extends AnswerInput {
  /** Of a further answer: why the one before it is wrong. */
  readonly correctionReason?: string | null | undefined;
}

/** Whom officers call for a survey, and what came of it. Nothing of it goes into the ledger: evidence is recorded by an act of its own. */
@Injectable()
export class SurveyCallsService {
  constructor(
    private readonly database: Database,
    private readonly calls: SurveyCallsRepository,
    private readonly books: CountyBooks,
  ) {}

  /** The caller's own people in the order of the draw. @throws CursorInvalid */
  async list(principal: Principal, query: SurveyCallFilter & { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<SurveyCallView>> {
    const after = decodeCursor(query.cursor, ['uuid', 'text', 'number']);
    return this.database.inScope(principal, async (tx) => pageOf(await this.calls.list(tx, query, after, query.limit + 1), query.limit, (row) => [row.surveyId, row.stratum, row.place], viewOf));
  }

  /** @throws SurveyUnknown */
  async get(principal: Principal, surveyId: string, traineeId: string): Promise<SurveyCallView> {
    return this.database.inScope(principal, async (tx) => viewOf(known(await this.calls.find(tx, surveyId, traineeId))));
  }

  /** Notes a call in vain; a second one of the same day is the first. @throws SurveyUnknown, SurveyAnswered, SurveyTakesNoAnswers */
  async attempt(principal: Principal, surveyId: string, traineeId: string, result: AttemptResult): Promise<SurveyCallView> {
    return this.database.inScope(principal, async (tx) => {
      await this.calls.hold(tx, surveyId, traineeId);
      const call = known(await this.calls.find(tx, surveyId, traineeId));
      if (call.answers.length > 0) throw new SurveyAnswered();
      if (await this.calls.addAttempt(tx, call, result, principal.id)) {
        await this.books.audit.record(tx, { action: 'survey.attempt', subjectKind: 'trainee', subjectId: traineeId, region: call.ownerRegion, details: { surveyId, result } });
      }
      return viewOf(known(await this.calls.find(tx, surveyId, traineeId)));
    });
  }

  /**
   * Notes what a person said. The same answer again is the same; another one needs a reason, and both stay.
   * @throws SurveyUnknown, PlacementInvalid, SurveyAnswered, SurveyNothingToCorrect, SurveyTakesNoAnswers, SurveyTooFewAttempts, SecondOfficerNeeded
   */
  async answer(principal: Principal, surveyId: string, traineeId: string, { correctionReason = null, ...input }: NewAnswer): Promise<SurveyCallView> {
    return this.database.inScope(principal, async (tx) => {
      await this.calls.hold(tx, surveyId, traineeId);
      const call = known(await this.calls.find(tx, surveyId, traineeId));
      const latest = call.answers.at(-1);
      if (latest !== undefined && latest.answeredBy === principal.id && isSameAnswer(latest, input) && latest.correctionReason === correctionReason) return viewOf(call);
      if (latest !== undefined && correctionReason === null) throw new SurveyAnswered();
      if (latest === undefined && correctionReason !== null) throw new SurveyNothingToCorrect();
      const faults = answerFaults(input, { from: call.askedFrom, to: call.askedTo }, this.books.today());
      if (faults.length > 0) throw new PlacementInvalid(faults);
      await this.calls.addAnswer(tx, call, input, correctionReason, principal.id);
      // What was said stands under row scope; the trail says that something was.
      await this.books.audit.record(tx, { action: 'survey.answer', subjectKind: 'trainee', subjectId: traineeId, region: call.ownerRegion, details: { surveyId, number: call.answers.length + 1 }, ...(correctionReason === null ? {} : { reason: correctionReason }) });
      return viewOf(known(await this.calls.find(tx, surveyId, traineeId)));
    });
  }
}

function viewOf(call: SurveyCall): SurveyCallView {
  return { ...call, question: questionOf(ruleOf(call), { from: call.askedFrom, to: call.askedTo }) };
}

function known<T>(found: T | null): T {
  if (found === null) throw new SurveyUnknown();
  return found;
}
