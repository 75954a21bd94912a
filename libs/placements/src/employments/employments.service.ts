import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import { EXCLUSION_REASONS, type EvidenceLevel, type ExclusionReason, type JobType } from '@app/outcomes';
import { Database, Forbidden, type Principal, type Transaction } from '@app/platform';
import { CountyBooks } from '../county-books.js';
import type { NewFact, StoredExclusion, StoredFact } from '../ledger/ledger-row.js';
import { EmploymentUnknown, PlacementInvalid, SecondOfficerNeeded } from '../placements.errors.js';
import { evidenceFaults, levelOf, type EvidenceInput } from './evidence.js';
import { refusalFault } from './evidence-refusal.js';
import { FollowUpsRepository } from '../follow-ups/follow-ups.repository.js';
import { EvidenceRepository, type EvidenceDetail } from './evidence.repository.js';

/** Why somebody left a job. */
export const LEAVING_CODES = ['contract-ended', 'resigned', 'dismissed', 'employer-closed', 'illness', 'family', 'returned-home', 'other'] as const;
export type LeavingCode = (typeof LEAVING_CODES)[number];

/** Work found without a referral of ours: own business, a cooperative, a job found alone, a seat pledged by an order. */
export interface EmploymentInput {
  readonly traineeId: string;
  readonly startsOn: CivilDate;
  readonly type: JobType;
  readonly permanent: boolean;
  readonly employerId?: string | null | undefined;
  readonly pay?: number | null | undefined;
  readonly contractMonths?: number | null | undefined;
  readonly workplace?: string | null | undefined;
  /** Of a hire for a pledged seat: the id that the hire names, and the order. */
  readonly employmentId?: string;
  readonly orderId?: string;
}

export interface ExclusionInput {
  readonly traineeId: string;
  readonly reason: ExclusionReason;
  readonly on: CivilDate;
  readonly proofReference: string;
}

/** A fact of a person's history; of evidence with what it rests on. */
export interface HistoryEntry extends StoredFact {
  readonly detail: EvidenceDetail | null;
}

export interface PlacementHistory {
  readonly facts: readonly HistoryEntry[];
  /** Null: the role may not know. */
  readonly exclusions: readonly StoredExclusion[] | null;
}

/** Roles that read exclusions; the database keeps the same list. */
const READS_EXCLUSIONS: readonly string[] = ['county-officer', 'township-officer', 'auditor', 'system'];
/** Evidence that a village officer may give: the rest is checked by an office. */
const VILLAGE_LEVEL_MAX = 1;

/** What became of people: employments, their evidence and ends, and exclusions from the rates. Nothing is edited. */
@Injectable()
export class EmploymentsService {
  constructor(
    private readonly database: Database,
    private readonly evidence: EvidenceRepository,
    private readonly followUps: FollowUpsRepository,
    private readonly books: CountyBooks,
  ) {}

  /** @throws PersonUnknown; returns the employment's id */
  async start(principal: Principal, input: EmploymentInput): Promise<string> {
    return this.database.inScope(principal, async (tx) => {
      const subject = await this.books.people.getSubject(tx, input.traineeId);
      const { employmentId = randomUUID(), orderId, type, permanent, pay = null, contractMonths = null, workplace = null } = input;
      await this.books.audit.record(tx, { action: 'placement.record', subjectKind: 'employment', subjectId: employmentId, region: subject.ownerRegion });
      await this.books.ledger.append(tx, principal.id, [
        { ...subject, id: randomUUID(), kind: 'employment-started', effectiveOn: input.startsOn, employmentId, employerId: input.employerId ?? null, payload: { type, permanent, pay, contractMonths, workplace, ...(orderId === undefined ? {} : { orderId }) } },
      ]);
      return employmentId;
    });
  }

  /** Adds evidence to an employment; its form decides the level. @throws EmploymentUnknown, PlacementInvalid, Forbidden, LedgerMoveRefused; returns the fact's id and level */
  async addEvidence(principal: Principal, employmentId: string, input: EvidenceInput): Promise<{ factId: string; level: EvidenceLevel }> {
    const level = levelOf(input.form);
    const faults = evidenceFaults(input, this.books.today());
    if (faults.length > 0) throw new PlacementInvalid(faults);
    if (principal.role === 'village-officer' && level > VILLAGE_LEVEL_MAX) throw new Forbidden('村级经办人只能记录自报、走访或电话核实。');
    return this.database.inScope(principal, async (tx) => {
      const start = await this.#getStart(tx, employmentId);
      const factId = randomUUID();
      await this.books.audit.record(tx, { action: 'evidence.add', subjectKind: 'employment', subjectId: employmentId, region: start.ownerRegion, details: { form: input.form, level } });
      await this.books.ledger.append(tx, principal.id, [aboutEmployment(start, factId, { kind: 'evidence', effectiveOn: input.on, level })]);
      await this.evidence.insert(tx, factId, start.ownerRegion, input);
      if (input.milestone) await this.followUps.refresh(tx, start.ownerRegion.slice(0, 6), [employmentId]);
      return { factId, level };
    });
  }

  /** An officer who recorded none of it refuses evidence of a level; two refusals, of two officers, take that level away for good. @throws EmploymentUnknown, SecondOfficerNeeded, LedgerMoveRefused */
  async refuseEvidence(principal: Principal, employmentId: string, level: EvidenceLevel, reason: string): Promise<string> {
    return this.database.inScope(principal, async (tx) => {
      const facts = await this.books.ledger.listOfEmployments(tx, [employmentId]);
      const start = startOf(facts);
      const fault = refusalFault(facts, level, principal.id);
      if (fault !== null) throw new SecondOfficerNeeded(fault);
      const factId = randomUUID();
      await this.books.audit.record(tx, { action: 'evidence.refuse', subjectKind: 'employment', subjectId: employmentId, region: start.ownerRegion, reason, details: { level } });
      await this.books.ledger.append(tx, principal.id, [{ ...aboutEmployment(start, factId, { kind: 'evidence-refused', effectiveOn: this.books.today(), level }), reason }]);
      return factId;
    });
  }

  /** Ends an employment; `lastDay` was still worked. @throws EmploymentUnknown, PlacementInvalid, LedgerMoveRefused */
  async end(principal: Principal, employmentId: string, lastDay: CivilDate, code: LeavingCode): Promise<string> {
    if (lastDay > this.books.today()) throw new PlacementInvalid([{ path: 'lastDay', message: '不能晚于今天' }]);
    return this.database.inScope(principal, async (tx) => {
      const start = await this.#getStart(tx, employmentId);
      const factId = randomUUID();
      await this.books.people.announce(tx, [{ registrationId: start.registrationId!, personId: start.personId!, ownerRegion: start.ownerRegion }]);
      await this.books.audit.record(tx, { action: 'placement.end', subjectKind: 'employment', subjectId: employmentId, region: start.ownerRegion, details: { code } });
      await this.books.ledger.append(tx, principal.id, [{ ...aboutEmployment(start, factId, { kind: 'employment-ended', effectiveOn: lastDay }), payload: { leavingCode: code } }]);
      return factId;
    });
  }

  /** Somebody was reached and is not employed: known, no longer unknown. @throws PersonUnknown, PlacementInvalid */
  async recordNotEmployed(principal: Principal, traineeId: string, on: CivilDate): Promise<string> {
    if (on > this.books.today()) throw new PlacementInvalid([{ path: 'on', message: '不能晚于今天' }]);
    return this.database.inScope(principal, async (tx) => {
      const subject = await this.books.people.getSubject(tx, traineeId);
      const factId = randomUUID();
      await this.books.audit.record(tx, { action: 'placement.not-employed', subjectKind: 'trainee', subjectId: traineeId, region: subject.ownerRegion });
      await this.books.ledger.append(tx, principal.id, [{ ...subject, id: factId, kind: 'not-employed', effectiveOn: on }]);
      return factId;
    });
  }

  /** Leaves somebody out of the headline rates, with proof. The audit trail names no reason. @throws PersonUnknown, PlacementInvalid */
  async exclude(principal: Principal, input: ExclusionInput): Promise<string> {
    if (!EXCLUSION_REASONS.includes(input.reason)) throw new PlacementInvalid([{ path: 'reason', message: `须为下列之一：${EXCLUSION_REASONS.join('、')}` }]);
    if (input.on > this.books.today()) throw new PlacementInvalid([{ path: 'on', message: '不能晚于今天' }]);
    return this.database.inScope(principal, async (tx) => {
      const subject = await this.books.people.getSubject(tx, input.traineeId);
      const id = randomUUID();
      await this.books.audit.record(tx, { action: 'placement.exclude', subjectKind: 'trainee', subjectId: input.traineeId, region: subject.ownerRegion });
      await this.books.ledger.appendExclusions(tx, [{ ...subject, id, kind: 'excluded', effectiveOn: input.on, reasonCode: input.reason, proofReference: input.proofReference, retractsFactId: null, reason: null }]);
      return id;
    });
  }

  /** Everything the ledger holds about a person, in force or retracted. @throws PersonUnknown */
  async history(principal: Principal, traineeId: string): Promise<PlacementHistory> {
    return this.database.inScope(principal, async (tx) => {
      const subject = await this.books.people.getSubject(tx, traineeId);
      const facts = await this.books.ledger.listOfRegistration(tx, traineeId);
      const details = await this.evidence.findByFacts(tx, facts.filter((fact) => fact.kind === 'evidence').map((fact) => fact.id));
      const exclusions = READS_EXCLUSIONS.includes(principal.role) ? await this.books.ledger.listExclusions(tx, subject.ownerRegion.slice(0, 6), [traineeId]) : null;
      return { facts: facts.map((fact) => ({ ...fact, detail: details.get(fact.id) ?? null })), exclusions };
    });
  }

  async #getStart(tx: Transaction, employmentId: string): Promise<StoredFact> {
    return startOf(await this.books.ledger.listOfEmployments(tx, [employmentId]));
  }
}

function startOf(facts: readonly StoredFact[]): StoredFact {
  const start = facts.find((fact) => fact.kind === 'employment-started' && fact.inForce);
  if (start === undefined) throw new EmploymentUnknown();
  return start;
}

function aboutEmployment(start: StoredFact, id: string, fact: Pick<NewFact, 'kind' | 'effectiveOn' | 'level'>): NewFact {
  const { registrationId, personId, ownerRegion, employmentId } = start;
  return { id, registrationId, personId, ownerRegion, employmentId, ...fact };
}
