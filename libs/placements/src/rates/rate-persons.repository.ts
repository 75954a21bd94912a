import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { CellMember } from '@app/outcomes';
import { AuditTrail, Database, type AuditEntry, type Principal } from '@app/platform';
import { EvidenceRepository, type EvidenceDetail } from '../employments/evidence.repository.js';
import { LedgerRepository } from '../ledger/ledger.repository.js';
import type { StoredFact } from '../ledger/ledger-row.js';
import { RegistrationsRepository, type ShownPerson } from '../people/registrations.repository.js';

/** A fact of evidence, and what it rests on. */
export interface Proof {
  readonly factId: string;
  readonly kind: 'evidence' | 'evidence-refused';
  readonly level: number;
  readonly effectiveOn: CivilDate;
  readonly recordedAt: Date;
  readonly inForce: boolean;
  readonly detail: EvidenceDetail | null;
}

/** The employment that decides, as it stands in the ledger. */
export interface DecidingEmployment {
  readonly employmentId: string;
  readonly startsOn: CivilDate;
  readonly lastDay: CivilDate | null;
  readonly type: string;
  readonly employerId: string | null;
  readonly vacancyId: string | null;
  readonly pay: number | null;
  readonly contractMonths: number | null;
  readonly proofs: readonly Proof[];
}

/** A person behind a figure. `person` null: not (or no longer) in the caller's scope. */
export interface RatePerson extends CellMember {
  readonly person: ShownPerson | null;
  readonly employment: DecidingEmployment | null;
}

/** Reads, under the caller's own row scope, who stands behind a figure and on what proof. */
@Injectable()
export class RatePersonsRepository {
  constructor(
    private readonly database: Database,
    private readonly people: RegistrationsRepository,
    private readonly ledger: LedgerRepository,
    private readonly evidence: EvidenceRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @param registrationsOf the county's registrations behind these people
   *  @param audited what the trail says of it; how many people were shown is added */
  async describe(principal: Principal, members: readonly CellMember[], registrationsOf: ReadonlyMap<string, readonly string[]>, audited: AuditEntry): Promise<RatePerson[]> {
    return this.database.inScope(principal, async (tx) => {
      await this.audit.record(tx, { ...audited, details: { ...audited.details, persons: members.length } });
      const registrations = members.flatMap((member) => registrationsOf.get(member.personId) ?? []);
      const shown = await this.people.findShown(tx, registrations);
      const facts = await this.ledger.listOfEmployments(tx, members.flatMap((member) => (member.employmentId === null ? [] : [member.employmentId])));
      const details = await this.evidence.findByFacts(tx, facts.filter((fact) => fact.kind === 'evidence').map((fact) => fact.id));
      return members.map((member) => {
        const own = (registrationsOf.get(member.personId) ?? []).map((id) => shown.get(id)).find((person) => person !== undefined);
        const employment = facts.filter((fact) => fact.employmentId === member.employmentId);
        return { ...member, person: own ?? null, employment: own === undefined ? null : describeEmployment(employment, details) };
      });
    });
  }
}

function describeEmployment(facts: readonly StoredFact[], details: ReadonlyMap<string, EvidenceDetail>): DecidingEmployment | null {
  const start = facts.find((fact) => fact.kind === 'employment-started' && fact.inForce) ?? facts.find((fact) => fact.kind === 'employment-started');
  if (start === undefined) return null;
  const end = facts.find((fact) => fact.kind === 'employment-ended' && fact.inForce);
  const proofs = facts.flatMap((fact): Proof[] => {
    if (fact.kind !== 'evidence' && fact.kind !== 'evidence-refused') return [];
    return [{ factId: fact.id, kind: fact.kind, level: fact.level!, effectiveOn: fact.effectiveOn, recordedAt: fact.recordedAt, inForce: fact.inForce, detail: details.get(fact.id) ?? null }];
  });
  const { type = 'wage', vacancyId = null, pay = null, contractMonths = null } = start.payload;
  return { employmentId: start.employmentId!, startsOn: start.effectiveOn, lastDay: end?.effectiveOn ?? null, type, employerId: start.employerId, vacancyId, pay, contractMonths, proofs };
}
