import { bundledRegions, parsePay } from '@app/catalogue';
import type { MappingTools } from '@app/vacancies';

/** The catalogue's regions and pay parser with a title cleaner of three rules: enough to see that it is used. */
export const TOOLS: MappingTools = {
  cleanTitle: (title) => title.normalize('NFKC').trim().replace(/^急聘|^【[^】]*】|\([^)]*\)$/g, ''),
  parsePay,
  regions: bundledRegions(),
};
