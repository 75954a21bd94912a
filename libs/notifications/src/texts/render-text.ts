import { cleanVariable, type CleanedOf } from './clean-variable.js';
import { countParts, SINGLE_PART_UNITS } from './segments.js';
import { SMS_TEMPLATES, type SmsTemplate, type TemplateCode, type VariablesOf } from './templates.js';
import { textFaults, type TextFault } from './text-faults.js';

/** A text as it would be sent. */
export interface RenderedText {
  readonly template: TemplateCode;
  readonly version: number;
  /** Without the signature. */
  readonly text: string;
  /** As a telephone shows it, signature first. */
  readonly signed: string;
  /** Messages that it is sent as, signature included. */
  readonly parts: number;
  /** The variables as they went in: providers with templates of their own are sent these. */
  readonly variables: Readonly<Record<string, string>>;
  /** What was taken out of which variable; empty when nothing was. */
  readonly cleaned: readonly { readonly variable: string; readonly of: readonly CleanedOf[] }[];
  /** Why it must not be sent; empty when it may. */
  readonly faults: readonly TextFault[];
}

export interface TextContext {
  /** The sender's name, without brackets: stands before the text as `【…】`. */
  readonly signature: string;
  /** Full names that the text must not contain. */
  readonly names?: readonly string[];
}

/**
 * Fills a template. A text that is a little too long for one part gets shorter names of places, posts and employers; what
 * cannot be had in one part stays whole, and its parts are counted.
 */
export function renderText<T extends TemplateCode>(code: T, values: VariablesOf<T>, { signature, names = [] }: TextContext): RenderedText {
  const template: SmsTemplate = SMS_TEMPLATES[code];
  const given: Readonly<Record<string, string>> = values;
  const cleaned: { variable: string; of: readonly CleanedOf[] }[] = [];
  let variables: Record<string, string> = {};
  for (const [name, { most }] of Object.entries(template.variables)) {
    const { text, cleanedOf } = cleanVariable(given[name] ?? '', most);
    variables[name] = text;
    if (cleanedOf.length > 0) cleaned.push({ variable: name, of: cleanedOf });
  }
  const head = `【${cleanVariable(signature).text}】`;
  const lengthOf = (filled: Readonly<Record<string, string>>): number => head.length + fill(template, filled).length;
  const shorter = shortened(template, variables, lengthOf(variables) - SINGLE_PART_UNITS);
  if (lengthOf(variables) > SINGLE_PART_UNITS && lengthOf(shorter) <= SINGLE_PART_UNITS) variables = shorter;
  const text = fill(template, variables);
  return { template: code, version: template.version, text, signed: head + text, parts: countParts(head + text), variables, cleaned, faults: textFaults(text, names) };
}

function fill({ wording }: SmsTemplate, variables: Readonly<Record<string, string>>): string {
  return wording.replace(/\{([a-z]+)\}/gu, (_, name: string) => variables[name] ?? '');
}

/** Takes what is too much from the longest first, none below its least. */
function shortened({ variables: rules }: SmsTemplate, variables: Readonly<Record<string, string>>, tooMuch: number): Record<string, string> {
  const result = { ...variables };
  const spare = (name: string): number => result[name]!.length - (rules[name]!.least ?? result[name]!.length);
  for (let left = tooMuch; left > 0;) {
    const name = Object.keys(rules).reduce((best, each) => (spare(each) > spare(best) ? each : best));
    if (spare(name) <= 0) break;
    const before = result[name]!.length;
    result[name] = cleanVariable(variables[name]!, before - 1).text;
    left -= before - result[name].length;
  }
  return result;
}
