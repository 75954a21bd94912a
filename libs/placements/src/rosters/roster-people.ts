import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { TraineeFinder } from '@app/trainees';
import type { Subject } from '../ledger/ledger-row.js';
import { ClassesRepository, type TrainingClass } from '../classes/classes.repository.js';
import type { RosterFault, RosterPerson } from './roster-row.js';

export type Found<T> = { readonly found: T } | { readonly fault: RosterFault };

const plain = (text: string): string => text.normalize('NFKC').replace(/[\s·•]/gu, '');

/** Finds whom and which class the rows of a roster are about; a doubt is a fault, never a guess. */
@Injectable()
export class RosterPeople {
  constructor(
    private readonly trainees: TraineeFinder,
    private readonly classes: ClassesRepository,
  ) {}

  /**
   * Each row's registration, by ID number with the name as a check; by name alone where the row says no number and exactly
   * one of `roll` (the people whom the row can be about) has it.
   */
  async find(tx: Transaction, people: readonly RosterPerson[], rolls: readonly (readonly (Subject & { readonly name: string })[])[] = []): Promise<Found<Subject>[]> {
    const byNumber = await this.trainees.findByIdNumbers(tx, [...new Set(people.flatMap((person) => (person.idNumber === null ? [] : [person.idNumber])))]);
    return people.map(({ idNumber, name }, i) => {
      if (idNumber !== null) {
        const trainee = byNumber.get(idNumber);
        if (trainee === undefined) return { fault: { field: 'id-number', message: '没有这名学员的登记，或不在您的管辖范围内' } };
        if (name !== null && plain(name) !== plain(trainee.name)) return { fault: { field: 'name', message: '姓名与该身份证号登记的姓名不一致' } };
        return { found: { registrationId: trainee.traineeId, personId: trainee.personId, ownerRegion: trainee.ownerRegion } };
      }
      const roll = rolls[i];
      if (name === null || roll === undefined) return { fault: { field: 'id-number', message: '缺少身份证号' } };
      const same = roll.filter((each) => plain(each.name) === plain(name));
      if (same.length === 1) return { found: { registrationId: same[0]!.registrationId, personId: same[0]!.personId, ownerRegion: same[0]!.ownerRegion } };
      return { fault: { field: 'id-number', message: same.length === 0 ? '该班名册上没有这个姓名，请填写身份证号' : `该班有 ${same.length} 人同名，请填写身份证号` } };
    });
  }

  /** Each class by its id or its name (blanks and widths apart); one statement. A name that two classes bear is a fault. */
  async findClasses(tx: Transaction, given: readonly (string | null)[]): Promise<Found<TrainingClass>[]> {
    const all = await this.classes.listByNames(tx, [...new Set(given.flatMap((each) => (each === null ? [] : [plain(each)])))]);
    return given.map((each) => {
      if (each === null) return { fault: { field: 'class', message: '缺少班次' } };
      const same = all.filter((candidate) => candidate.id === plain(each) || plain(candidate.name) === plain(each));
      if (same.length === 1) return { found: same[0]! };
      return { fault: { field: 'class', message: same.length === 0 ? '没有这个班次，请先登记班次' : `有 ${same.length} 个班次同名，请填写班次编号` } };
    });
  }
}
