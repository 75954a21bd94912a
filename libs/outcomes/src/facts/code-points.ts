const SURROGATES_FROM = 0xd800;
const SURROGATES_TO = 0xdfff;

/**
 * Orders two texts by code points. JavaScript's own order is by UTF-16 units, which puts rare characters
 * (beyond U+FFFF, as in some names) before some common ones.
 */
export function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const [a, b] = [left.charCodeAt(i), right.charCodeAt(i)];
    if (a !== b) return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1;
  }
  return left.length - right.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= SURROGATES_FROM && unit <= SURROGATES_TO;
}
