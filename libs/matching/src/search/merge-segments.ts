import { REMOVED } from './gate-word.js';
import { RUNNING, TraineeRows, uuidText } from './trainee-rows.js';
import type { TraineeSegment } from './trainee-segment.js';

/** Appends everybody of a segment who is not removed. */
export function appendSegment(rows: TraineeRows, segment: TraineeSegment): void {
  const willing = willingByPerson(segment);
  let [particular, home] = [0, 0];
  for (let person = 0; person < segment.count; person++) {
    while (segment.homes.starts[home + 1]! <= person) home++;
    const hasParticulars = segment.particulars.persons[particular] === person;
    if (hasParticulars) particular++;
    if ((segment.gates[person]! & REMOVED) !== 0) continue;
    appendLists(rows, segment, person);
    for (let i = willing.starts[person]!; i < willing.starts[person + 1]!; i++) rows.willing(willing.regions[i]!);
    if (hasParticulars) {
      const { starts, values } = segment.particulars.lists;
      rows.particular(Array.from(values.subarray(starts[particular - 1]!, starts[particular]!)));
    }
    const text = segment.texts?.[person];
    const isText = text !== undefined && text !== uuidText(segment.ids, 16 * person);
    rows.close(isText ? text : { bytes: segment.ids, at: 16 * person }, segment.ties[person]!, segment.gates[person]!, segment.pays[person]!, segment.homes.regions[home]!);
  }
}

function appendLists(rows: TraineeRows, { skills, occupations, records, running }: TraineeSegment, person: number): void {
  for (let e = skills.starts[person]!; e < skills.starts[person + 1]!; e++) rows.skill(skills.values[e]! >>> 3, skills.values[e]! & 7);
  for (let e = occupations.starts[person]!; e < occupations.starts[person + 1]!; e++) rows.occupations.push(occupations.values[e]!);
  for (let e = records.starts[person]!; e < records.starts[person + 1]!; e++) {
    const detail = records.details[e]!;
    if ((detail & 3) === RUNNING) rows.running(records.courses[e]!, running.factors[detail >>> 2]!, running.ends[detail >>> 2]!);
    else rows.finishedPacked(records.courses[e]!, detail);
  }
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
