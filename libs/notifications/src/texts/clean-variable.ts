/** What was taken out of a variable before it went into a text. */
export const CLEANED_OF = ['signature-brackets', 'line-breaks', 'invisible', 'length'] as const;
export type CleanedOf = (typeof CLEANED_OF)[number];

/** A variable that can go into a text, and what had to be taken out of it (kept on record). */
export interface CleanVariable {
  readonly text: string;
  readonly cleanedOf: readonly CleanedOf[];
}

/** Brackets that telephones and carriers read as the name of a sender, also where they are written in another form. */
const SIGNATURE_BRACKETS = /[【】〖〗︻︼︗︘]/gu;
const LINE_BREAKS = /[\r\n\t\v\f\u0085\u2028\u2029]+/gu;
/** Zero-width, directional and filling characters, soft hyphens, control characters, lone surrogates, the empty Braille cell. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const ELLIPSIS = '…';

/**
 * A variable as it may stand in a text: in one line, without brackets of a signature, without characters that nobody sees.
 * @param most UTF-16 units; a longer one is cut at a whole character and ends with `…`
 */
export function cleanVariable(raw: string, most = Number.POSITIVE_INFINITY): CleanVariable {
  const cleanedOf: CleanedOf[] = [];
  const takeOut = (text: string, what: RegExp, by: string, name: CleanedOf): string => {
    const left = text.replace(what, by);
    if (left !== text) cleanedOf.push(name);
    return left;
  };
  let text = takeOut(raw.normalize('NFC'), LINE_BREAKS, ' ', 'line-breaks');
  text = takeOut(text, INVISIBLE, '', 'invisible');
  text = takeOut(text, SIGNATURE_BRACKETS, '', 'signature-brackets');
  text = text.replace(/\s+/gu, ' ').trim();
  if (text.length <= most) return { text, cleanedOf };
  return { text: cutTo(text, most), cleanedOf: [...cleanedOf, 'length'] };
}

const GRAPHEMES = new Intl.Segmenter('zh', { granularity: 'grapheme' });

function cutTo(text: string, most: number): string {
  let kept = '';
  for (const { segment } of GRAPHEMES.segment(text)) {
    if (kept.length + segment.length + ELLIPSIS.length > most) break;
    kept += segment;
  }
  return kept + ELLIPSIS;
}
