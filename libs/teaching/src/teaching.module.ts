import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '@app/accounts';
import { PlacementsModule } from '@app/placements';
import { SessionAttendance } from './attendance/session-attendance.service.js';
import { SessionMarkEntity } from './attendance/session-mark.entity.js';
import { SessionMarksRepository } from './attendance/session-marks.repository.js';
import { CheckInCodes } from './check-in/check-in-codes.service.js';
import { CheckInNumbers } from './check-in/check-in-numbers.service.js';
import { CheckInCodeEntity, CheckInNumberEntity, CheckInTryEntity } from './check-in/check-in.entity.js';
import { CheckInsRepository } from './check-in/check-ins.repository.js';
import { CheckIns } from './check-in/check-ins.service.js';
import { ClassSessionEntity } from './sessions/class-session.entity.js';

/** The tables of this library, for the drift check. */
export const TEACHING_ENTITIES = [ClassSessionEntity, SessionMarkEntity, CheckInNumberEntity, CheckInCodeEntity, CheckInTryEntity] as const;

/** Who teaches where and when: instructors, rooms, practice bases, the timetables of classes. */
@Module({
  imports: [AccountsModule, PlacementsModule, TypeOrmModule.forFeature([...TEACHING_ENTITIES])],
  providers: [SessionMarksRepository, SessionAttendance, CheckInsRepository, CheckInNumbers, CheckInCodes, CheckIns],
  exports: [SessionAttendance, CheckInNumbers, CheckInCodes, CheckIns],
})
export class TeachingModule {}
