import { DoubtsOverview } from './doubts-overview.service.js';
import { EmployerDoubtsRepository } from './employer-doubts.repository.js';
import { EmployerDoubts, RejectionRecords } from './employer-doubts.service.js';
import { HeldRunDoubts } from './held-run-doubts.service.js';
import { HeldRunRepository } from './held-run.repository.js';
import { TitleDoubtsRepository } from './title-doubts.repository.js';
import { CatalogueKnowledge, TitleDoubts } from './title-doubts.service.js';
import { VacancyOccupationRepository } from './vacancy-occupation.repository.js';
import { VacancyOccupations, VacancyTellers } from './vacancy-occupations.service.js';
import { WordingDoubts } from './wording-doubts.service.js';
import { WordingRepository } from './wording.repository.js';
import { RereadVacancies, WordsRereader } from './words-rereader.js';

/** What the queues are made of. */
export const DOUBT_PROVIDERS = [TitleDoubtsRepository, WordingRepository, HeldRunRepository, EmployerDoubtsRepository, VacancyOccupationRepository, CatalogueKnowledge, RereadVacancies, RejectionRecords, VacancyTellers];
/** The queues, for apps. */
export const DOUBT_SERVICES = [DoubtsOverview, TitleDoubts, WordingDoubts, HeldRunDoubts, EmployerDoubts, VacancyOccupations, WordsRereader];
