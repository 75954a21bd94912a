import { addDays, type CivilDate } from '@app/kernel';
import type { EvidenceLevel, JobType } from '@app/outcomes';
import type { LeavingCode } from '@app/placements';
import type { Employer, Group } from './county.js';
import type { EvidenceForm, Timeline } from './history-facts.js';
import type { Random } from './random.js';

/** A proven job to which the office put the person forward. */
export interface OfficeHire {
  readonly person: number;
  readonly employment: string;
  readonly employer: Employer;
  readonly occupation: string;
  readonly startedOn: CivilDate;
  /** When the office learned of it. */
  readonly recordedAt: string;
  readonly pay: number;
}

/** What became of one person after the course. */
export interface WorkContext {
  readonly person: number;
  readonly group: Group;
  readonly occupation: string | null;
  readonly completedOn: CivilDate;
  readonly employers: readonly Employer[];
  readonly random: Random;
  readonly timeline: Timeline;
  readonly hires: OfficeHire[];
}

type Fate = 'proven' | 'visited' | 'said' | 'other-kind' | 'nothing';

/** How people of a group fare: proven (E2 and above), seen by an officer (E1), by their own word (E0), another kind of outcome, nothing. */
const FATES: Readonly<Record<Exclude<Group, 'outreach'>, readonly (readonly [Fate, number])[]>> = {
  employment: [['proven', 50], ['visited', 24], ['said', 9], ['other-kind', 5], ['nothing', 12]],
  vocational: [['proven', 44], ['visited', 26], ['said', 10], ['other-kind', 10], ['nothing', 10]],
  yulu: [['proven', 42], ['visited', 27], ['said', 10], ['other-kind', 9], ['nothing', 12]],
  rural: [['proven', 37], ['visited', 29], ['said', 8], ['other-kind', 13], ['nothing', 13]],
};
const OTHER_KINDS: readonly (readonly [JobType, number])[] = [['cooperative', 6], ['public-welfare', 3], ['internship', 2], ['offer-only', 2]];
const SELF_EMPLOYED: Readonly<Record<Group, number>> = { employment: 0.15, vocational: 0.03, yulu: 0.04, rural: 0.6, outreach: 0 };
/** Exclusions per thousand completers. */
const EXCLUSIONS = [['medical-over-90-days', 4, '住院病历'], ['call-up', 3, '入伍通知书'], ['death', 1.5, '死亡证明'], ['institution', 1, '法律文书']] as const;
/** Who goes on studying: most of the graduates, hardly anybody else. */
const STUDYING: Readonly<Record<Group, number>> = { employment: 0.02, vocational: 0.62, yulu: 0.6, rural: 0.003, outreach: 0 };

const LEAVING_CODES: readonly (readonly [LeavingCode, number])[] = [['resigned', 6], ['contract-ended', 4], ['returned-home', 3], ['family', 2], ['dismissed', 1]];

/** Writes what followed a completion into the person's timeline. */
export function writeWork(context: WorkContext): void {
  if (context.group === 'outreach') return;
  if (writeExclusion(context)) return;
  const { random } = context;
  const fate = random.weighted(FATES[context.group]);
  if (fate === 'nothing') {
    if (random.chance(0.6)) notEmployed(context, random.between(60, 170));
    return;
  }
  if (fate === 'other-kind') return void writeJob(context, { type: random.weighted(OTHER_KINDS), level: random.weighted([[0, 2], [1, 5], [2, 3]] as const), lag: random.between(5, 120), number: 1 });
  const type: JobType = random.chance(SELF_EMPLOYED[context.group]) ? 'self-employment' : 'wage';
  const level = fate === 'proven' ? (random.chance(0.3) && type === 'wage' ? 3 : 2) : fate === 'visited' ? 1 : 0;
  const lag = random.chance(0.06) ? -random.between(1, 200) : Math.round(2 + 118 * random.next() ** 2);
  writeJob(context, { type, level, lag, number: 1 });
}

function writeExclusion({ group, random, completedOn, person, timeline }: WorkContext): boolean {
  const name = String(person);
  if (random.chance(STUDYING[group])) {
    return timeline.record({ kind: 'excluded', person: name, reason: 'further-study', effectiveOn: addDays(completedOn, random.between(1, 90)) }, [3, 20], { proof: '录取通知书' });
  }
  const drawn = random.next() * 1000;
  let below = 0;
  for (const [reason, perMille, proof] of EXCLUSIONS) {
    if (drawn < (below += perMille)) return timeline.record({ kind: 'excluded', person: name, reason, effectiveOn: addDays(completedOn, random.between(5, 150)) }, [3, 20], { proof });
  }
  return false;
}

function notEmployed({ person, completedOn, timeline }: WorkContext, days: number): void {
  timeline.record({ kind: 'not-employed', person: String(person), effectiveOn: addDays(completedOn, days) }, [0, 3]);
}

interface PlannedJob {
  readonly type: JobType;
  readonly level: EvidenceLevel;
  /** Days from the completion to the first day. */
  readonly lag: number;
  readonly number: number;
}

function writeJob(context: WorkContext, job: PlannedJob): void {
  const { person, random, completedOn, timeline } = context;
  const employment = `job-${person}-${job.number}`;
  const startedOn = addDays(completedOn, job.lag);
  const { employer, occupation } = workplace(context, job.type);
  const pay = random.between(24, 65) * 100;
  const contractMonths = random.weighted([[12, 6], [24, 2], [36, 3], [6, 1]] as const);
  const permanent = employer === null || random.chance(0.15);
  const started = timeline.record({ kind: 'employment-started', employment, person: String(person), type: job.type, employer: employer?.name ?? null, permanent, pay, ...(permanent ? {} : { contractMonths }), effectiveOn: startedOn }, job.lag < 0 ? [-job.lag, 10 - job.lag] : [1, 12]);
  if (!started) return;
  const { recordedAt } = timeline.latest!.fact;
  const recordedOn = recordedAt.slice(0, 'yyyy-mm-dd'.length);
  const isOfficeHire = job.lag > 0 && job.level >= 2 && employer !== null && job.type === 'wage' && random.chance(0.4);
  if (isOfficeHire) context.hires.push({ person, employment, employer, occupation, startedOn, recordedAt, pay });
  writeEvidence(context, employment, job, { startedOn, recordedOn, contractMonths, employer });
  if (job.type === 'offer-only' || !random.chance(job.type === 'wage' ? 0.38 : 0.15)) return;
  const days = random.between(20, 200);
  if (!timeline.record({ kind: 'employment-ended', employment, effectiveOn: addDays(startedOn, Math.max(days, -job.lag + 5)) }, [1, 15], { code: random.weighted(LEAVING_CODES) })) return;
  if (job.number === 1 && job.lag >= 0 && random.chance(0.4)) writeJob(context, { type: 'wage', level: random.weighted([[1, 4], [2, 5], [0, 1]] as const), lag: job.lag + days + random.between(5, 40), number: 2 });
}

function workplace({ employers, occupation, random }: WorkContext, type: JobType): { employer: Employer | null; occupation: string } {
  if (type === 'self-employment') return { employer: null, occupation: occupation ?? '' };
  const fitting = employers.filter((employer) => occupation !== null && employer.occupations.includes(occupation));
  const employer = random.one(fitting.length > 0 && random.chance(0.7) ? fitting : employers);
  return { employer, occupation: occupation !== null && employer.occupations.includes(occupation) ? occupation : random.one(employer.occupations) };
}

interface Circumstances {
  readonly startedOn: CivilDate;
  /** The day on which the office learned of the job. */
  readonly recordedOn: CivilDate;
  readonly contractMonths: number;
  readonly employer: Employer | null;
}

/** The proof as it comes in: word first, then the visit, the contract, the insurance. */
function writeEvidence({ random, timeline }: WorkContext, employment: string, { type, level }: PlannedJob, circumstances: Circumstances): void {
  const { startedOn, recordedOn } = circumstances;
  const known = startedOn > recordedOn ? startedOn : recordedOn;
  const show = (shown: EvidenceLevel, on: CivilDate, evidence: EvidenceForm): boolean => timeline.record({ kind: 'evidence', employment, level: shown, effectiveOn: on }, [0, 4], { evidence });
  if (random.chance(level === 0 ? 0.7 : 0.25)) show(0, known, { form: 'self-report' });
  if (level >= 1 && (level === 1 || random.chance(0.5))) show(1, addDays(known, random.between(1, 15)), { form: random.chance(0.6) ? 'visit' : 'call' });
  if (level >= 2) {
    const on = addDays(known, random.between(3, 30));
    show(2, on, proofOf(type, random, on, circumstances));
    if (random.chance(0.01)) for (const days of [15, 40]) timeline.record({ kind: 'evidence-refused', employment, level: 2, effectiveOn: addDays(on, days) }, [0, 2], { reason: '抽查不实' });
  }
  if (level === 3) {
    const on = addDays(startedOn, 75);
    show(3, on, { form: random.chance(0.7) ? 'social-insurance' : 'wage-record', months: [addDays(startedOn, 10).slice(0, 7), addDays(startedOn, 45).slice(0, 7)] });
  }
}

function proofOf(type: JobType, random: Random, on: CivilDate, { startedOn, contractMonths, employer }: Circumstances): EvidenceForm {
  if (employer === null || type === 'cooperative') return { form: 'licence', reference: `营业执照（演示）${random.between(10_000, 99_999)}` };
  if (random.chance(0.15)) return { form: 'site-attendance', reference: `${employer.name}实名制考勤` };
  return { form: 'contract', contractNumber: `HT${startedOn.replaceAll('-', '')}-${random.between(1000, 9999)}`, signedOn: startedOn, contractMonths, confirmedBy: employer.name, confirmedOn: on };
}
