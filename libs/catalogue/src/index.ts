export { PAY_BASES, parsePay, type ParsedPay, type PayBasis } from './pay/parse-pay.js';
export { RegionDirectory, type Region, type RegionRow } from './regions/region-directory.js';
export { bundledRegionRows, bundledRegions } from './regions/bundled-regions.js';
export { cleanTitle } from './titles/clean-title.js';
export { buildTitleIndex, decideTitle, type OccupationAlias, type OccupationTerm, type TitleDecision, type TitleIndex, type TitleKnowledge } from './titles/title-index.js';
export { type Suggestion } from './titles/suggest.js';
export { bundledAliases, bundledNoTrade, bundledOccupations } from './titles/bundled-titles.js';
