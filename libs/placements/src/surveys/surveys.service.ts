import { randomBytes, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { civilDateOf } from '@app/kernel';
import { auditSizeFor, findNamedRate, withEvidence, type AuditStratum, type EvidenceLevel, type Period, type PlacementRule } from '@app/outcomes';
import { Database, FIELD_CIPHER, decodeCursor, pageOf, type CellAddress, type FieldCipher, type Page, type Principal, type Transaction } from '@app/platform';
import { CountyBooks } from '../county-books.js';
import { PlacementInvalid } from '../placements.errors.js';
import { isoOf } from '../rates/rate-query.js';
import { drawSurvey, frameHash, seedHash, strataOf, type FrameMember } from './survey-frame.js';
import { SurveyFrames, type SurveyFrame, type SurveyQuery } from './survey-frames.service.js';
import { mayMove } from './survey-moves.js';
import { resultOf, type SurveyResult } from './survey-result.js';
import { SurveyMoveRefused, SurveyNotFinished, SurveyStillOpen, SurveyUnanswered, SurveyUnknown } from './survey.errors.js';
import { SurveysRepository, type StoredSurvey, type StratumCount } from './surveys.repository.js';

const SEED_BYTES = 32;

/** A survey to be planned: its question, and either how many are called or how wide the interval may be. */
export interface SurveyPlan extends SurveyQuery {
  readonly size?: number | undefined;
  /** Points of the rate on either side. */
  readonly halfWidth?: number | undefined;
}

/** A survey as officers and auditors see it. */
export interface SurveyView extends StoredSurvey {
  /** `R1`, or `R1@E1` at another level of evidence. */
  readonly ruleId: string;
  readonly period: Period | null;
  /** To the microsecond. */
  readonly knownBy: string;
  /** What the survey asks and how it is drawn and counted, in Chinese. */
  readonly definition: string;
  readonly strata: readonly StratumCount[];
}

export interface SurveyOutcomeView {
  readonly survey: SurveyView;
  readonly result: SurveyResult;
}

const seedAddress = (id: string): CellAddress => ({ table: 'surveys', column: 'sealed_seed', rowId: id });

/**
 * Surveys by telephone of people of a rate whose work is not proven. First the list is closed and the hash of a seed that
 * nobody has seen is published; then the seed draws, and everybody can draw again. The result is shown at the end only, and
 * stays as it is: the list, the draw and the answers change no more.
 */
@Injectable()
export class SurveysService {
  constructor(
    private readonly database: Database,
    private readonly surveys: SurveysRepository,
    private readonly frames: SurveyFrames,
    private readonly books: CountyBooks,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
  ) {}

  /** Closes the list and publishes the seed's hash. @throws OutOfScope, PlacementQueryInvalid, PlacementInvalid, SurveyStillOpen */
  async plan(principal: Principal, plan: SurveyPlan): Promise<SurveyView> {
    requireOneMeasure(plan);
    const frame = await this.frames.make(principal, plan);
    const members = frame.people.map(({ registrationId, stratum }): FrameMember => ({ registrationId, stratum }));
    if (members.length === 0) throw new PlacementInvalid([{ path: 'rule', message: '这个口径下没有情况不明的人，无须抽样调查' }]);
    const strata = strataOf(members);
    const size = sizeOf(plan, frame, strata);
    const [id, seed] = [randomUUID(), randomBytes(SEED_BYTES).toString('hex')];
    const published = { frameHash: frameHash(members), seedHash: seedHash(seed) };
    return this.database.inScope(principal, async (tx) => {
      const isNew = await this.surveys.insert(tx, { id, frame, strata: strata.map(({ key, members: { length } }) => ({ key, members: length })), size, halfWidth: plan.halfWidth ?? null, ...published, sealedSeed: this.cipher.seal(seed, seedAddress(id)), plannedBy: principal.id });
      if (!isNew) throw new SurveyStillOpen();
      await this.surveys.insertMembers(tx, id, frame.people);
      await this.books.audit.record(tx, { action: 'survey.plan', subjectKind: 'survey', subjectId: id, region: frame.region.slice(0, 6), details: { rule: frame.rule.id, people: members.length, size, ...published } });
      return this.#viewOne(tx, (await this.surveys.find(tx, id))!);
    });
  }

  /** Opens the seed and draws by it; drawn before, it is the same draw. @throws SurveyUnknown, SurveyMoveRefused */
  async draw(principal: Principal, id: string): Promise<SurveyView> {
    return this.database.inScope(principal, async (tx) => {
      const survey = await this.#lock(tx, id);
      if (survey.seed !== null && survey.state !== 'cancelled') return this.#viewOne(tx, survey);
      if (!mayMove(survey.state, 'drawn')) throw new SurveyMoveRefused();
      const seed = this.cipher.open(survey.sealedSeed, seedAddress(id));
      const drawn = drawSurvey(await this.surveys.listMembers(tx, id, null, null), survey.size, seed);
      await this.surveys.insertCalls(tx, id, drawn);
      await this.surveys.markDrawn(tx, id, seed, principal.id);
      await this.books.audit.record(tx, { action: 'survey.draw', subjectKind: 'survey', subjectId: id, region: survey.county, details: { seed, drawn: drawn.length } });
      return this.#viewOne(tx, (await this.surveys.find(tx, id))!);
    });
  }

  /** Ends a survey in which everybody drawn has an answer; ended before, it stays. @throws SurveyUnknown, SurveyUnanswered, SurveyMoveRefused */
  async finish(principal: Principal, id: string): Promise<SurveyView> {
    return this.database.inScope(principal, async (tx) => {
      const survey = await this.#lock(tx, id);
      if (survey.state === 'finished') return this.#viewOne(tx, survey);
      const { strata } = await this.#viewOne(tx, survey);
      const left = strata.reduce((sum, { drawn, answered }) => sum + drawn - answered, 0);
      if (left > 0) throw new SurveyUnanswered(left);
      if (!mayMove(survey.state, 'finished')) throw new SurveyMoveRefused();
      await this.surveys.markFinished(tx, id, principal.id);
      await this.books.audit.record(tx, { action: 'survey.finish', subjectKind: 'survey', subjectId: id, region: survey.county, details: { called: survey.size } });
      return this.#viewOne(tx, (await this.surveys.find(tx, id))!);
    });
  }

  /** Gives a survey up; it stays in the list with its reason. @throws SurveyUnknown, SurveyMoveRefused */
  async cancel(principal: Principal, id: string, reason: string): Promise<SurveyView> {
    return this.database.inScope(principal, async (tx) => {
      const survey = await this.#lock(tx, id);
      if (!mayMove(survey.state, 'cancelled')) throw new SurveyMoveRefused();
      await this.surveys.markCancelled(tx, id, reason, principal.id);
      await this.books.audit.record(tx, { action: 'survey.cancel', subjectKind: 'survey', subjectId: id, region: survey.county, reason, details: { state: survey.state } });
      return this.#viewOne(tx, (await this.surveys.find(tx, id))!);
    });
  }

  /** @throws SurveyUnknown */
  async get(principal: Principal, id: string): Promise<SurveyView> {
    return this.database.inScope(principal, async (tx) => this.#viewOne(tx, known(await this.surveys.find(tx, id))));
  }

  /** @throws CursorInvalid */
  async list(principal: Principal, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<SurveyView>> {
    const after = decodeCursor(query.cursor, ['instant', 'uuid']);
    return this.database.inScope(principal, async (tx) => {
      const page = pageOf(await this.surveys.list(tx, after, query.limit + 1), query.limit, (row) => [row.plannedAt, row.id], (row) => row);
      return { items: await this.#view(tx, page.items), nextCursor: page.nextCursor };
    });
  }

  /** The closed list, ids only: with the seed anybody draws again. @throws SurveyUnknown, CursorInvalid */
  async listFrame(principal: Principal, id: string, query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<FrameMember>> {
    const after = decodeCursor(query.cursor, ['text', 'uuid']);
    return this.database.inScope(principal, async (tx) => {
      known(await this.surveys.find(tx, id));
      return pageOf(await this.surveys.listMembers(tx, id, after, query.limit + 1), query.limit, (row) => [row.stratum, row.registrationId], (row) => row);
    });
  }

  /** The rate on evidence and the survey's beside it. @throws SurveyUnknown, SurveyNotFinished */
  async result(principal: Principal, id: string): Promise<SurveyOutcomeView> {
    return this.database.inScope(principal, async (tx) => {
      const stored = known(await this.surveys.find(tx, id));
      if (stored.state !== 'finished') throw new SurveyNotFinished();
      const survey = await this.#viewOne(tx, stored);
      const answers = (await this.surveys.listLatestAnswers(tx, id)).map(({ askedFrom, askedTo, answeredAt, ...answer }) => ({ ...answer, asked: { from: askedFrom, to: askedTo }, answeredOn: civilDateOf(answeredAt) }));
      return { survey, result: resultOf(ruleOf(stored), { proven: stored.proven, notEmployed: stored.notEmployed, strata: survey.strata }, answers) };
    });
  }

  async #lock(tx: Transaction, id: string): Promise<StoredSurvey> {
    return known(await this.surveys.lock(tx, id));
  }

  async #viewOne(tx: Transaction, survey: StoredSurvey): Promise<SurveyView> {
    return (await this.#view(tx, [survey]))[0]!;
  }

  async #view(tx: Transaction, surveys: readonly StoredSurvey[]): Promise<SurveyView[]> {
    const calls = await this.surveys.countCalls(tx, surveys.map(({ id }) => id));
    return Promise.all(surveys.map(async (survey) => {
      const rule = ruleOf(survey);
      const period = survey.fromMonth === null ? null : { from: survey.fromMonth, to: survey.toMonth! };
      const knownBy = isoOf(Number(survey.knownByMicros));
      return { ...survey, ruleId: rule.id, period, knownBy, definition: await this.frames.define(rule, { ...survey, period, knownBy }), strata: survey.strata.map((stratum) => ({ drawn: 0, answered: 0, ...calls.get(survey.id)!.find(({ key }) => key === stratum.key), ...stratum })) };
    }));
  }
}

/** The rule of a survey as it was planned. */
export function ruleOf({ rule: id, evidenceAtLeast }: Pick<StoredSurvey, 'rule' | 'evidenceAtLeast'>): PlacementRule {
  const rule = findNamedRate(id) as PlacementRule;
  return rule.evidenceAtLeast === evidenceAtLeast ? rule : withEvidence(rule, evidenceAtLeast as EvidenceLevel);
}

function requireOneMeasure({ size, halfWidth }: SurveyPlan): void {
  if ((size === undefined) === (halfWidth === undefined)) throw new PlacementInvalid([{ path: 'size', message: '抽多少人（size）和区间半宽（halfWidth）须给出一个，且只给一个' }]);
}

/** At most everybody of the list. */
function sizeOf({ size, halfWidth }: SurveyPlan, { proven, notEmployed, people }: SurveyFrame, strata: readonly AuditStratum[]): number {
  if (size !== undefined) return Math.min(size, people.length);
  return auditSizeFor({ settled: proven + notEmployed, strata }, halfWidth! / 100);
}

function known<T>(found: T | null): T {
  if (found === null) throw new SurveyUnknown();
  return found;
}
