import type { CivilDate } from '@app/kernel';
import type { PersonHistory } from '@app/outcomes';
import type { PaidCourse } from './paid-courses.js';

/** The first payment of each person that counts: for a class that placement rates count, and that the person completed. */
export class FirstPayments {
  readonly #ofPerson = new Map<string, PaidCourse[]>();
  readonly #first = new Map<string, CivilDate>();

  constructor(paid: readonly PaidCourse[]) {
    for (const course of paid) {
      const known = this.#ofPerson.get(course.personId);
      if (known === undefined) this.#ofPerson.set(course.personId, [course]);
      else known.push(course);
    }
  }

  /** Looks at what these people completed; whoever was not looked at was paid nothing. */
  lookAt(persons: Iterable<PersonHistory>): void {
    for (const { id, attendances } of persons) {
      const completed = new Set(attendances.flatMap(({ class: { id: classId, isCounted }, completedOn }) => (isCounted && completedOn !== null ? [classId] : [])));
      const [first] = (this.#ofPerson.get(id) ?? []).flatMap(({ classId, paidOn }) => (completed.has(classId) ? [paidOn] : [])).sort();
      if (first !== undefined) this.#first.set(id, first);
    }
  }

  on(person: string): CivilDate | null {
    return this.#first.get(person) ?? null;
  }
}
