import { refuse } from '../errors.js';
import type { PairExplanation } from '../explain.js';
import type { MatchingContext } from '../prepared.js';
import type { TraineeProfile } from '../profile.js';
import { compareIds } from '../tie.js';
import { TopK } from '../top-k.js';
import { ClassJudge, Learner, type ClassFit, type ClassPost } from './class-fit.js';

/** Somebody on a class's list, with the reasons as of today. */
export interface ClassCandidate extends Omit<ClassFit, 'tie'> {
  readonly explanation: PairExplanation;
}

/** Who could be taught for a post, best first. */
export interface ClassCandidates {
  /** Fit for the post today: they need no class. */
  readonly qualified: readonly ClassCandidate[];
  /** Fit for it once they hold the course's certificate; by the score that they will have. */
  readonly afterCourse: readonly ClassCandidate[];
  /** Of those who were asked for by id and stand on neither list: why not. */
  readonly others: readonly ClassCandidate[];
  /** How many there are, whatever the cut. */
  readonly counts: { readonly qualified: number; readonly afterCourse: number };
}

interface Judged {
  readonly profile: TraineeProfile;
  readonly fit: ClassFit;
  readonly sortBy: number;
}

const compare = (a: Judged, b: Judged): number => b.sortBy - a.sortBy || a.fit.tie - b.fit.tie || compareIds(a.profile.id, b.profile.id);

/**
 * The best people for a class out of these, each list cut at `limit`; whoever is in `alsoIds` is in the answer in any case.
 * Order: higher score, then the published tie break, then the id, as on every list.
 * @throws MatchingInputInvalid for a faulty post, an unknown course, or when `limit` is not an integer of at least 1
 */
export function classCandidates(context: MatchingContext, given: ClassPost, people: Iterable<TraineeProfile>, { limit, alsoIds }: { readonly limit: number; readonly alsoIds: ReadonlySet<string> }): ClassCandidates {
  if (!Number.isSafeInteger(limit) || limit < 1) refuse('limit', 'must be an integer of at least 1');
  const judge = new ClassJudge(context, given);
  const lists = { qualified: new TopK<Judged>(limit, compare), 'after-course': new TopK<Judged>(limit, compare) };
  const counts = { qualified: 0, 'after-course': 0 };
  const asked: Judged[] = [];
  for (const profile of people) {
    const fit = judge.judge(new Learner(context, profile));
    const judged = { profile, fit, sortBy: fit.standing === 'after-course' ? fit.scoreAfter : fit.score };
    if (alsoIds.has(profile.id)) asked.push(judged);
    if (fit.standing === 'neither') continue;
    counts[fit.standing]++;
    lists[fit.standing].offer(judged);
  }
  const withAsked = (standing: ClassFit['standing'], kept: readonly Judged[]): Judged[] => {
    const there = new Set(kept.map(({ profile }) => profile.id));
    return [...kept, ...asked.filter(({ profile, fit }) => fit.standing === standing && !there.has(profile.id)).sort(compare)];
  };
  const shown = ({ profile, fit: { standing, score, scoreAfter, reachesSite } }: Judged): ClassCandidate => ({ standing, score, scoreAfter, reachesSite, explanation: judge.explain(profile) });
  return {
    qualified: withAsked('qualified', lists.qualified.sorted()).map(shown), afterCourse: withAsked('after-course', lists['after-course'].sorted()).map(shown), others: withAsked('neither', []).map(shown),
    counts: { qualified: counts.qualified, afterCourse: counts['after-course'] },
  };
}
