import { bundledCourses, bundledOccupations, bundledRegions, bundledSkills, type RegionDirectory } from '@app/catalogue';
import { addDays, padRegion, type CivilDate } from '@app/kernel';
import type { CourseState } from '@app/matching';
import type { DropCode } from '@app/placements';
import { SEED, TRADES, madeUpEmployers, townshipsOf, type Employer, type Township } from './county.js';
import { historyEndsAt, Timeline, type HistoryFact } from './history-facts.js';
import { madeUpPeople, type MadeUpPerson } from './made-up-people.js';
import { Random } from './random.js';
import { planReferrals, type PastVacancy, type PlannedReferral } from './referral-history.js';
import { planClasses, type PlannedClass } from './training-plan.js';
import { writeWork, type OfficeHire } from './work-history.js';

/** A person's record of a class, as the registry keeps it; it agrees with the ledger. */
interface ClassRecord {
  readonly person: number;
  readonly classId: string;
  readonly courseId: string;
  readonly state: CourseState;
  readonly hoursDone: number;
  readonly endedOn: CivilDate | null;
  readonly plannedEnd: CivilDate | null;
}

/** Everything of the demo county but the feed. The same day gives the same plan. */
export interface DemoPlan {
  readonly today: CivilDate;
  readonly townships: readonly Township[];
  readonly people: readonly MadeUpPerson[];
  readonly classes: readonly PlannedClass[];
  readonly records: readonly ClassRecord[];
  readonly employers: readonly Employer[];
  /** In the order in which the office learned them. */
  readonly facts: readonly HistoryFact[];
  readonly pastVacancies: readonly PastVacancy[];
  readonly referrals: readonly PlannedReferral[];
}

const DROP_CODES: readonly (readonly [DropCode, number])[] = [['found-work', 5], ['family', 3], ['illness', 2], ['too-far', 2], ['unsuitable-course', 1]];

/** Plans the demo county as it is found on the morning of a day: fourteen months of history end the evening before. */
export function planDemo(today: CivilDate, regions: RegionDirectory = bundledRegions()): DemoPlan {
  const townships = townshipsOf(regions);
  const courses = bundledCourses();
  const known = new Set(bundledOccupations().map(({ code }) => code));
  const occupations = [...new Set([...courses.flatMap(({ occupation }) => occupation ?? []), ...TRADES.flatMap((trade) => trade.occupations)])].filter((code) => known.has(code));
  const people = madeUpPeople({ townships, occupations, skillIds: bundledSkills().map(({ id }) => id), courseIds: courses.map(({ id }) => id) }, today);
  const classes = planClasses(people, courses, townships, today);
  const employers = madeUpEmployers();
  const hires: OfficeHire[] = [];
  const written = classes.map((planned) => writeClass(planned, employers, hires, today));
  const facts = written.flatMap((each) => each.facts).sort((a, b) => (a.fact.recordedAt < b.fact.recordedAt ? -1 : a.fact.recordedAt > b.fact.recordedAt ? 1 : 0));
  return { today, townships, people, classes, records: written.flatMap((each) => each.records), employers, facts, ...planReferrals(hires, people, today) };
}

interface WrittenClass {
  readonly facts: readonly HistoryFact[];
  readonly records: readonly ClassRecord[];
}

function writeClass(planned: PlannedClass, employers: readonly Employer[], hires: OfficeHire[], today: CivilDate): WrittenClass {
  const { course, region, startsOn, endsOn, provider, group } = planned;
  const endsAt = historyEndsAt(today);
  const opening = new Timeline(planned.id, null, Random.of(SEED, 41, hash(planned.id)), endsAt);
  opening.record({ kind: 'class', class: planned.id, course: course.id, programme: course.programme, provider, region: padRegion(region), effectiveOn: startsOn, endsOn, onTheJob: false, outreach: group === 'outreach' }, [-20, -12]);
  const records: ClassRecord[] = [];
  const facts = planned.members.flatMap((member) => {
    const random = Random.of(SEED, 42, member.number);
    const timeline = new Timeline(`person-${member.number}`, member.number, random, endsAt);
    const record = writeAttendance(planned, member.number, { random, timeline, today });
    if (record !== null) records.push(record);
    if (record !== null && (record.state === 'completed' || record.state === 'certified') && record.endedOn !== null) {
      writeWork({ person: member.number, group, occupation: course.occupation, completedOn: record.endedOn, employers, random, timeline, hires });
    }
    return timeline.facts;
  });
  return { facts: [...opening.facts, ...facts], records };
}

interface Writing {
  readonly random: Random;
  readonly timeline: Timeline;
  readonly today: CivilDate;
}

function writeAttendance({ id, group, course, startsOn, endsOn }: PlannedClass, person: number, { random, timeline, today }: Writing): ClassRecord | null {
  const who = { person: String(person), class: id };
  const hours = course.theoryHours + course.practiceHours;
  const record = (state: CourseState, hoursDone: number, endedOn: CivilDate | null): ClassRecord => ({ person, classId: id, courseId: course.id, state, hoursDone, endedOn, plannedEnd: state === 'in-progress' ? endsOn : null });
  const isLate = endsOn > addDays(startsOn, 5) && random.chance(0.03);
  if (!timeline.record({ kind: 'enrolled', ...who, effectiveOn: addDays(startsOn, isLate ? random.between(1, 3) : -random.between(1, 10)) }, [0, 2])) return null;
  if (group !== 'outreach' && random.chance(0.06)) {
    const droppedOn = addDays(startsOn, random.between(isLate ? 4 : -1, 8));
    const part = Math.max(0, Math.min(0.6, random.next()));
    if (timeline.record({ kind: 'dropped', ...who, effectiveOn: droppedOn }, [0, 2], { code: random.weighted(DROP_CODES) })) return record('dropped', Math.floor(hours * part), droppedOn);
    return record('in-progress', 0, null);
  }
  if (group !== 'outreach' && endsOn < today && random.chance(0.02)) return record('failed', Math.floor(hours * 0.8), endsOn);
  if (!timeline.record({ kind: 'completed', ...who, effectiveOn: endsOn }, [0, 3])) return record('in-progress', Math.floor(hours / 2), null);
  const isCertified = random.chance(group === 'rural' ? 0.45 : group === 'outreach' ? 0 : 0.75);
  if (isCertified && timeline.record({ kind: 'certified', ...who, effectiveOn: addDays(endsOn, random.between(5, 20)) }, [0, 3])) return record('certified', hours, endsOn);
  return record('completed', hours, endsOn);
}

function hash(text: string): number {
  return [...text].reduce((mixed, letter) => Math.imul(mixed, 31) + letter.codePointAt(0)!, 7);
}
