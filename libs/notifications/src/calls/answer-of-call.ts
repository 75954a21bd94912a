import type { Answer } from '../answers/sms-answer.entity.js';
import type { CallRefusal, CallResult } from './call-rules.js';

/** What a result says to the question of the call; null: it answers nothing. @param reason of a refusal, and only then */
export function answerOfCall(result: CallResult, reason: CallRefusal | null): Answer | null {
  if (result === 'interested') return 'yes';
  return result === 'refused' ? reason : null;
}
