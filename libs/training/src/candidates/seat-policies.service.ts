import { Injectable } from '@nestjs/common';
import { padRegion } from '@app/kernel';
import type { Principal } from '@app/platform';
import { TrainingBooks } from '../training-books.js';
import { ClassTermsInvalid } from '../seats.errors.js';
import { SeatPoliciesRepository, type SeatPolicyRow } from './seat-policies.repository.js';
import { seatPolicyFaults, type SeatPolicy } from './seat-policy.js';

/** A county's policies of sharing seats out, and the one that is in force today. */
export interface SeatPolicyBook {
  readonly inForce: SeatPolicy;
  readonly all: readonly SeatPolicyRow[];
}

/** How a county shares seats out: public in the county, said before the day it begins, never changed. */
@Injectable()
export class SeatPolicies {
  constructor(
    private readonly books: TrainingBooks,
    private readonly policies: SeatPoliciesRepository,
  ) {}

  async list(principal: Principal): Promise<SeatPolicyBook> {
    const county = countyOf(principal);
    return this.books.database.inScope(principal, async (tx) => ({ inForce: await this.policies.inForce(tx, county, this.books.today()), all: await this.policies.list(tx, county) }));
  }

  /** @throws ClassTermsInvalid naming every rule */
  async record(principal: Principal, policy: SeatPolicy): Promise<SeatPolicyRow> {
    const county = countyOf(principal);
    const faults = seatPolicyFaults(policy, this.books.today());
    if (faults.length > 0) throw new ClassTermsInvalid(faults);
    return this.books.database.inScope(principal, async (tx) => {
      const row = await this.policies.add(tx, county, policy, principal.id);
      await this.books.audit.record(tx, { action: 'seat-policy.set', subjectKind: 'seat-policy', subjectId: row.id, region: county, details: { version: row.version } });
      return row;
    });
  }
}

const countyOf = (principal: Principal): string => padRegion(principal.region).slice(0, 6);
