import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import { classRolls, classTableOf, type ClassRoll, type ClassTable } from '@app/outcomes';
import type { Transaction } from '@app/platform';
import { ClassesRepository, type TrainingClass } from '../classes/classes.repository.js';
import { ClassRollsRepository, type RollMember } from './class-rolls.repository.js';
import { foldFacts, personsOf } from './projections/read-county.js';

/** A class with its settlement rate at two dates, and who is behind it. */
export interface ClassStanding {
  readonly class: TrainingClass;
  /** Only a class of the placement table has a settlement rate. */
  readonly table: ClassTable;
  /** Persons stand under one id, also where two registrations were found to be one. */
  readonly roll: ClassRoll;
  readonly asOf: CivilDate;
  /** The last committed instant of the ledger as the database writes it; null: an empty ledger. */
  readonly knownBy: string | null;
  /** By person: the registration under which they were recorded in the class first. */
  readonly memberOf: ReadonlyMap<string, RollMember>;
  /** Ids under which these persons were known before they were found to be one, and the one under which they stand. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** The rolls of classes with their settlement rate (R5) as it stands now, worked out from the ledger at every question. */
@Injectable()
export class ClassRolls {
  constructor(
    private readonly classes: ClassesRepository,
    private readonly rolls: ClassRollsRepository,
  ) {}

  /**
   * Reads what the transaction may see: for the whole class a transaction of the class's county.
   * @throws ClassUnknown
   */
  async standingOf(tx: Transaction, classId: string, asOf: CivilDate): Promise<ClassStanding> {
    const found = await this.classes.get(tx, classId);
    const table = classTableOf(found);
    const known = await this.rolls.head(tx, found.county);
    const nobody: ClassRoll = { classId, programme: found.programme, endsOn: found.endsOn, opened: 0, employed: 0, possible: 0, immature: 0, heads: [] };
    if (known === null) return { class: found, table, roll: nobody, asOf, knownBy: null, memberOf: new Map(), aliases: new Map() };
    const members = await this.rolls.listMembers(tx, classId);
    const aliases = await this.rolls.aliasesOf(tx, members.map(({ personId }) => personId));
    const personOf = (id: string): string => aliases.get(id) ?? id;
    const ids = [...new Set([...members.flatMap(({ personId }) => [personId, personOf(personId)]), ...aliases.keys()])];
    const { people } = foldFacts(await this.rolls.factsOf(tx, found.county, ids), aliases, { asOf, knownBy: known.micros }, ids);
    const memberOf = new Map<string, RollMember>();
    for (const member of members) if (!memberOf.has(personOf(member.personId))) memberOf.set(personOf(member.personId), member);
    const hours = hoursByPerson(members, personOf);
    const roll = classRolls({ persons: personsOf(people), orders: [], asOf, knownBy: known.micros, faults: [] }, (personId, ofClass) => (ofClass === classId ? (hours.get(personId) ?? 0) : 0)).find((each) => each.classId === classId);
    return { class: found, table, roll: roll ?? nobody, asOf, knownBy: known.text, memberOf, aliases };
  }
}

function hoursByPerson(members: readonly RollMember[], personOf: (id: string) => string): Map<string, number> {
  const hours = new Map<string, number>();
  for (const { personId, hours: own } of members) hours.set(personOf(personId), (hours.get(personOf(personId)) ?? 0) + own);
  return hours;
}
