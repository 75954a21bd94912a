import { bundledRegions, cleanTitle, parsePay } from '@app/catalogue';
import type { MappingTools } from '@app/vacancies';

/** What mapping borrows from the catalogue, with the bundled regions. */
export const TOOLS: MappingTools = { cleanTitle, parsePay, regions: bundledRegions() };
