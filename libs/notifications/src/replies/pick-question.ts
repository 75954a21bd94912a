import type { QuestionKind } from './read-reply.js';

/** How long a question can be answered by a digit. */
export const ANSWER_HOURS = 72;

/** A question that went to a telephone. */
export interface AskedQuestion {
  readonly id: string;
  readonly kind: QuestionKind;
  /** When it was handed to the provider, in milliseconds since 1970. */
  readonly askedAt: number;
  readonly isAnswered: boolean;
}

/**
 * The question that an answer belongs to: the newest unanswered one to this telephone, asked at most 72 hours before, whoever
 * of those who share the telephone it was for. Null: nobody was asked. Of the same instant the higher id, so that a reply read twice says the same.
 */
export function pickQuestion(questions: readonly AskedQuestion[], repliedAt: number): AskedQuestion | null {
  const open = questions.filter(({ isAnswered, askedAt }) => !isAnswered && askedAt <= repliedAt && repliedAt - askedAt <= ANSWER_HOURS * 3_600_000);
  return open.reduce<AskedQuestion | null>((newest, each) => (newest === null || each.askedAt > newest.askedAt || (each.askedAt === newest.askedAt && each.id > newest.id) ? each : newest), null);
}
