import { percentOf } from '../publication/intervals.js';

/** A figure that somebody stated or that a ledger gave. */
export interface Figure {
  readonly label: string;
  readonly value: number;
  /** What is counted: `人`, `户`, `元`, `元/人`, `%`. Only like is added to like. */
  readonly unit: string;
}

/** How a figure could be had from others. A text is the name of a figure. */
export type Expression =
  | string
  | { readonly plus: readonly Expression[] }
  | { readonly from: Expression; readonly less: readonly Expression[] }
  /** So many percent of a count, up to the next whole: "72 % 以上". */
  | { readonly percent: number; readonly of: Expression }
  /** The one in percent of the other. */
  | { readonly share: Expression; readonly in: Expression }
  /** `元/人` × `人` = `元`. */
  | { readonly each: Expression; readonly times: Expression };

/** A statement about figures, to be looked at. */
export interface Claim {
  readonly label: string;
  readonly figure: string;
  /** The figure is this. */
  readonly is?: Expression;
  /** The figure is at least this: parts that are not all there is. */
  readonly atLeast?: Expression;
  /** The figure is a floor ("72 % 以上") of something that lies between these two, nobody knows where. */
  readonly floorOf?: readonly [low: Expression, high: Expression];
}

/**
 * `follows`: the figure is what the others give · `consistent`: they allow it · `contradicts`: they exclude it ·
 * `not-derivable`: nothing follows, for the units differ or the figures leave it open.
 */
export type Verdict = 'follows' | 'consistent' | 'contradicts' | 'not-derivable';

export interface Finding {
  readonly label: string;
  readonly verdict: Verdict;
  /** What the others give, in their unit; null for a range. */
  readonly derived: { readonly value: number; readonly unit: string } | null;
  /** The sum as people read it. */
  readonly reading: string;
}

interface Value {
  readonly value: number;
  readonly unit: string;
  readonly reading: string;
}

/**
 * Looks which figures follow from which. Nothing is guessed: people are never turned into households, and where figures
 * leave a range no value of it is preferred.
 * @throws RangeError when a claim names no figure of the list, adds unlike units, or says nothing
 */
export function deriveFigures(figures: Readonly<Record<string, Figure>>, claims: readonly Claim[]): Finding[] {
  return claims.map((claim) => {
    const stated = figureOf(figures, claim.figure);
    if (claim.floorOf !== undefined) return floorOf(claim.label, stated, claim.floorOf.map((each) => evaluate(figures, each)) as [Value, Value]);
    const expression = claim.is ?? claim.atLeast;
    if (expression === undefined) throw new RangeError(`claim without a statement: ${claim.label}`);
    const derived = evaluate(figures, expression);
    const isExact = claim.is !== undefined;
    const isTrue = isExact ? stated.value === derived.value : stated.value >= derived.value;
    const verdict: Verdict = stated.unit !== derived.unit ? 'not-derivable' : isTrue ? (isExact ? 'follows' : 'consistent') : 'contradicts';
    const sign = isExact ? (isTrue ? '=' : '≠') : isTrue ? '≥' : '<';
    const reading = verdict === 'not-derivable'
      ? `${show(stated)}；${derived.reading} = ${show(derived)}，单位不同，推不出`
      : `${show(stated)} ${sign} ${derived.reading}${verdict === 'contradicts' || !isExact ? `（= ${show(derived)}）` : ''}`;
    return { label: claim.label, verdict, derived: { value: derived.value, unit: derived.unit }, reading };
  });
}

function floorOf(label: string, stated: Figure, [low, high]: readonly [Value, Value]): Finding {
  const isLike = stated.unit === low.unit && stated.unit === high.unit;
  const isOpen = !isLike || (stated.value > low.value && stated.value <= high.value);
  const verdict: Verdict = isOpen ? 'not-derivable' : stated.value <= low.value ? 'follows' : 'contradicts';
  return { label, verdict, derived: null, reading: `${show(stated)}；只知在 ${show(low)} 与 ${show(high)} 之间` };
}

function evaluate(figures: Readonly<Record<string, Figure>>, expression: Expression): Value {
  if (typeof expression === 'string') {
    const { value, unit } = figureOf(figures, expression);
    return { value, unit, reading: String(value) };
  }
  const of = (each: Expression): Value => evaluate(figures, each);
  if ('plus' in expression) return sumOf(expression.plus.map(of));
  if ('less' in expression) {
    const [from, less] = [of(expression.from), expression.less.map(of)];
    assertLike([from, ...less]);
    return { value: less.reduce((left, each) => left - each.value, from.value), unit: from.unit, reading: [from, ...less].map(({ reading }) => reading).join(' − ') };
  }
  if ('percent' in expression) {
    const whole = of(expression.of);
    return { value: Math.ceil((whole.value * expression.percent) / 100), unit: whole.unit, reading: `${whole.reading} × ${expression.percent} %` };
  }
  if ('share' in expression) {
    const [part, whole] = [of(expression.share), of(expression.in)];
    assertLike([part, whole]);
    const percent = percentOf(part.value, whole.value);
    if (percent === null) throw new RangeError('a share of nothing');
    return { value: percent, unit: '%', reading: `${part.reading} ÷ ${whole.reading}` };
  }
  const [each, times] = [of(expression.each), of(expression.times)];
  const [unit, per] = each.unit.split('/');
  if (per !== times.unit) throw new RangeError(`${each.unit} × ${times.unit}`);
  return { value: each.value * times.value, unit: unit!, reading: `${each.reading} × ${times.reading}` };
}

function sumOf(values: readonly Value[]): Value {
  if (values.length === 0) throw new RangeError('a sum of nothing');
  assertLike(values);
  return { value: values.reduce((sum, { value }) => sum + value, 0), unit: values[0]!.unit, reading: values.map(({ reading }) => reading).join(' + ') };
}

function assertLike(values: readonly Value[]): void {
  const other = values.find(({ unit }) => unit !== values[0]!.unit);
  if (other !== undefined) throw new RangeError(`${values[0]!.unit} and ${other.unit} in one sum`);
}

function figureOf(figures: Readonly<Record<string, Figure>>, name: string): Figure {
  const figure = Object.hasOwn(figures, name) ? figures[name] : undefined;
  if (figure === undefined) throw new RangeError(`no figure ${name}`);
  return figure;
}

function show({ value, unit }: { readonly value: number; readonly unit: string }): string {
  return `${value} ${unit}`;
}
