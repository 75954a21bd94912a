import { ClosureController } from './closure.controller.js';
import { HouseholdRecordsController } from './household-records.controller.js';
import { PersonNotesController } from './person-notes.controller.js';

export const CLOSURE_CONTROLLERS = [ClosureController, HouseholdRecordsController, PersonNotesController] as const;
