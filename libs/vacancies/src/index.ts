export { SOURCE_FAULT_KINDS, SourceFault, type SourceFaultDetail, type SourceFaultKind } from './sources/source-fault.js';
export {
  SOURCE_CODES, type FetchContext, type MappedVacancy, type MappingTools, type PageRequest, type RawRow, type RegionBasis, type RegionLookup, type RejectedRow, type RowRejection, type SourceCode, type SourcePage,
  type VacancySourceAdapter,
} from './sources/source.js';
export { POLITE_DEFAULTS, PoliteClient, type PoliteClientOptions } from './sources/polite-client.js';
export { readTelephone, type PhoneStatus, type Telephone } from './sources/telephone.js';
export { HubeiSource } from './sources/hubei.source.js';
export { CjobSource } from './sources/cjob.source.js';
export { contentHash, identityGroupOf, pairGroups, rowHash, type GroupedRow, type KnownGroupedRow, type Pairing } from './sources/identity.js';
export { COUNT_TOLERANCE, crawl, type CrawlFault, type CrawlOptions, type CrawlResult, type CrawlSink, type CrawlStop } from './sources/crawl.js';
export { type PageDigest } from './sources/page-trail.js';
export { CLOSE_LIMIT_PER_DAY, CLOSE_LIMIT_PER_RUN, RUNS_TO_CLOSE, decideClosing, type ClosingDecision, type ClosingFacts, type OpenRow } from './sources/closing.js';
