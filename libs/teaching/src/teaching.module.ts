import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClassSessionEntity } from './sessions/class-session.entity.js';

/** The tables of this library, for the drift check. */
export const TEACHING_ENTITIES = [ClassSessionEntity] as const;

/** Who teaches where and when: instructors, rooms, practice bases, the timetables of classes. */
@Module({ imports: [TypeOrmModule.forFeature([...TEACHING_ENTITIES])] })
export class TeachingModule {}
