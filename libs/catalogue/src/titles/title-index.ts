import { cleanTitle, comparable, splitBrackets } from './clean-title.js';
import { Suggester, type Suggestion } from './suggest.js';
import { endsWithoutTrade, headOf, saysNothing, shorterForms, workOf, worksAsked } from './title-forms.js';

/** An entry of the occupation list; only those of level 4 (细类) decide. */
export interface OccupationTerm {
  readonly code: string;
  readonly name: string;
  readonly level: number;
}

/** A wording that means an occupation. The same wording with two codes is kept, and decides nothing. */
export interface OccupationAlias {
  readonly alias: string;
  readonly code: string;
}

export interface TitleKnowledge {
  readonly occupations: Iterable<OccupationTerm>;
  readonly aliases: Iterable<OccupationAlias>;
  /** Wordings that need no trade: 普工, 学徒. */
  readonly noTrade: Iterable<string>;
}

/** The answer for a title; the shape is that of the offline command `titles`. */
export interface TitleDecision {
  readonly title: string;
  readonly cleaned: string;
  readonly decided: { readonly code: string; readonly name: string } | null;
  readonly by: 'exact' | 'alias' | null;
  readonly noTrade: boolean;
  readonly suggestions: readonly Suggestion[];
}

type Found = { readonly kind: 'code'; readonly code: string; readonly by: 'exact' | 'alias' } | { readonly kind: 'many'; readonly codes: readonly string[] } | { readonly kind: 'noTrade' };

const CACHE_LIMIT = 20_000;

/** Everything known about titles, prepared for many questions. Build one with {@link buildTitleIndex}. */
export class TitleIndex {
  private readonly names = new Map<string, string>();
  private readonly exact = new Map<string, string[]>();
  /** Names of 大类, 中类 and 小类. */
  private readonly groups = new Set<string>();
  private readonly aliases = new Map<string, string[]>();
  private readonly works = new Map<string, string[]>();
  /** All wordings of an occupation in one text, to look whether a word belongs to it. */
  private readonly words = new Map<string, string>();
  private readonly noTrade = new Set<string>();
  private readonly suggester = new Suggester();
  private readonly answers = new Map<string, Omit<TitleDecision, 'title' | 'cleaned'>>();

  constructor({ occupations, aliases, noTrade }: TitleKnowledge) {
    for (const { code, name, level } of occupations) {
      if (level === 4) this.learnName(code, name);
      else this.groups.add(comparable(name));
    }
    for (const { alias, code } of aliases) if (this.names.has(code)) this.learnAlias(alias, code);
    for (const wording of noTrade) this.noTrade.add(comparable(wording));
  }

  private learnName(code: string, name: string): void {
    this.names.set(code, name);
    this.learn(this.exact, comparable(name), code);
    this.learnWork(comparable(name), code);
    this.suggester.add(comparable(name), code);
  }

  private learnAlias(alias: string, code: string): void {
    const form = comparable(alias);
    this.learn(this.aliases, form, code);
    this.learnWork(form, code);
    this.suggester.add(form, code);
  }

  private learnWork(form: string, code: string): void {
    const work = workOf(form);
    for (const kind of work?.kinds ?? []) this.learn(this.works, work!.core + kind, code);
  }

  private learn(terms: Map<string, string[]>, form: string, code: string): void {
    if (form === '') return;
    this.words.set(code, `${this.words.get(code) ?? ''}|${form}`);
    const codes = terms.get(form);
    if (codes === undefined) terms.set(form, [code]);
    else if (!codes.includes(code)) codes.push(code);
  }

  /** The name of an occupation (细类) of the index, or null. */
  nameOf(code: string): string | null {
    return this.names.get(code) ?? null;
  }

  /** @see decideTitle */
  decide(title: string): TitleDecision {
    const known = this.answers.get(title);
    if (known) return { title, cleaned: cleanTitle(title), ...known };
    const cleaned = cleanTitle(title);
    const answer = this.answer(title, cleaned);
    if (this.answers.size >= CACHE_LIMIT) this.answers.clear();
    this.answers.set(title, answer);
    return { title, cleaned, ...answer };
  }

  private answer(title: string, cleaned: string): Omit<TitleDecision, 'title' | 'cleaned'> {
    const found = this.find(title, cleaned);
    if (found?.kind === 'code') return { decided: { code: found.code, name: this.names.get(found.code)! }, by: found.by, noTrade: false, suggestions: [] };
    if (found?.kind === 'noTrade') return { decided: null, by: null, noTrade: true, suggestions: [] };
    const { main, brackets } = splitBrackets(cleaned);
    const forms = [main, ...brackets, ...parts(main)].map(comparable);
    const suggestions = this.suggester.suggest([...new Set(forms.flatMap((form) => [form, ...shorterForms(form)]))], found?.codes ?? []);
    return { decided: null, by: null, noTrade: false, suggestions: suggestions.map(({ code, score }) => ({ code, name: this.names.get(code)!, score })) };
  }

  /** Whole before parts, given before derived; brackets may narrow the main title, never contradict it. */
  private find(title: string, cleaned: string): Found | null {
    // A wording may be known with what else is a decoration: 夜班保安. An official name goes first in either form.
    const whole = this.known(comparable(title), comparable(cleaned));
    if (whole) return whole;
    const { main, brackets } = splitBrackets(cleaned);
    const form = comparable(main);
    const inBrackets = brackets.map((each) => this.findForm(comparable(each))).filter((each) => each?.kind === 'code');
    const joined = brackets.map((each) => this.known(comparable(each) + form)).find((each) => each?.kind === 'code');
    if (joined) return joined;
    const found = this.findForm(form) ?? this.findParts(main);
    const aside = inBrackets[0];
    if (aside?.kind !== 'code') return found?.kind === 'code' && brackets.some((each) => this.isForeign(comparable(each), found.code)) ? { kind: 'many', codes: [found.code] } : found;
    if (found === null && saysNothing(form)) return aside;
    if (found === null || found.kind === 'noTrade') return { kind: 'many', codes: [aside.code] };
    if (found.kind === 'many') return found.codes.includes(aside.code) ? aside : { kind: 'many', codes: [...found.codes, aside.code] };
    return found.code === aside.code ? found : { kind: 'many', codes: [found.code, aside.code] };
  }

  /** Whether a bracket narrows the title to something that no wording of the occupation speaks of: 造粒工(塑料) is not the one of fertilisers. */
  private isForeign(aside: string, code: string): boolean {
    return !saysNothing(aside) && !this.words.get(code)!.includes(aside);
  }

  /** One wording without separators: as it stands, by the work it names, with less before it, by its head. */
  private findForm(form: string): Found | null {
    const direct = this.known(form) ?? this.byWork(form);
    if (direct || this.groups.has(form)) return direct;
    for (const shorter of shorterForms(form)) {
      const found = this.known(shorter) ?? this.byWork(shorter);
      // 建筑|工人: what is left may need no trade where the whole does.
      if (found && (found.kind !== 'noTrade' || endsWithoutTrade(shorter))) return derived(found);
    }
    const head = headOf(form);
    const byHead = head === null ? null : this.known(head);
    if (byHead?.kind === 'code') return derived(byHead);
    return endsWithoutTrade(form) ? { kind: 'noTrade' } : null;
  }

  /** What is known of a wording in any of its forms: as a name before as an alias before as one without a trade. */
  private known(...forms: readonly string[]): Found | null {
    for (const by of ['exact', 'alias'] as const) {
      const terms = by === 'exact' ? this.exact : this.aliases;
      const codes = forms.map((form) => terms.get(form)).find((each) => each !== undefined);
      if (codes) return codes.length === 1 ? { kind: 'code', code: codes[0]!, by } : { kind: 'many', codes };
    }
    return forms.some((form) => this.noTrade.has(form)) ? { kind: 'noTrade' } : null;
  }

  /** Only a 细类 decides: the name of a group above it suggests the occupation whose work it names, and no more. */
  private byWork(form: string): Found | null {
    const found = this.workNamed(form);
    return found?.kind === 'code' && this.groups.has(form) ? { kind: 'many', codes: [found.code] } : found;
  }

  private workNamed(form: string): Found | null {
    for (const { core, kinds } of worksAsked(form)) {
      const known = core === form ? null : this.known(core);
      if (known) return derived(known);
      const codes = [...new Set(kinds.flatMap((kind) => this.works.get(core + kind) ?? []))];
      if (codes.length > 0) return codes.length === 1 ? { kind: 'code', code: codes[0]!, by: 'alias' } : { kind: 'many', codes };
    }
    return null;
  }

  /** Several wordings side by side decide only together: 保安/门卫 is one occupation, 焊工/钳工 is none. */
  private findParts(main: string): Found | null {
    const forms = parts(main).map(comparable).filter((form) => !saysNothing(form));
    if (forms.length === 0 || parts(main).length < 2) return null;
    const found = forms.map((form) => this.findForm(form));
    const codes = [...new Set(found.flatMap((each) => (each?.kind === 'code' ? [each.code] : each?.kind === 'many' ? each.codes : [])))];
    if (found.every((each) => each?.kind === 'noTrade')) return { kind: 'noTrade' };
    const common = codes.filter((code) => found.every((each) => each?.kind === 'code' ? each.code === code : each?.kind === 'many' && each.codes.includes(code)));
    const sure = found.some((each) => each?.kind === 'code');
    if (sure && common.length === 1) return { kind: 'code', code: common[0]!, by: 'alias' };
    return codes.length === 0 ? null : { kind: 'many', codes };
  }
}

/** Only the wording as it stands can be an official name. */
function derived(found: Found): Found {
  return found.kind === 'code' ? { ...found, by: 'alias' } : found;
}

/** The wordings of a title that names several, or adds a place: 电工/焊工, 保洁-武汉. */
function parts(main: string): readonly string[] {
  const pieces = main.split(/[\s/、,，;；|+&\-—:：·]+/).filter((piece) => piece !== '');
  return pieces.length > 1 ? pieces : [];
}

/** Prepares an occupation list, its aliases and the wordings without a trade for {@link decideTitle}. */
export function buildTitleIndex(knowledge: TitleKnowledge): TitleIndex {
  return new TitleIndex(knowledge);
}

/**
 * The occupation (细类) that a job title means: by its official name, else by an alias or a safe variant of one. An
 * alias of two occupations, and everything fuzzy, only suggests (at most five, best first, scores 0..1). `noTrade`: the
 * title is known to need no trade.
 */
export function decideTitle(title: string, index: TitleIndex): TitleDecision {
  return index.decide(title);
}
