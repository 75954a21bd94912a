import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { addDays, type CivilDate } from '@app/kernel';
import type { JobType } from '@app/outcomes';
import { Database, decodeCursor, pageOf, type Page, type Principal, type Transaction } from '@app/platform';
import { RefusalsService } from '@app/trainees';
import { countHire, vacancyForReferral } from '@app/vacancies';
import { CountyBooks } from '../county-books.js';
import type { NewFact } from '../ledger/ledger-row.js';
import type { ShownPerson } from '../people/registrations.repository.js';
import { PlacementInvalid, ReferralMoveRefused, VacancyNotOpen } from '../placements.errors.js';
import { HIRED_ELSEWHERE, mayFollow, stateOn, type ReferralState, type RefusalCode } from './referral-moves.js';
import { ReferralNews } from './referral-news.service.js';
import { ReferralsRepository, type NewStep, type Referral, type ReferralFilter } from './referrals.repository.js';

/** How far ahead a first day of work may be recorded. */
const START_AHEAD_DAYS = 366;

export interface PresentInput {
  readonly vacancyId: string;
  readonly traineeIds: readonly string[];
  readonly on?: CivilDate | undefined;
  /** Needed to put somebody forward again after a refusal or an obsolescence. */
  readonly reason?: string | undefined;
}

export interface HireInput {
  /** The day of the answer. */
  readonly on?: CivilDate | undefined;
  /** The first day of work. */
  readonly startsOn: CivilDate;
  readonly type: JobType;
  readonly permanent: boolean;
  /** Yuan a month. */
  readonly pay?: number | null | undefined;
  readonly contractMonths?: number | null | undefined;
  readonly workplace?: string | null | undefined;
}

export interface RefuseInput {
  readonly on?: CivilDate | undefined;
  readonly code: RefusalCode;
  readonly reason?: string | undefined;
}

export interface UndoInput {
  readonly on?: CivilDate | undefined;
  readonly reason: string;
  /** Referrals made obsolete by the hire that come back; none by itself. */
  readonly restoreReferralIds?: readonly string[] | undefined;
}

/** A referral as it stands today. */
export interface ReferralView extends Referral {
  readonly state: ReferralState;
  readonly person: ShownPerson | null;
}

export interface PresentOutcome {
  readonly traineeId: string;
  readonly outcome: 'presented' | 'already' | 'not-presented';
  readonly referral: ReferralView;
}

/**
 * Referrals: who is put forward on which vacancy's list, and what came of it. Every change first locks the vacancy's row
 * (so that the steps of one list follow each other), and takes the county's lock last.
 */
@Injectable()
export class ReferralsService {
  constructor(
    private readonly database: Database,
    private readonly referrals: ReferralsRepository,
    private readonly refusals: RefusalsService,
    private readonly books: CountyBooks,
    private readonly news: ReferralNews,
  ) {}

  /**
   * Puts people forward on a vacancy's list. Who is on it stays as recorded; who was hired, refused or became obsolete is
   * told as `not-presented` unless a reason is given for doing it again (never for a hire: that is undone first).
   * @throws VacancyUnknown, VacancyNotOpen, PersonUnknown
   */
  async present(principal: Principal, input: PresentInput): Promise<PresentOutcome[]> {
    return this.database.inScope(principal, async (tx) => {
      const on = this.#notInFuture(input.on);
      const vacancy = await vacancyForReferral(tx, input.vacancyId);
      if (vacancy.status !== 'open') throw new VacancyNotOpen();
      const subjects = await this.books.people.getSubjects(tx, [...new Set(input.traineeIds)]);
      await this.referrals.insert(tx, vacancy.id, subjects, principal.id);
      const ids = await this.referrals.findIds(tx, vacancy.id, subjects.map((subject) => subject.registrationId));
      const known = new Map((await this.referrals.listByIds(tx, [...ids.values()])).map((referral) => [referral.registrationId, referral]));
      const steps = new Map<string, NewStep>();
      for (const { registrationId, ownerRegion } of subjects) {
        const latest = known.get(registrationId) ?? null;
        const isUndo = latest?.kind === 'hired';
        if (isUndo || !mayFollow(latest, { kind: 'presented', effectiveOn: on }, input.reason !== undefined)) continue;
        steps.set(registrationId, { referralId: ids.get(registrationId)!, ownerRegion: latest?.ownerRegion ?? ownerRegion, number: (latest?.number ?? 0) + 1, kind: 'presented', effectiveOn: on, reason: input.reason ?? null });
      }
      await this.books.audit.record(tx, { action: 'referral.present', subjectKind: 'vacancy', subjectId: vacancy.id, region: principal.region, details: { trainees: steps.size } });
      await this.news.announce(tx, [...steps.values()].map((step) => ({ vacancyId: vacancy.id, step })));
      await this.referrals.append(tx, principal, [...steps.values()]);
      const after = await this.#view(tx, await this.referrals.listByIds(tx, [...ids.values()]));
      return after.map((referral): PresentOutcome => {
        const outcome = steps.has(referral.registrationId) ? 'presented' : referral.kind === 'presented' ? 'already' : 'not-presented';
        return { traineeId: referral.registrationId, outcome, referral };
      });
    });
  }

  /**
   * Records a hire: a seat is counted, the employment begins in the ledger, the person's other open referrals become
   * obsolete. The same hire sent again is the same hire.
   * @throws ReferralUnknown, ReferralMoveRefused, SeatsTaken, PlacementInvalid
   */
  async hire(principal: Principal, referralId: string, input: HireInput): Promise<ReferralView> {
    return this.database.inScope(principal, async (tx) => {
      const on = this.#notInFuture(input.on);
      if (input.startsOn > addDays(this.books.today(), START_AHEAD_DAYS)) throw new PlacementInvalid([{ path: 'startsOn', message: '不能晚于一年以后' }]);
      const { vacancyId } = await this.referrals.get(tx, referralId);
      const vacancy = await vacancyForReferral(tx, vacancyId);
      const referral = await this.referrals.get(tx, referralId);
      if (referral.kind === 'hired') {
        if (await this.#isSameHire(tx, referral, input)) return this.#viewOne(tx, referral);
        throw new ReferralMoveRefused('该学员已被录用；如需更改，请更正就业记录或先撤销录用。');
      }
      this.#requireMove(referral, 'hired', on);
      await countHire(tx, vacancy.id, 1);
      await this.news.announceSeats(tx, vacancy);
      const employmentId = randomUUID();
      const others = (await this.referrals.listOpenOthers(tx, referral)).filter((other) => mayFollow(other, { kind: 'obsolete', effectiveOn: on }, false));
      await this.books.people.announce(tx, [referral]);
      await this.books.audit.record(tx, { action: 'referral.hire', subjectKind: 'referral', subjectId: referral.id, region: referral.ownerRegion, details: { vacancyId: vacancy.id, employmentId, obsolete: others.map((other) => other.id) } });
      const step: NewStep = { referralId: referral.id, ownerRegion: referral.ownerRegion, number: referral.number + 1, kind: 'hired', effectiveOn: on, employmentId };
      const lost = others.map((other) => ({ vacancyId: other.vacancyId, step: { referralId: other.id, ownerRegion: other.ownerRegion, number: other.number + 1, kind: 'obsolete', effectiveOn: on, reasonCode: HIRED_ELSEWHERE } satisfies NewStep }));
      await this.news.announce(tx, [{ vacancyId: vacancy.id, step }, ...lost]);
      await this.referrals.append(tx, principal, [step, ...lost.map((each) => each.step)]);
      await this.books.ledger.append(tx, principal.id, [startOf(referral, employmentId, vacancy.employerId, input)]);
      return this.#viewOne(tx, await this.referrals.get(tx, referral.id));
    });
  }

  /** Records a refusal, by the trainee or the employer. @throws ReferralUnknown, ReferralMoveRefused */
  async refuse(principal: Principal, referralId: string, input: RefuseInput): Promise<ReferralView> {
    return this.database.inScope(principal, async (tx) => {
      const on = this.#notInFuture(input.on);
      const { vacancyId } = await this.referrals.get(tx, referralId);
      await vacancyForReferral(tx, vacancyId);
      const referral = await this.referrals.get(tx, referralId);
      if (referral.kind === 'refused' && referral.reasonCode === input.code) return this.#viewOne(tx, referral);
      this.#requireMove(referral, 'refused', on);
      // What a trainee refused is not offered again: a gate of the score.
      if (input.code.startsWith('trainee-')) await this.refusals.record(principal, referral.registrationId, { target: { vacancyId }, reason: input.code, untilOn: null });
      await this.books.audit.record(tx, { action: 'referral.refuse', subjectKind: 'referral', subjectId: referral.id, region: referral.ownerRegion });
      const step: NewStep = { referralId: referral.id, ownerRegion: referral.ownerRegion, number: referral.number + 1, kind: 'refused', effectiveOn: on, reasonCode: input.code, reason: input.reason ?? null };
      await this.news.announce(tx, [{ vacancyId, step }]);
      await this.referrals.append(tx, principal, [step]);
      return this.#viewOne(tx, await this.referrals.get(tx, referral.id));
    });
  }

  /**
   * Undoes a hire: the seat is free, the employment's start is retracted, the person stands as presented again. Referrals
   * that the hire made obsolete come back only when they are named.
   * @throws ReferralUnknown, ReferralMoveRefused
   */
  async undoHire(principal: Principal, referralId: string, input: UndoInput): Promise<ReferralView> {
    return this.database.inScope(principal, async (tx) => {
      const on = this.#notInFuture(input.on);
      const { vacancyId } = await this.referrals.get(tx, referralId);
      const vacancy = await vacancyForReferral(tx, vacancyId);
      const referral = await this.referrals.get(tx, referralId);
      if (referral.kind !== 'hired' || on < referral.effectiveOn) throw new ReferralMoveRefused('只有已录用的推荐可以撤销录用，且日期不早于录用日。');
      const restored = await this.#restorable(tx, referral, input.restoreReferralIds ?? [], on);
      await countHire(tx, vacancyId, -1);
      await this.news.announceSeats(tx, vacancy);
      const facts = await this.books.ledger.listOfEmployments(tx, [referral.employmentId!]);
      const start = facts.find((fact) => fact.kind === 'employment-started' && fact.inForce);
      await this.books.people.announce(tx, [referral]);
      await this.books.audit.record(tx, { action: 'referral.undo-hire', subjectKind: 'referral', subjectId: referral.id, region: referral.ownerRegion, reason: input.reason, details: { restored: restored.map((each) => each.id) } });
      const back = [referral, ...restored].map((each) => ({ vacancyId: each.vacancyId, step: { referralId: each.id, ownerRegion: each.ownerRegion, number: each.number + 1, kind: 'presented', effectiveOn: on, reason: input.reason } satisfies NewStep }));
      await this.news.announce(tx, back);
      await this.referrals.append(tx, principal, back.map((each) => each.step));
      if (start !== undefined) {
        await this.books.ledger.append(tx, principal.id, [{ id: randomUUID(), kind: 'retracted', effectiveOn: on, ownerRegion: start.ownerRegion, registrationId: start.registrationId, personId: start.personId, retractsFactId: start.id, reason: input.reason }]);
      }
      return this.#viewOne(tx, await this.referrals.get(tx, referral.id));
    });
  }

  async get(principal: Principal, id: string): Promise<ReferralView> {
    return this.database.inScope(principal, async (tx) => this.#viewOne(tx, await this.referrals.get(tx, id)));
  }

  /** A page of the referrals in scope, newest step first. @throws CursorInvalid */
  async list(principal: Principal, query: ReferralFilter & { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<ReferralView>> {
    const after = decodeCursor(query.cursor, ['date', 'uuid']);
    return this.database.inScope(principal, async (tx) => {
      const rows = await this.#view(tx, await this.referrals.list(tx, query, after, query.limit + 1));
      return pageOf(rows, query.limit, (row) => [row.effectiveOn, row.id], (row) => row);
    });
  }

  async #restorable(tx: Transaction, referral: Referral, ids: readonly string[], on: CivilDate): Promise<Referral[]> {
    const found = await this.referrals.listByIds(tx, ids);
    const fits = (each: Referral): boolean => each.registrationId === referral.registrationId && each.kind === 'obsolete' && each.effectiveOn <= on;
    const missing = ids.flatMap((id, i) => (found.some((each) => each.id === id && fits(each)) ? [] : [{ path: `restoreReferralIds[${i}]`, message: '不是该学员因录用而失效的推荐' }]));
    if (missing.length > 0) throw new PlacementInvalid(missing);
    return found;
  }

  async #isSameHire(tx: Transaction, referral: Referral, input: HireInput): Promise<boolean> {
    const facts = await this.books.ledger.listOfEmployments(tx, [referral.employmentId!]);
    const start = facts.find((fact) => fact.kind === 'employment-started' && fact.inForce);
    return start !== undefined && start.effectiveOn === input.startsOn && start.payload.type === input.type && (start.payload.pay ?? null) === (input.pay ?? null);
  }

  #requireMove(referral: Referral, kind: 'hired' | 'refused', on: CivilDate): void {
    if (mayFollow(referral, { kind, effectiveOn: on }, false)) return;
    throw new ReferralMoveRefused(stateOn(referral, on) === 'no-answer' ? '推荐已满 60 日无答复而关闭，请先重新推荐。' : undefined);
  }

  #notInFuture(on: CivilDate | undefined): CivilDate {
    const now = this.books.today();
    if (on !== undefined && on > now) throw new PlacementInvalid([{ path: 'on', message: '不能晚于今天' }]);
    return on ?? now;
  }

  async #viewOne(tx: Transaction, referral: Referral): Promise<ReferralView> {
    return (await this.#view(tx, [referral]))[0]!;
  }

  async #view(tx: Transaction, referrals: readonly Referral[]): Promise<ReferralView[]> {
    const shown = await this.books.people.findShown(tx, referrals.map((referral) => referral.registrationId));
    const now = this.books.today();
    return referrals.map((referral) => ({ ...referral, state: stateOn(referral, now), person: shown.get(referral.registrationId) ?? null }));
  }
}

function startOf(referral: Referral, employmentId: string, employerId: string, input: HireInput): NewFact {
  const { registrationId, personId, ownerRegion } = referral;
  return {
    id: randomUUID(), kind: 'employment-started', effectiveOn: input.startsOn, registrationId, personId, ownerRegion, employmentId, employerId,
    payload: { type: input.type, permanent: input.permanent, pay: input.pay ?? null, contractMonths: input.contractMonths ?? null, workplace: input.workplace ?? null, vacancyId: referral.vacancyId, referralId: referral.id },
  };
}
