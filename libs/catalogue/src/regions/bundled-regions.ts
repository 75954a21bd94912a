import bundled from '../data/regions.json' with { type: 'json' };
import retired from '../data/regions-retired.json' with { type: 'json' };
import { RegionDirectory, type RegionRow } from './region-directory.js';

/** The rows of the bundled region file: the country to the county, Hubei to the township, Baokang to the village, and known retired codes. */
export function bundledRegionRows(): RegionRow[] {
  const rows = bundled.rows.map((row) => ({ code: row.slice(0, row.indexOf(' ')), name: row.slice(row.indexOf(' ') + 1) }));
  return [...rows, ...retired.rows];
}

/** A directory of the bundled regions. */
export function bundledRegions(): RegionDirectory {
  return new RegionDirectory(bundledRegionRows());
}
