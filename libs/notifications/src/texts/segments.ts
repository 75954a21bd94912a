/** A text of one part: UTF-16 units, so an emoji counts as 2. */
export const SINGLE_PART_UNITS = 70;
/** What fits into each part of a longer text: three units carry how the parts belong together. */
export const JOINED_PART_UNITS = 67;

/**
 * How many messages a text is sent and charged as, signature included.
 * @param text in UTF-16 as JavaScript holds it
 * @returns whole, ≥ 1; an empty text is one part
 */
export function countParts(text: string): number {
  return text.length <= SINGLE_PART_UNITS ? 1 : Math.ceil(text.length / JOINED_PART_UNITS);
}
