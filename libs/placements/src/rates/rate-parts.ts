import type { CellMember, PlacementTable } from '@app/outcomes';

/** Which persons behind a figure. */
export const RATE_PARTS = ['numerator', 'denominator', 'unknown', 'immature', 'excluded'] as const;
export type RatePart = (typeof RATE_PARTS)[number];

const STANDINGS = {
  numerator: ['employed', 'studying'],
  denominator: ['employed', 'studying', 'not-employed', 'unknown'],
  unknown: ['unknown'],
  immature: ['immature'],
  excluded: ['excluded'],
} as const satisfies Record<RatePart, readonly CellMember['standing'][]>;

/** The persons of a part of the total, or of one cell, in the order of their ids; null: nobody stands in that cell. */
export function membersOf({ total, cells }: PlacementTable, part: RatePart, key: string | undefined): readonly CellMember[] | null {
  const cell = key === undefined ? total : cells.find((each) => each.key === key);
  if (cell === undefined) return null;
  const standings: readonly CellMember['standing'][] = STANDINGS[part];
  return cell.members.filter(({ standing }) => standings.includes(standing));
}
