const OFFSET = 2_166_136_261;
const PRIME = 16_777_619;
const utf8 = new TextEncoder();

/** FNV-1a, 32 bits unsigned, over the UTF-8 bytes of a text. */
export function fnv1a(text: string): number {
  let hash = OFFSET;
  for (const byte of utf8.encode(text)) hash = Math.imul(hash ^ byte, PRIME);
  return hash >>> 0;
}

/** The trainee's half of the draw among equal scores. */
export function traineeTieHash(tieSalt: string, traineeId: string): number {
  return fnv1a(`${tieSalt}|${traineeId}`);
}

/** The draw among equal scores: lower goes first. Anyone can compute it again from the ids and the policy's salt. */
export function tieOf(traineeHash: number, vacancyHash: number): number {
  return (traineeHash ^ vacancyHash) >>> 0;
}

/** A UTF-16 unit moved so that units compare like code points: surrogates (≥ U+10000) after U+E000..U+FFFF. */
function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

/** Compares two ids by code point, which is the order of their UTF-8 bytes. */
export function compareIds(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return codePointRank(x) - codePointRank(y);
  }
  return a.length - b.length;
}
