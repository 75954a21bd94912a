import { isRegionCode, padRegion, regionLevel } from '@app/kernel';
import type { ClassCodes } from '../classes/class-codes.js';
import { PlacementQueryInvalid } from '../placements.errors.js';

/** The region that rates are asked for, 12 digits: a county, a township or a village. @throws PlacementQueryInvalid */
export async function readRateRegion(codes: ClassCodes, region: string): Promise<string> {
  if (!isRegionCode(region) || !(await codes.hasRegion(region))) throw new PlacementQueryInvalid('region', '没有这个行政区划代码');
  const level = regionLevel(region);
  if (level === 'province' || level === 'prefecture') throw new PlacementQueryInvalid('region', '就业率按县、乡镇或村计算，请指明县');
  return padRegion(region);
}
