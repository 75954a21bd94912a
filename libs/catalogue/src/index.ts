export { PAY_BASES, parsePay, type ParsedPay, type PayBasis } from './pay/parse-pay.js';
export { RegionDirectory, type Region, type RegionRow } from './regions/region-directory.js';
export { bundledRegionRows, bundledRegions } from './regions/bundled-regions.js';
