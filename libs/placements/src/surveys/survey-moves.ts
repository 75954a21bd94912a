/**
 * The life of a survey. `planned`: the list of people is closed and the seed's hash published · `drawn`: the seed is
 * published and says who is called · `answering`: the first call is noted · `finished`: every drawn person has an answer.
 */
export const SURVEY_STATES = ['planned', 'drawn', 'answering', 'finished', 'cancelled'] as const;
export type SurveyState = (typeof SURVEY_STATES)[number];

/** The legal moves. The database keeps the same table (`survey_moves`) and refuses everything else; a test holds the two together. */
export const SURVEY_MOVES = {
  planned: ['drawn', 'cancelled'],
  drawn: ['answering', 'cancelled'],
  answering: ['finished', 'cancelled'],
  finished: [],
  cancelled: [],
} as const satisfies Record<SurveyState, readonly SurveyState[]>;

/** Whether a survey may go from one state to another. */
export function mayMove(from: SurveyState, to: SurveyState): boolean {
  return (SURVEY_MOVES[from] as readonly SurveyState[]).includes(to);
}
