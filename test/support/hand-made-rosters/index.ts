import { ATTENDANCE_ROSTERS, RESULT_ROSTERS } from './classes.js';
import { INCOME_ROSTERS } from './households.js';
import type { HandMadeRoster } from './sheet.js';
import { TRAINEE_ROSTERS } from './trainees.js';
import { TRICKY_ROSTERS } from './tricky.js';
import { PLACEMENT_ROSTERS, VACANCY_ROSTERS } from './work.js';

export { ASKED, bytesOf, truthOf, type HandMadeRoster, type Truth } from './sheet.js';

/** Thirty rosters and some tricky ones, as eleven township offices, a school and employers make them. All people are made up. */
export const HAND_MADE_ROSTERS: readonly HandMadeRoster[] = [...TRAINEE_ROSTERS, ...VACANCY_ROSTERS, ...PLACEMENT_ROSTERS, ...RESULT_ROSTERS, ...ATTENDANCE_ROSTERS, ...INCOME_ROSTERS, ...TRICKY_ROSTERS];
