import { ClosureGapsService } from './closure-gaps.service.js';
import { ClosureScenes } from './closure-scene.js';
import { ClosureSheets } from './closure-sheets.js';
import { ClosureService } from './closure.service.js';
import { GapDescriber } from './gap-describer.js';
import { HouseholdBooksService } from './household-books.service.js';
import { PersonNotesRepository } from './person-notes.repository.js';
import { PersonNotesService } from './person-notes.service.js';
import { PovertyLinesRepository } from './poverty-lines.repository.js';
import { PovertyLinesService } from './poverty-lines.service.js';
import { ResponsibleOfficersRepository } from './responsible-officers.repository.js';

/** Parts of the closure that others use. */
export const CLOSURE_EXPORTS = [ClosureService, ClosureGapsService, HouseholdBooksService, PovertyLinesService, PersonNotesService] as const;

/** Everything of the closure but who fills the port `PAID_COURSES`. */
export const CLOSURE_PROVIDERS = [
  ...CLOSURE_EXPORTS, ClosureSheets, ClosureScenes, GapDescriber, PovertyLinesRepository, PersonNotesRepository, ResponsibleOfficersRepository,
] as const;
