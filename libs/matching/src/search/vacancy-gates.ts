import { dayNumber } from '@app/kernel';
import type { MatchingContext, PreparedVacancy } from '../prepared.js';
import { failMask } from './gate-word.js';
import { NO_DAY } from './trainee-rows.js';
import { leastHeld } from './vacancy-columns.js';
import type { Vocabulary } from './vocabulary.js';

/** What the gates ask of one vacancy, in the numbers of the columns. Reused from vacancy to vacancy. */
export class VacancyGates {
  vacancy!: PreparedVacancy;
  /** Bits of a trainee's gate word that shut them out. */
  failMask = 0;
  startsDay = NO_DAY;
  endsDay = NO_DAY;
  certificates: readonly number[] = [];
  vacancyText = -1;
  employerText = -1;
  /** How many essential skills must be held at least. */
  essentialsNeeded = 0;
  readonly asOfDay: number;

  constructor(protected readonly context: MatchingContext, protected readonly vocabulary: Vocabulary) {
    this.asOfDay = dayNumber(context.asOf);
  }

  set(vacancy: PreparedVacancy): void {
    this.vacancy = vacancy;
    this.failMask = failMask(vacancy);
    this.startsDay = vacancy.startsOn === null ? NO_DAY : dayNumber(vacancy.startsOn);
    this.endsDay = vacancy.endsOn === null ? NO_DAY : dayNumber(vacancy.endsOn);
    this.certificates = vacancy.certificates.map((text) => this.vocabulary.findText(text));
    this.vacancyText = this.vocabulary.findText(vacancy.id);
    this.employerText = vacancy.employerId === null ? -1 : this.vocabulary.findText(vacancy.employerId);
    this.essentialsNeeded = leastHeld(vacancy.essentials.length, this.context.policy.essentialCoverageMin);
  }
}
