import { isRegionCode, parentRegion, regionLevel, regionPrefix, type CivilDate, type RegionLevel } from '@app/kernel';
import { isPlaceName, namesOf } from './region-names.js';
import { PlaceReader, type NamedRegion } from './place-reader.js';

/** A region as the catalogue knows it. `code` is the shortest form (2, 4, 6, 9 or 12 digits): pad it to store it. */
export interface Region {
  readonly code: string;
  readonly name: string;
  readonly level: RegionLevel;
  /** The region that holds it; null for a province. 429xxx counties stand directly below their province. */
  readonly parent: string | null;
  /** First and last day of the code; null where it is not known, or where the code is still in use. */
  readonly validFrom: CivilDate | null;
  readonly validTo: CivilDate | null;
  /** The code that took its place (撤乡并镇); null while in use, or where there is no single one. */
  readonly successor: string | null;
}

/** What a row must state to be a region; the rest follows from the code. */
export interface RegionRow {
  readonly code: string;
  readonly name: string;
  readonly validFrom?: CivilDate | null;
  readonly validTo?: CivilDate | null;
  readonly successor?: string | null;
}

/**
 * The regions of the country, by code and by name. Pure: built from rows (the bundled file, or the database).
 * Codes are accepted in any length the contract allows and are answered in their shortest form.
 */
export class RegionDirectory {
  private readonly byCode = new Map<string, Region>();
  private readonly childCodes = new Map<string, string[]>();
  private readonly reader: PlaceReader;

  /** @throws Error when a row's code is not a region code or stands twice. */
  constructor(rows: Iterable<RegionRow>) {
    for (const row of rows) this.add(row);
    this.reader = new PlaceReader([...this.byCode.values()].map((region) => this.named(region)).filter((each) => each !== null));
  }

  private add({ code, name, validFrom = null, validTo = null, successor = null }: RegionRow): void {
    if (!isRegionCode(code)) throw new Error(`not a region code: ${String(code)} ${name}`);
    const prefix = regionPrefix(code);
    if (/^\d\d90$/.test(prefix)) return; // 4290 only groups counties that stand directly below their province
    if (this.byCode.has(prefix)) throw new Error(`region code twice: ${code} ${name}`);
    const parent = parentRegion(prefix);
    this.byCode.set(prefix, { code: prefix, name, level: regionLevel(prefix), parent, validFrom, validTo, successor });
    if (parent !== null && successor === null && validTo === null) this.childCodes.set(parent, [...(this.childCodes.get(parent) ?? []), prefix]);
  }

  private named(region: Region): NamedRegion | null {
    // Township-level units from 400 on (development zones and their like) share their names with what is not their area.
    if (!isPlaceName(region.name) || (region.level === 'township' && region.code[6]! >= '4')) return { code: region.code, level: region.level, full: [], bare: null };
    const code = region.successor ?? (region.validTo === null ? region.code : null);
    return code === null ? null : { code, level: region.level, ...namesOf(region.name, region.level) };
  }

  /** The region of a code in any of its lengths, retired codes included; null when it is not known. */
  find(code: string): Region | null {
    return isRegionCode(code) ? (this.byCode.get(regionPrefix(code)) ?? null) : null;
  }

  /** Whether the code is known, be it in use or retired. */
  exists(code: string): boolean {
    return this.find(code) !== null;
  }

  /** The code in use today for a code: itself, or its last successor; null when unknown or retired without one. */
  current(code: string): string | null {
    let region = this.find(code);
    for (let steps = 0; region !== null && region.successor !== null && steps < 10; steps++) region = this.find(region.successor);
    return region === null || region.validTo !== null || region.successor !== null ? null : region.code;
  }

  /** The region's own name (城关镇), or null. */
  nameOf(code: string): string | null {
    return this.find(code)?.name ?? null;
  }

  /** The names from the province down (湖北省襄阳市保康县城关镇), or null. */
  fullNameOf(code: string): string | null {
    const region = this.find(code);
    if (region === null) return null;
    const above = region.parent === null ? '' : (this.fullNameOf(region.parent) ?? '');
    return isPlaceName(region.name) ? `${above}${region.name}` : above;
  }

  /** The regions in use directly below a code, by code; of no code: the provinces. */
  children(code: string | null = null): readonly Region[] {
    if (code === null) return [...this.byCode.values()].filter((region) => region.level === 'province');
    return isRegionCode(code) ? (this.childCodes.get(regionPrefix(code)) ?? []).map((child) => this.byCode.get(child)!) : [];
  }

  /** Every region, retired ones included, in the order of the rows. */
  all(): IterableIterator<Region> {
    return this.byCode.values();
  }

  /**
   * The code of a label that names one region and nothing else: 保康县, 樊城区, 湖北省襄阳市, 歇马镇 (within a county).
   * Null when unknown or ambiguous. Townships and villages need `within`: not every township of the country is known.
   */
  byLabel(label: string, within: string | null = null): string | null {
    return this.reader.label(label, this.scope(within));
  }

  /**
   * The deepest region that a free address text names for certain, or null. Names are read from left to right, each
   * inside the one before; a name of several places (城关镇, 朝阳区) counts only below one that settles it. `within`
   * settles it from outside, for instance the region label of the same row.
   */
  placeInText(address: string, within: string | null = null): string | null {
    return this.reader.place(address, this.scope(within));
  }

  private scope(within: string | null): string | null {
    return within === null ? null : isRegionCode(within) ? regionPrefix(within) : 'none';
  }
}
