/** People told for each place, to one decimal. @param openings null: several, taken for one at a time as waves do; none left: null */
export function perOpening(people: number, openings: number | null): number | null {
  const places = openings ?? 1;
  return places <= 0 ? null : Math.round((people * 10) / places) / 10;
}
