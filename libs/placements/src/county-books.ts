import { Inject, Injectable } from '@nestjs/common';
import { today, type CivilDate, type Clock } from '@app/kernel';
import { AuditTrail, CLOCK, Outbox, type Transaction } from '@app/platform';
import { LedgerRepository } from './ledger/ledger.repository.js';
import type { StoredFact, Subject } from './ledger/ledger-row.js';
import type { PlacementJobs } from './placement-jobs.js';
import { RegistrationsRepository } from './people/registrations.repository.js';

/** Who is on the roll of a class, and the facts in force that say so, by registration. */
export interface ClassRoll {
  readonly people: readonly (Subject & { readonly name: string })[];
  readonly facts: ReadonlyMap<string, readonly StoredFact[]>;
}

/** What every recording service writes into: the people's registrations, the audit trail, and last the ledger. */
@Injectable()
export class CountyBooks {
  constructor(
    readonly ledger: LedgerRepository,
    readonly people: RegistrationsRepository,
    readonly audit: AuditTrail,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The rolls of these classes as far as they are in the caller's scope, in two statements. */
  async rollsOf(tx: Transaction, classIds: readonly string[]): Promise<Map<string, ClassRoll>> {
    const facts = await this.ledger.listRolls(tx, [...new Set(classIds)]);
    const shown = await this.people.findShown(tx, [...new Set(facts.map((fact) => fact.registrationId!))]);
    const rolls = new Map<string, { people: (Subject & { name: string })[]; facts: Map<string, StoredFact[]> }>();
    for (const fact of facts) {
      const [id, person] = [fact.registrationId!, shown.get(fact.registrationId!)];
      const roll = rolls.get(fact.classId!) ?? { people: [], facts: new Map<string, StoredFact[]>() };
      rolls.set(fact.classId!, roll);
      if (!roll.facts.has(id) && person !== undefined) roll.people.push({ registrationId: id, personId: fact.personId!, ownerRegion: person.ownerRegion, name: person.name });
      roll.facts.set(id, [...(roll.facts.get(id) ?? []), fact]);
    }
    return rolls;
  }

  /** Who sits in a class, or whether it is held, is another than before: the job `class.changed` of the caller's transaction. */
  async tellOfClass(tx: Transaction, { id, county }: { readonly id: string; readonly county: string }): Promise<void> {
    await this.outbox.add<PlacementJobs, 'class.changed'>(tx, 'class.changed', { classId: id }, { region: county });
  }

  today(): CivilDate {
    return today(this.clock);
  }
}
