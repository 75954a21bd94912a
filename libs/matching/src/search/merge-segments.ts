import { REMOVED } from './gate-word.js';
import { RECORD_WIDTH, ROW_HEAD, detailAt, gateWordAt, recordsFrom, recordsTo } from './packed-row.js';
import { RUNNING, type TraineeRows, uuidText } from './trainee-rows.js';
import type { TraineeSegment } from './segment.js';

/** Appends everybody of a segment who is not removed. */
export function appendSegment(rows: TraineeRows, segment: TraineeSegment): void {
  const willing = willingByPerson(segment);
  let [particular, home] = [0, 0];
  for (let person = 0; person < segment.count; person++) {
    while (segment.homes.starts[home + 1]! <= person) home++;
    const hasParticulars = segment.particulars.persons[particular] === person;
    if (hasParticulars) particular++;
    const gates = gateWordAt(segment.rows.values, segment.rows.starts[person]!);
    if ((gates & REMOVED) !== 0) continue;
    appendLists(rows, segment, person);
    for (let i = willing.starts[person]!; i < willing.starts[person + 1]!; i++) rows.willing(willing.regions[i]!);
    if (hasParticulars) {
      const { starts, values } = segment.particulars.lists;
      rows.particular(Array.from(values.subarray(starts[particular - 1], starts[particular])));
    }
    const text = segment.texts?.[person];
    const isText = text !== undefined && text !== uuidText(segment.ids, 16 * person);
    rows.close(isText ? text : { bytes: segment.ids, at: 16 * person }, segment.ties[person]!, gates, segment.pays[person]!, segment.homes.regions[home]!);
  }
}

function appendLists(rows: TraineeRows, { rows: { starts, values }, running }: TraineeSegment, person: number): void {
  const at = starts[person]!;
  const records = recordsFrom(values, at);
  const end = recordsTo(values, at, records);
  for (let e = at + ROW_HEAD; e < records; e++) rows.skill(values[e]! >>> 3, values[e]! & 7);
  for (let e = records; e < end; e += RECORD_WIDTH) {
    const detail = detailAt(values, e);
    if ((detail & 3) === RUNNING) rows.running(values[e]!, running.factors[detail >>> 2]!, running.ends[detail >>> 2]!);
    else rows.finishedPacked(values[e]!, detail);
  }
  for (let e = end + 1; e <= end + values[end]!; e++) rows.occupations.push(values[e]!);
}

/** The regions each person is willing to go to. */
function willingByPerson({ count, willing }: TraineeSegment): { starts: Uint32Array; regions: Float64Array } {
  const starts = new Uint32Array(count + 1);
  for (const person of willing.persons) starts[person + 1]!++;
  for (let person = 0; person < count; person++) starts[person + 1]! += starts[person]!;
  const next = starts.slice();
  const regions = new Float64Array(willing.persons.length);
  for (let r = 0; r < willing.regions.length; r++) for (let i = willing.starts[r]!; i < willing.starts[r + 1]!; i++) regions[next[willing.persons[i]!]!++] = willing.regions[r]!;
  return { starts, regions };
}
