import { addDays, type CivilDate } from '@app/kernel';
import { SEED, type Employer } from './county.js';
import { historyEndsAt } from './history-facts.js';
import type { MadeUpPerson } from './made-up-people.js';
import { Random } from './random.js';
import type { OfficeHire } from './work-history.js';

/** A post of the past that the office filled, from an employer's own account. */
export interface PastVacancy {
  readonly id: string;
  readonly employer: Employer;
  readonly occupation: string;
  readonly openings: number;
  readonly hired: number;
  readonly pay: number;
  readonly publishedOn: CivilDate;
  readonly validThrough: CivilDate;
}

interface ReferralStepPlan {
  readonly kind: 'presented' | 'hired' | 'refused';
  readonly effectiveOn: CivilDate;
  readonly recordedAt: string;
  readonly code?: string;
  readonly employment?: string;
}

/** One person on one vacancy's list, and what became of it. */
export interface PlannedReferral {
  readonly id: string;
  readonly vacancy: string;
  readonly person: number;
  readonly steps: readonly ReferralStepPlan[];
}

const ONE_POST_DAYS = 45;
const REFUSALS = [
  ['trainee-pay', 6], ['trainee-too-far', 5], ['trainee-unsuitable-work', 4], ['trainee-family', 3], ['employer-skills', 4], ['employer-did-not-appear', 3], ['employer-filled', 3],
] as const;

/** The lists of the past: who was hired, and who stood beside them on the list and was not. */
export function planReferrals(hires: readonly OfficeHire[], people: readonly MadeUpPerson[], today: CivilDate): { pastVacancies: PastVacancy[]; referrals: PlannedReferral[] } {
  const posts = groupHires(hires);
  const candidates = people.filter((person) => person.group === 'employment' || person.group === 'rural');
  const pastVacancies: PastVacancy[] = [];
  const referrals: PlannedReferral[] = [];
  posts.forEach((post, i) => {
    const random = Random.of(SEED, 51, i);
    const first = post[0]!;
    const vacancy: PastVacancy = {
      id: `post-${i + 1}`, employer: first.employer, occupation: first.occupation, pay: first.pay, openings: post.length + random.weighted([[0, 5], [1, 3], [2, 2]] as const), hired: post.length,
      publishedOn: addDays(first.startedOn, -40), validThrough: addDays(post.at(-1)!.startedOn, random.between(0, 20)),
    };
    pastVacancies.push(vacancy);
    for (const hire of post) referrals.push(hireOf(vacancy, hire, random));
    const onTheList = new Set(post.map((hire) => hire.person));
    for (const other of random.some(candidates, random.between(1, 3)).filter(({ number }) => !onTheList.has(number))) referrals.push(answerOf(vacancy, other.number, addDays(first.startedOn, -random.between(5, 25)), random, today));
  });
  return { pastVacancies, referrals };
}

/** Hires for one occupation by one employer within a few weeks are one post's. */
function groupHires(hires: readonly OfficeHire[]): OfficeHire[][] {
  const posts: OfficeHire[][] = [];
  const open = new Map<string, OfficeHire[]>();
  for (const hire of [...hires].sort((a, b) => (a.startedOn < b.startedOn ? -1 : a.startedOn > b.startedOn ? 1 : a.person - b.person))) {
    const key = `${hire.employer.number} ${hire.occupation}`;
    const post = open.get(key);
    if (post !== undefined && hire.startedOn <= addDays(post[0]!.startedOn, ONE_POST_DAYS)) {
      post.push(hire);
      continue;
    }
    const begun = [hire];
    open.set(key, begun);
    posts.push(begun);
  }
  return posts;
}

function hireOf(vacancy: PastVacancy, { person, employment, startedOn, recordedAt }: OfficeHire, random: Random): PlannedReferral {
  const presentedOn = addDays(startedOn, -random.between(5, 25));
  return {
    id: `${vacancy.id}-${person}`, vacancy: vacancy.id, person,
    steps: [{ kind: 'presented', effectiveOn: presentedOn, recordedAt: officeTime(presentedOn, random) }, { kind: 'hired', effectiveOn: startedOn, recordedAt, employment }],
  };
}

function answerOf(vacancy: PastVacancy, person: number, presentedOn: CivilDate, random: Random, today: CivilDate): PlannedReferral {
  const presented: ReferralStepPlan = { kind: 'presented', effectiveOn: presentedOn, recordedAt: officeTime(presentedOn, random) };
  const answeredOn = addDays(presentedOn, random.between(2, 20));
  const refused: ReferralStepPlan = { kind: 'refused', effectiveOn: answeredOn, recordedAt: officeTime(answeredOn, random), code: random.weighted(REFUSALS) };
  const isAnswered = random.chance(0.6) && Date.parse(refused.recordedAt) < historyEndsAt(today);
  return { id: `${vacancy.id}-${person}`, vacancy: vacancy.id, person, steps: isAnswered ? [presented, refused] : [presented] };
}

function officeTime(day: CivilDate, random: Random): string {
  return new Date(Date.parse(`${day}T09:00:00+08:00`) + random.between(0, 480) * 60_000).toISOString();
}
