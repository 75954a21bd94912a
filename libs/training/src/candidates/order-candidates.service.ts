import { Injectable } from '@nestjs/common';
import { padRegion, type CivilDate } from '@app/kernel';
import { MatchingEngine, ShownRowsRepository, type ShownTrainee } from '@app/matches';
import { explanationSentence, GATE_LABEL, type ClassCandidate, type ClassCandidates, type Gate } from '@app/matching';
import { regionRange, type Principal } from '@app/platform';
import { TrainingBooks } from '../training-books.js';
import { ClassTermsInvalid } from '../seats.errors.js';
import { CandidateFactsRepository } from './candidate-facts.repository.js';
import { ClassPosts, type OrderClass } from './class-posts.js';
import { inShownOrder, nearnessOf, NO_FACTS, type CandidateFacts, type Nearness } from './order-post.js';

/** Somebody on an order's list, with the reasons. */
export interface ShownCandidate extends Pick<ClassCandidate, 'standing' | 'score' | 'scoreAfter' | 'reachesSite'> {
  readonly trainee: ShownTrainee;
  readonly facts: CandidateFacts;
  readonly nearness: Nearness;
  readonly gates: readonly { readonly code: Gate; readonly label: string }[];
  readonly sentence: string;
}

/** The people of the caller's scope for an order's class and its posts. */
export interface OrderCandidates {
  readonly orderId: string;
  readonly courseId: string;
  readonly courseName: string;
  readonly asOf: CivilDate;
  readonly policyVersion: string;
  /** In the caller's scope, whatever the cut. */
  readonly counts: ClassCandidates['counts'] & { readonly applicants: number };
  readonly qualified: readonly ShownCandidate[];
  readonly afterCourse: readonly ShownCandidate[];
  readonly others: readonly ShownCandidate[];
}

/** States of an order in which people are looked for: for its class, then for its posts. */
const LOOKED_FOR = ['queued', 'recruiting', 'class-open', 'training', 'completed'];

/** Who could sit in an order's class, and who could take its posts. */
@Injectable()
export class OrderCandidatesService {
  constructor(
    private readonly books: TrainingBooks,
    private readonly posts: ClassPosts,
    private readonly facts: CandidateFactsRepository,
    private readonly engine: MatchingEngine,
    private readonly shown: ShownRowsRepository,
  ) {}

  /**
   * The best people of the caller's scope: fit for the posts today (first those whom the order's own class certified), fit
   * after the course, and whoever applied without being either. The scope filters before the cut.
   * @param courseId null: the course that serves the order best
   * @throws OrderUnknown, ClassTermsInvalid (the course; an order that nobody is looked for)
   */
  async list(principal: Principal, orderId: string, { courseId, limit }: { readonly courseId: string | null; readonly limit: number }): Promise<OrderCandidates> {
    const { found, applicants, certified } = await this.books.database.inScope(principal, async (tx) => {
      const found = await this.posts.find(tx, orderId, courseId);
      if (!LOOKED_FOR.includes(found.order.state)) throw new ClassTermsInvalid([{ path: 'orderId', message: '招生规则：订单批准排队以后、结清以前才有候选人' }]);
      const applicants = (await this.facts.applicants(tx, [orderId])).map(({ registrationId }) => registrationId);
      return { found, applicants, certified: found.order.classId === null ? [] : await this.facts.certifiedIn(tx, found.order.classId) };
    });
    const asked = { given: found.given, scope: regionRange(principal.region), limit, alsoIds: [...new Set([...applicants, ...certified])] };
    const list = await this.engine.ask(padRegion(principal.region).slice(0, 6), this.books.today(), 'class.candidates', asked);
    if (list === null) throw new ClassTermsInvalid([{ path: 'courseId', message: '开设课程：专业目录中没有这门课程' }]);
    const name = await this.#namer(principal, found, [...list.qualified, ...list.afterCourse, ...list.others].map(({ explanation }) => explanation.traineeId));
    return {
      orderId, courseId: found.course.id, courseName: found.course.name, asOf: list.asOf, policyVersion: list.policyVersion, counts: { ...list.counts, applicants: applicants.length },
      qualified: inShownOrder(list.qualified.flatMap(name)), afterCourse: inShownOrder(list.afterCourse.flatMap(name)), others: inShownOrder(list.others.flatMap(name)),
    };
  }

  /** Names and facts are read again under the caller's own scope; who is out of it is not in the answer. */
  async #namer(principal: Principal, { order, course }: OrderClass, ids: readonly string[]): Promise<(candidate: ClassCandidate) => ShownCandidate[]> {
    const { skillNames, courseNames } = await this.posts.catalogue();
    const names = { skill: (id: string): string => skillNames.get(id) ?? id, course: (id: string): string => courseNames.get(id) ?? id };
    const about = { orderId: order.id, occupation: order.occupation, classId: order.classId, courseId: course.id };
    const [trainees, facts] = await this.books.database.inScope(principal, async (tx) => [await this.shown.trainees(tx, ids), await this.facts.of(tx, ids, about)] as const);
    return ({ standing, score, scoreAfter, reachesSite, explanation }) => {
      const trainee = trainees.get(explanation.traineeId);
      if (trainee === undefined) return [];
      const gates = explanation.gates.map((code) => ({ code, label: GATE_LABEL[code] }));
      const sentence = `${explanationSentence(explanation, names)}${standing === 'after-course' ? afterSentence(course.name, scoreAfter) : ''}${reachesSite ? '' : '培训地点超出学员能去的范围。'}`;
      return [{ standing, score, scoreAfter, reachesSite, trainee, facts: facts.get(explanation.traineeId) ?? NO_FACTS, nearness: nearnessOf(trainee.ownerRegion, order.siteRegion), gates, sentence }];
    };
  }
}

/** What the course would change; in hundredths of a point. */
export function afterSentence(courseName: string, scoreAfter: number): string {
  return `学完本订单课程“${courseName}”并取得证书后可符合岗位条件，届时匹配度为${(scoreAfter / 100).toFixed(2)}分。`;
}
