import type { CatalogueCourse } from '../catalogue.js';
import { gateBits } from '../eligibility.js';
import { refuse } from '../errors.js';
import { explainPair, type PairExplanation } from '../explain.js';
import { OUT_OF_REACH } from '../gate.js';
import { withCertified } from '../next-course.js';
import { prepareTrainee, prepareVacancy, type MatchingContext, type PreparedTrainee, type PreparedVacancy } from '../prepared.js';
import type { TraineeProfile, VacancyProfile } from '../profile.js';
import { scorePair } from '../score.js';
import { tieOf } from '../tie.js';

/** A class that is to be filled: the post that it leads to, the course that it teaches, where it is held. */
export interface ClassPost {
  /** The pledged post as a vacancy; its id names the class. */
  readonly post: VacancyProfile;
  readonly courseId: string;
  /** Region code of the site. */
  readonly siteRegion: string;
}

/** How somebody stands to a class: fit for the post today, fit once the course is certified, or neither. */
export type ClassStanding = 'qualified' | 'after-course' | 'neither';

/** Everything that a class's list and its seats are decided by. */
export interface ClassFit {
  readonly standing: ClassStanding;
  /** Hundredths of a point, today. */
  readonly score: number;
  /** The same with the course's certificate of today. */
  readonly scoreAfter: number;
  /** Whether the site lies within what the person can travel. */
  readonly reachesSite: boolean;
  /** The published tie break. */
  readonly tie: number;
}

/** Somebody as they are, and as they would be with a course's certificate: worked out once, however many classes ask. */
export class Learner {
  readonly now: PreparedTrainee;
  readonly #certified = new Map<string, PreparedTrainee>();

  /** @throws MatchingInputInvalid for a faulty profile */
  constructor(private readonly context: MatchingContext, readonly profile: TraineeProfile) {
    this.now = prepareTrainee(context, profile);
  }

  /** With the certificate of today. */
  certifiedIn(course: CatalogueCourse): PreparedTrainee {
    let certified = this.#certified.get(course.id);
    if (certified === undefined) this.#certified.set(course.id, (certified = prepareTrainee(this.context, withCertified(this.profile, course, this.context.asOf))));
    return certified;
  }
}

/** Judges people for one class, by the conditions and the score of a vacancy. */
export class ClassJudge {
  readonly course: CatalogueCourse;
  readonly #post: PreparedVacancy;
  readonly #site: PreparedVacancy;

  /** @throws MatchingInputInvalid for a faulty post or an unknown course */
  constructor(private readonly context: MatchingContext, readonly given: ClassPost) {
    this.course = context.catalogue.findCourse(given.courseId) ?? refuse('courseId', '专业目录中没有这门课程');
    this.#post = prepareVacancy(context, given.post);
    this.#site = prepareVacancy(context, siteOf(given));
  }

  /** Whoever holds the course's certificate is not taught it again: the standing after it is `neither`. */
  judge(learner: Learner): ClassFit {
    const { policy } = this.context;
    const { profile, now } = learner;
    const { score } = scorePair(policy, now, this.#post);
    const after = learner.certifiedIn(this.course);
    const { score: scoreAfter } = scorePair(policy, after, this.#post);
    const isCertified = profile.courseRecords.some(({ courseId, state }) => courseId === this.course.id && state === 'certified');
    const isFit = gateBits(policy, now, this.#post) === 0 && score >= policy.minScore;
    const willBeFit = !isCertified && gateBits(policy, after, this.#post) === 0 && scoreAfter >= policy.minScore;
    return {
      standing: isFit ? 'qualified' : willBeFit ? 'after-course' : 'neither', score, scoreAfter,
      reachesSite: (gateBits(policy, now, this.#site) & OUT_OF_REACH) === 0, tie: tieOf(now.tieHash, this.#post.tieHash),
    };
  }

  /** Why, as of today. */
  explain(profile: TraineeProfile): PairExplanation {
    return explainPair(this.context, profile, this.given.post, this.#post);
  }
}

/** A post of no demands at the site: only whether somebody gets there is asked of it. */
function siteOf({ post, siteRegion }: ClassPost): VacancyProfile {
  return {
    id: post.id, employerId: null, occupation: null, noTrade: true, skills: [], region: siteRegion, lodging: null, minEducation: null, certificates: [], pay: null, openings: null, open: true,
    validThrough: null, startsOn: null, endsOn: null, kind: null, minAge: 16,
  };
}
