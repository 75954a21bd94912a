import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import { refusedByClass } from '../classes.repository.js';
import type { ClassMoveEntity } from './class-move.entity.js';
import type { ClassReason, ClassState } from './class-moves.js';

/** A step of a class's life as it is stored. */
export type ClassMove = Omit<ClassMoveEntity, 'id' | 'classId'>;

/** A step to be taken. */
export interface NewClassMove {
  readonly classId: string;
  readonly from: ClassState;
  readonly to: ClassState;
  readonly reasonCode: ClassReason | null;
  readonly note: string | null;
}

@Injectable()
export class ClassLifeRepository {
  /** Moves the class by a row of its history. @throws ClassMoveRefused */
  async move(tx: Transaction, { classId, from, to, reasonCode, note }: NewClassMove): Promise<void> {
    await refusedByClass(tx.query('insert into class_moves (class_id, from_state, to_state, reason_code, note) values ($1, $2, $3, $4, $5)', [classId, from, to, reasonCode, note]));
  }

  /** Every step, the first one first. */
  async list(tx: Transaction, classId: string): Promise<ClassMove[]> {
    return tx.query<ClassMove[]>(
      `select number, from_state as "fromState", to_state as "toState", reason_code as "reasonCode", note, seated, actor_kind as "actorKind", actor_id as "actorId", moved_at as "movedAt"
       from class_moves where class_id = $1 order by number`,
      [classId],
    );
  }

  /** @throws SeatsHeld, RoomsTooSmall */
  async setSeats(tx: Transaction, classId: string, seats: number): Promise<void> {
    await refusedByClass(tx.query('update training_classes set seats = $2 where id = $1', [classId, seats]));
  }

  /** @throws ProviderHeld */
  async setProvider(tx: Transaction, classId: string, providerId: string): Promise<void> {
    await refusedByClass(tx.query('update training_classes set provider_id = $2 where id = $1', [classId, providerId]));
  }
}
