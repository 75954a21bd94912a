import { isInside, parentRegion, type RegionLevel } from '@app/kernel';

/** The names under which a region may be written. */
export interface NamedRegion {
  readonly code: string;
  readonly level: RegionLevel;
  readonly full: readonly string[];
  readonly bare: string | null;
}

interface Entry {
  readonly code: string;
  readonly level: RegionLevel;
  readonly bare: boolean;
}

interface Spot {
  readonly text: string;
  readonly at: number;
  readonly name: string;
  /** The region read so far, or given from outside. */
  readonly scope: string | null;
  /** Nothing but separators stands between this name and the one before (or the start of the text). */
  readonly joined: boolean;
}

/** A street or a building named after a region is not that region: 保康路, 中山三路, 上海大厦. */
const NAMED_AFTER = /^[东西南北中一二三四五六七八九十\d]{0,3}(路|街|道|大道|巷|弄|里|桥|门|大厦|广场|酒店|饭店|宾馆|大学|学院|公园|银行|小区|花园|商场|火锅|菜|人|话|商会|馆)/;
/** What may follow a bare place name for it to mean the place. */
const PLACE_GOES_ON = /^($|[^\p{Script=Han}\d]|经济|经开|高新|工业|产业|开发|新区|县城|城区|市区|境内|各乡|周边|附近|本地|及|和)/u;
/** District names that say no more than a direction or a part of a town: only trusted below their city. */
const GENERIC_DISTRICT = /^[东西南北中城郊矿市新老港江河湖]+区$/;
const SEPARATOR = /[^\p{Script=Han}\d]/u;

/** Reads place names in free text. Every rule here errs on the side of reading nothing. */
export class PlaceReader {
  private readonly entries = new Map<string, Entry[]>();
  private readonly completeTownships: ReadonlySet<string>;
  private readonly completeVillages: ReadonlySet<string>;
  private readonly longest: number;

  constructor(regions: readonly NamedRegion[]) {
    let longest = 0;
    for (const { code, level, full, bare } of regions) {
      for (const name of new Set(full)) this.index(name, { code, level, bare: false });
      if (bare !== null) this.index(bare, { code, level, bare: true });
      longest = Math.max(longest, ...full.map((name) => name.length));
    }
    this.longest = longest;
    const codesOf = (...levels: RegionLevel[]) => regions.filter(({ level }) => levels.includes(level)).map(({ code }) => code);
    this.completeTownships = wholeRegions(codesOf('prefecture', 'county'), codesOf('township'));
    this.completeVillages = wholeRegions(codesOf('township'), codesOf('village'));
  }

  private index(name: string, entry: Entry): void {
    const known = this.entries.get(name) ?? [];
    if (!known.some(({ code, bare }) => code === entry.code && bare === entry.bare)) known.push(entry);
    this.entries.set(name, known);
  }

  /** The region that the whole label names, or null. */
  label(label: string, within: string | null): string | null {
    const text = label.normalize('NFKC').replace(/\s+/g, '');
    const named = (this.entries.get(text) ?? []).filter(({ code, level }) => (within === null || isInside(code, within)) && this.isComplete(within, level));
    const chosen = outermost(named.filter(({ bare }) => !bare)) ?? outermost(named);
    if (chosen) return chosen.code;
    const read = this.read(text, within);
    return read.whole ? read.code : null;
  }

  /** The deepest region that the text names for certain, or null. */
  place(address: string, within: string | null): string | null {
    return this.read(address.normalize('NFKC').replace(/\s+/g, ' ').trim(), within).code;
  }

  private read(text: string, within: string | null): { readonly code: string | null; readonly whole: boolean } {
    let scope = within;
    let code: string | null = null;
    let end = 0;
    let whole = true;
    for (let at = 0; at < text.length; ) {
      const joined = [...text.slice(end, at)].every((char) => SEPARATOR.test(char));
      const match = this.matchAt(text, at, scope, joined);
      if (match === null) {
        whole &&= SEPARATOR.test(text[at]!);
        at++;
        continue;
      }
      if (scope !== null && !related(match.code, scope)) return { code: within === null ? shared(scope, match.code) : null, whole: false };
      if (scope === null || isInside(match.code, scope)) code = scope = match.code;
      at = end = at + match.length;
    }
    return { code, whole: whole && code !== null };
  }

  /** The longest name at a position that can be trusted: inside the scope, one that holds it, or one that contradicts it. */
  private matchAt(text: string, at: number, scope: string | null, joined: boolean): { readonly code: string; readonly length: number } | null {
    for (let length = Math.min(this.longest, text.length - at); length >= 2; length--) {
      const name = text.slice(at, at + length);
      const entries = this.entries.get(name);
      if (!entries) continue;
      const holder = scope === null ? undefined : entries.find(({ code, bare }) => isInside(scope, code) && (!bare || joined));
      if (holder) return { code: holder.code, length };
      const spot: Spot = { text, at, name, scope, joined };
      const inside = outermost(entries.filter((entry) => (scope === null || isInside(entry.code, scope)) && this.isTrusted(entry, spot)));
      if (inside) return { code: inside.code, length };
      const outside = scope === null ? null : outermost(entries.filter((entry) => !entry.bare && this.isTrusted(entry, { ...spot, scope: null })));
      if (outside && !isInside(outside.code, scope!)) return { code: outside.code, length };
    }
    return null;
  }

  private isTrusted(entry: Entry, spot: Spot): boolean {
    const { text, at, name, scope, joined } = spot;
    const next = text.slice(at + name.length);
    const starts = at === 0 || SEPARATOR.test(text[at - 1]!);
    if (entry.bare) {
      if (NAMED_AFTER.test(next)) return false;
      if (entry.level === 'township') return joined && scope !== null && scope.length === 6 && /^($|[^\p{Script=Han}\d])/u.test(next);
      if (entry.level === 'prefecture' && joined && scope !== null) return true;
      return (scope === null ? starts : joined) && (PLACE_GOES_ON.test(next) || this.goesDeeper(next, entry.code));
    }
    if (name.endsWith('市') && next.startsWith('场')) return false;
    if (entry.level === 'township' || entry.level === 'village') return this.isComplete(scope, entry.level);
    if (entry.level !== 'county') return true;
    if (scope !== null) return name.length > 2 || joined;
    if (name.endsWith('区')) return starts && name.length > 2 && !GENERIC_DISTRICT.test(name);
    return name.length > 2 || starts;
  }

  /** Whether the text goes on with the name of a region inside this one, or names it again: 保康|歇马镇, 浙江|杭州, 深圳|深圳宝安区. */
  private goesDeeper(next: string, code: string): boolean {
    const text = next.replace(/^[^\p{Script=Han}]+/u, '');
    for (let length = Math.min(this.longest, text.length); length >= 2; length--) {
      const inside = (this.entries.get(text.slice(0, length)) ?? []).filter((entry) => isInside(entry.code, code));
      if (inside.some((entry) => (entry.bare ? entry.level === 'prefecture' || entry.code === code : this.isComplete(code, entry.level)))) return true;
    }
    return false;
  }

  /** Whether every region of a level inside the scope is known, so that a name found once there is that one. */
  private isComplete(scope: string | null, level: RegionLevel): boolean {
    if (level !== 'township' && level !== 'village') return true;
    return scope !== null && (level === 'township' ? this.completeTownships : this.completeVillages).has(scope);
  }
}

/** The codes, at any level, below which every possible parent has children. */
function wholeRegions(parents: readonly string[], children: readonly string[]): ReadonlySet<string> {
  const withChildren = new Set(children.map(parentRegion));
  const withDeeper = new Set(parents.map(parentRegion));
  const lacking = new Set(parents.filter((code) => !withChildren.has(code) && !withDeeper.has(code)).flatMap(upwards));
  return new Set([...withChildren].filter((code) => code !== null).flatMap(upwards).filter((code) => !lacking.has(code)));
}

function upwards(code: string): string[] {
  const parent = parentRegion(code);
  return parent === null ? [code] : [code, ...upwards(parent)];
}

function related(one: string, other: string): boolean {
  return isInside(one, other) || isInside(other, one);
}

/** The deepest region that holds both, or null. */
function shared(one: string, other: string): string | null {
  return upwards(one).find((code) => isInside(other, code)) ?? null;
}

/** The one entry, or the one that holds all others (吉林: the province, not its city); null when they are apart. */
function outermost(entries: readonly Entry[]): Entry | null {
  const [first, ...others] = [...entries].sort((a, b) => a.code.length - b.code.length);
  if (!first) return null;
  return others.every(({ code }) => isInside(code, first.code)) || (first.level === 'province' && others.every(({ level }) => level !== 'province')) ? first : null;
}
