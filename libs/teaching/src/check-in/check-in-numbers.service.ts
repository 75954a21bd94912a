import { Inject, Injectable } from '@nestjs/common';
import { ClassBooks, CountyBooks, type ShownPerson } from '@app/placements';
import { Database, FIELD_CIPHER, type CellAddress, type FieldCipher, type Principal } from '@app/platform';
import { drawNumber } from './check-in-word.js';
import { CheckInsRepository, type SealedNumber } from './check-ins.repository.js';

/** A person's number, to be handed to that person. */
export interface CheckInNumber {
  readonly traineeId: string;
  readonly seatNumber: number;
  readonly number: string;
  readonly person: ShownPerson | null;
}

const cellOf = (classId: string, registrationId: string): CellAddress => ({ table: 'check_in_numbers', column: 'number_sealed', rowId: `${classId}.${registrationId}` });

/** The numbers by which the people of a class check in: drawn once, kept sealed, printed for whoever hands them out. */
@Injectable()
export class CheckInNumbers {
  constructor(
    private readonly database: Database,
    private readonly repository: CheckInsRepository,
    private readonly classes: ClassBooks,
    private readonly books: CountyBooks,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
  ) {}

  /** The numbers of a class's people in the caller's scope, by seat; who has none yet is given one. Audited. @throws ClassUnknown */
  async print(principal: Principal, classId: string): Promise<CheckInNumber[]> {
    return this.database.inScope(principal, async (tx) => {
      await this.classes.rows.lock(tx, classId);
      const { county } = await this.classes.rows.get(tx, classId);
      const learning = [...(await this.classes.enrolments(tx, classId))].filter(([, { state }]) => state !== 'dropped').map(([id]) => id);
      const known = new Set((await this.repository.listNumbers(tx, classId)).map(({ registrationId }) => registrationId));
      const missing = learning.filter((id) => !known.has(id));
      await this.repository.addNumbers(tx, classId, missing.map((registrationId) => ({ registrationId, numberSealed: this.cipher.seal(drawNumber(), cellOf(classId, registrationId)) })));
      const numbers = (await this.repository.listNumbers(tx, classId)).filter(({ registrationId }) => learning.includes(registrationId));
      const shown = await this.books.people.findShown(tx, learning);
      await this.books.audit.record(tx, { action: 'check-in-number.print', subjectKind: 'class', subjectId: classId, region: county, details: { trainees: numbers.length } });
      return numbers.map((each) => ({ traineeId: each.registrationId, seatNumber: each.seatNumber, number: this.open(classId, each), person: shown.get(each.registrationId) ?? null }));
    });
  }

  /** The digits of a stored number. */
  open(classId: string, { registrationId, numberSealed }: SealedNumber): string {
    return this.cipher.open(numberSealed, cellOf(classId, registrationId));
  }
}
