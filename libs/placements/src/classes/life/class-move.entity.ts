import { Column, Entity, ForeignKey, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { TrainingClassEntity } from '../training-class.entity.js';
import type { ClassReason, ClassState } from './class-moves.js';

/** The table of moves that the database holds classes to; `CLASS_MOVES` is its twin. */
@Entity('class_transitions')
export class ClassTransitionEntity {
  @PrimaryColumn('text') fromState!: ClassState;
  @PrimaryColumn('text') toState!: ClassState;
  @Column('text', { array: true, nullable: true }) reasons!: ClassReason[] | null;
}

/** One step of a class's life, with whose it was, when and why; a trigger moves the class by it. */
@Entity('class_moves')
@Unique('one_class_move_per_step', ['classId', 'number'])
export class ClassMoveEntity {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @Column('uuid') @ForeignKey(() => TrainingClassEntity, { name: 'move_of_a_class' }) classId!: string;
  @Column('int') number!: number;
  @Column('text') fromState!: ClassState;
  @Column('text') toState!: ClassState;
  @Column('text', { nullable: true }) reasonCode!: ClassReason | null;
  @Column('text', { nullable: true }) note!: string | null;
  /** People on the roll at the move. */
  @Column('int', { default: 0 }) seated!: number;
  @Column('text') actorKind!: string;
  @Column('text') actorId!: string;
  @Column('timestamptz', { default: () => 'now()' }) movedAt!: Date;
}
