import Fuse from 'fuse.js';

/** A guess for an officer to confirm; `score` 0..1 is for people. */
export interface Suggestion {
  readonly code: string;
  readonly name: string;
  readonly score: number;
}

interface Term {
  readonly form: string;
  readonly codes: string[];
  readonly grams: ReadonlySet<string>;
}

const MOST = 5;
const LEAST_SCORE = 0.2;
/** Terms that go on to the second, slower look. */
const SHORT_LIST = 10;
/** How much the edit distance of fuse.js counts beside the shared characters. */
const FUSE_SHARE = 0.15;

/** Suggests occupations for wordings that decide nothing: character n-grams find a bucket, fuse.js re-orders its best. */
export class Suggester {
  private readonly terms = new Map<string, Term>();
  private readonly postings = new Map<string, Term[]>();

  /** Makes a wording of an occupation known. */
  add(form: string, code: string): void {
    const known = this.terms.get(form);
    if (known) {
      if (!known.codes.includes(code)) known.codes.push(code);
      return;
    }
    const term: Term = { form, codes: [code], grams: gramsOf(form) };
    this.terms.set(form, term);
    for (const gram of term.grams) {
      const bucket = this.postings.get(gram);
      if (bucket) bucket.push(term);
      else this.postings.set(gram, [term]);
    }
  }

  /** The best occupations for any of the forms; those in `certain` come first. */
  suggest(forms: readonly string[], certain: readonly string[]): readonly Omit<Suggestion, 'name'>[] {
    const best = new Map<string, number>(certain.map((code) => [code, 1]));
    for (const [at, form] of forms.filter((each) => each !== '').entries()) {
      for (const { term, score } of this.closest(form)) {
        const shared = (at === 0 ? score : score * 0.98) / (1 + 0.02 * (term.codes.length - 1));
        for (const code of term.codes) best.set(code, Math.max(best.get(code) ?? 0, Math.min(shared, 1)));
      }
    }
    return [...best].filter(([, score]) => score >= LEAST_SCORE)
      .sort(([codeA, a], [codeB, b]) => b - a || (codeA < codeB ? -1 : 1)).slice(0, MOST)
      .map(([code, score]) => ({ code, score: Math.round(score * 1000) / 1000 }));
  }

  private closest(form: string): readonly { readonly term: Term; readonly score: number }[] {
    const grams = gramsOf(form);
    const shared = new Map<Term, number>();
    for (const gram of grams) for (const term of this.postings.get(gram) ?? []) shared.set(term, (shared.get(term) ?? 0) + weightOf(gram));
    const total = weigh(grams);
    const ranked = [...shared].map(([term, both]) => ({ term, score: likeness(form, term.form, (2 * both) / (total + weigh(term.grams))) }))
      .sort((a, b) => b.score - a.score).slice(0, SHORT_LIST);
    if (ranked.length === 0) return ranked;
    const fuse = new Fuse(ranked, { keys: ['term.form'], includeScore: true, ignoreLocation: true, threshold: 1 });
    return fuse.search(form.slice(0, 32)).map(({ item, score = 1 }) => ({ term: item.term, score: item.score * (1 - FUSE_SHARE) + (1 - score) * FUSE_SHARE }));
  }
}

/** Dice, raised where one wording holds the other: what a title ends with says most (大型超市收银 ends with 收银). */
function likeness(asked: string, known: string, dice: number): number {
  if (known.length >= 2 && asked.endsWith(known)) return Math.max(dice, 0.7 + (0.3 * known.length) / asked.length);
  if (known.length >= 2 && asked.includes(known)) return Math.max(dice, 0.5 + (0.4 * known.length) / asked.length);
  if (asked.length >= 2 && known.includes(asked)) return Math.max(dice, 0.5 + (0.4 * asked.length) / known.length);
  return dice;
}

/** Single characters and pairs; a pair says more. */
function gramsOf(form: string): ReadonlySet<string> {
  const chars = [...form];
  return new Set([...chars, ...chars.slice(1).map((char, i) => chars[i]! + char)]);
}

/** 工, 员, 师 … end most names and tell nothing apart. */
function weightOf(gram: string): number {
  return gram.length === 1 ? ('工员师人者手'.includes(gram) ? 0.2 : 1) : 2;
}

function weigh(grams: ReadonlySet<string>): number {
  let sum = 0;
  for (const gram of grams) sum += weightOf(gram);
  return sum;
}
