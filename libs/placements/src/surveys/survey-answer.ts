import { addDays, daysBetween, type CivilDate, type FieldFault } from '@app/kernel';
import type { AuditAnswer, ExclusionReason, JobType, PlacementRule } from '@app/outcomes';
import type { AskedDays } from './survey-question.js';

/** What a call brought out. `excluded`: the person died, is ill, in custody, called up, or studies, as somebody said on the telephone. */
export const SURVEY_OUTCOMES = ['employed', 'not-employed', 'excluded', 'refused', 'not-reached', 'wrong-number'] as const;
export type SurveyOutcome = (typeof SURVEY_OUTCOMES)[number];

/** What came of a call in which nobody was spoken to. */
export const ATTEMPT_RESULTS = ['no-answer', 'switched-off', 'call-later'] as const;
export type AttemptResult = (typeof ATTEMPT_RESULTS)[number];

/** Days with a call in vain before somebody counts as not reached. */
export const ATTEMPT_DAYS = 3;

/** An answer as an officer notes it. */
export interface AnswerInput {
  readonly outcome: SurveyOutcome;
  /** Of the employed: what work, for whom, from when, and to when (absent: still there). */
  readonly jobType?: JobType | null | undefined;
  readonly employerName?: string | null | undefined;
  readonly since?: CivilDate | null | undefined;
  readonly until?: CivilDate | null | undefined;
  readonly exclusionReason?: ExclusionReason | null | undefined;
  readonly note?: string | null | undefined;
}

/** What is missing, out of place, or at odds with the days asked about; empty when the answer is whole. */
export function answerFaults(input: AnswerInput, asked: AskedDays, today: CivilDate): FieldFault[] {
  const faults: FieldFault[] = [];
  const fault = (path: string, message: string): void => void faults.push({ path, message });
  if (input.outcome === 'employed') employmentFaults(input, asked, today, fault);
  else for (const path of ['jobType', 'employerName', 'since', 'until'] as const) if (isGiven(input[path])) fault(path, '只有答“已就业”的才填');
  if (input.outcome === 'excluded' && !isGiven(input.exclusionReason)) fault('exclusionReason', '须注明是哪种情形');
  if (input.outcome !== 'excluded' && isGiven(input.exclusionReason)) fault('exclusionReason', '只有答“去世、患病、服役、升学等”的才填');
  return faults;
}

function employmentFaults({ jobType, employerName, since, until }: AnswerInput, asked: AskedDays, today: CivilDate, fault: (path: string, message: string) => void): void {
  if (!isGiven(jobType)) fault('jobType', '须注明就业形式');
  if (jobType === 'wage' && !isGiven(employerName)) fault('employerName', '受雇的须注明用人单位');
  if (!isGiven(since)) return fault('since', '须注明从哪天开始');
  if (since! > today) fault('since', '不能晚于今天');
  if (since! > asked.to) fault('since', `晚于所问的日子（${asked.to}），应答“未就业”`);
  if (!isGiven(until)) return;
  if (until! > today) fault('until', '不能晚于今天；还在做的不填');
  if (until! < since!) fault('until', '早于开始的日子');
  else if (until! < asked.from) fault('until', `早于所问的日子（${asked.from}），应答“未就业”`);
}

/**
 * What an answer says for a rule. A job of a kind that the rule does not count, or too short for it, is not its employment.
 * Somebody said to have died or the like cannot be left out without a proof, and nothing is known of the days before: silent,
 * which the estimate counts both ways; but in a rule that counts study a student is in the numerator and the others are known.
 * @param answeredOn the day of the call: a job without an end has lasted until then
 */
export function auditAnswerOf(rule: PlacementRule, asked: AskedDays, answer: AnswerInput, answeredOn: CivilDate): AuditAnswer {
  switch (answer.outcome) {
    case 'employed':
      return countsFor(rule, asked, answer, answeredOn) ? 'employed' : 'not-employed';
    case 'not-employed':
      return 'not-employed';
    case 'excluded':
      if (rule.countsFurtherStudy !== true) return 'silent';
      return answer.exclusionReason === 'further-study' ? 'employed' : 'not-employed';
    case 'refused':
    case 'not-reached':
    case 'wrong-number':
      return 'silent';
  }
}

function countsFor(rule: PlacementRule, asked: AskedDays, { jobType, since, until }: AnswerInput, answeredOn: CivilDate): boolean {
  const [first, last] = [since!, until ?? answeredOn];
  if (!rule.kinds.includes(jobType!)) return false;
  if (rule.minimumDays === undefined) return first <= asked.to && last >= asked.from;
  // The asked days end so much later that a job begun on the horizon's last day can last its days.
  const begun = first > asked.from ? first : asked.from;
  return begun <= addDays(asked.to, 1 - rule.minimumDays) && daysBetween(begun, last) + 1 >= rule.minimumDays;
}

/** Whether two answers say the same: sent again, it is the same answer. */
export function isSameAnswer(one: AnswerInput, other: AnswerInput): boolean {
  const fields = ['outcome', 'jobType', 'employerName', 'since', 'until', 'exclusionReason', 'note'] as const;
  return fields.every((field) => (one[field] ?? null) === (other[field] ?? null));
}

function isGiven(value: string | null | undefined): boolean {
  return value !== undefined && value !== null && value.trim() !== '';
}
