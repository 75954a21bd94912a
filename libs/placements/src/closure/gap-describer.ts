import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { ClosureStep, IncomeStanding, Step, Steps } from '@app/outcomes';
import type { Transaction } from '@app/platform';
import { ClassCodes } from '../classes/class-codes.js';
import { RegistrationsRepository, type ShownPerson } from '../people/registrations.repository.js';
import { ClosureBooksRepository, type HouseholdRow } from './closure-books.repository.js';
import type { ClosureScene, Resident } from './closure-scene.js';
import { ResponsibleOfficersRepository, type ResponsibleOfficer } from './responsible-officers.repository.js';

/** A person who stands so in a step. `person` null: no longer in the caller's scope. */
export interface PersonGap {
  readonly person: ShownPerson | null;
  /** Where the person is registered now, 12 digits. */
  readonly region: string;
  readonly village: string;
  readonly householdNumber: string | null;
  readonly step: Step;
  readonly steps: Steps;
  readonly startsOn: CivilDate | null;
  readonly responsible: ResponsibleOfficer | null;
}

/** A household as lists show one. */
export interface OfHousehold {
  readonly householdId: string;
  readonly number: string;
  readonly region: string;
  readonly village: string;
  readonly responsible: ResponsibleOfficer | null;
}

export interface HouseholdGap extends OfHousehold {
  readonly step: Step;
  readonly steps: Steps;
  readonly categories: readonly string[];
  readonly income: IncomeStanding | null;
  /** Those in the caller's scope. */
  readonly members: readonly ShownPerson[];
}

export interface ZeroEmploymentItem extends OfHousehold {
  readonly isListed: boolean;
  readonly employed: readonly ShownPerson[];
  readonly otherWork: readonly ShownPerson[];
}

/** Gives people and households the names that the caller may see. */
@Injectable()
export class GapDescriber {
  constructor(
    private readonly people: RegistrationsRepository,
    private readonly books: ClosureBooksRepository,
    private readonly officers: ResponsibleOfficersRepository,
    private readonly codes: ClassCodes,
  ) {}

  async persons(tx: Transaction, rows: readonly Resident[], step: ClosureStep): Promise<PersonGap[]> {
    const registrations = rows.map(({ registrationId }) => registrationId);
    const [shown, officers] = [await this.people.findShown(tx, registrations), await this.officers.ofRegistrations(tx, registrations)];
    const households = await this.books.findHouseholds(tx, rows.flatMap(({ household }) => household ?? []));
    return Promise.all(rows.map(async ({ registrationId, region, household, steps, startsOn }): Promise<PersonGap> => ({
      person: shown.get(registrationId) ?? null, region, village: await this.codes.nameOfRegion(region), householdNumber: (household === null ? undefined : households.get(household))?.number ?? null,
      step: steps[step], steps, startsOn, responsible: officers.get(registrationId) ?? null,
    })));
  }

  /** Those for whom an officer answers. */
  async ofOfficer(tx: Transaction, rows: readonly Resident[], officerId: string): Promise<Resident[]> {
    const officers = await this.officers.ofRegistrations(tx, rows.map(({ registrationId }) => registrationId));
    return rows.filter(({ registrationId }) => officers.get(registrationId)?.officerId === officerId);
  }

  async households(tx: Transaction, rows: readonly { readonly row: HouseholdRow }[]): Promise<OfHousehold[]> {
    const officers = await this.officers.ofRegions(tx, rows.map(({ row }) => row.ownerRegion));
    return Promise.all(rows.map(async ({ row: { id, number, ownerRegion } }) => ({ householdId: id, number, region: ownerRegion, village: await this.codes.nameOfRegion(ownerRegion), responsible: officers.get(ownerRegion) ?? null })));
  }

  /** By person, those in the caller's scope; members who are in no fact of the ledger are found by their household. */
  async members(tx: Transaction, persons: readonly string[], households: readonly string[], { registrationsOf: known }: ClosureScene): Promise<Map<string, ShownPerson>> {
    const byHousehold = await this.books.registrationsOfMembers(tx, households);
    const registrationsOf = (person: string): readonly string[] => known.get(person) ?? byHousehold.get(person) ?? [];
    const shown = await this.people.findShown(tx, persons.flatMap(registrationsOf));
    return new Map(persons.flatMap((person) => registrationsOf(person).flatMap((id) => shown.get(id) ?? []).slice(0, 1).map((each) => [person, each] as const)));
  }
}
