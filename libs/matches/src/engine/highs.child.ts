// Entry of the child process in which HiGHS solves one programme: whatever happens to it, the engine lives on.
import type { OutsideAnswer } from '@app/matching';
import highs from 'highs';

/** The package is CommonJS whose exports are the function itself; its types say `default`. */
const load = highs as unknown as typeof highs.default;
const NO_GAP = { mip_rel_gap: 0, mip_abs_gap: 0 };

process.once('message', (programme: string) => void solve(programme).then((answer) => process.send!(answer)));

async function solve(programme: string): Promise<OutsideAnswer> {
  const { Status: status, ObjectiveValue: objective, Columns: columns, Rows: rows } = (await load({})).solve(programme, NO_GAP);
  const worth = (values: readonly (readonly [string, number | undefined])[]): Map<string, number> => new Map(values.flatMap(([name, value]) => (value === undefined || value === 0 ? [] : [[name, value] as const])));
  return { isOptimal: status === 'Optimal', objective, columns: worth(Object.entries<object & { readonly Primal?: number }>(columns).map(([name, column]) => [name, column.Primal])), rows: worth(rows.flatMap((row) => ('Dual' in row ? [[row.Name, row.Dual] as const] : []))) };
}
