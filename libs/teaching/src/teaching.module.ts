import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '@app/accounts';
import { PlacementsModule } from '@app/placements';
import { SessionAttendance } from './attendance/session-attendance.service.js';
import { SessionRoster } from './attendance/session-roster.js';
import { SessionMarkEntity } from './attendance/session-mark.entity.js';
import { SessionMarksRepository } from './attendance/session-marks.repository.js';
import { CheckInCodes } from './check-in/check-in-codes.service.js';
import { CheckInNumbers } from './check-in/check-in-numbers.service.js';
import { CheckInCodeEntity, CheckInNumberEntity, CheckInTryEntity } from './check-in/check-in.entity.js';
import { CheckInsRepository } from './check-in/check-ins.repository.js';
import { CheckIns } from './check-in/check-ins.service.js';
import { CatalogueModule } from '@app/catalogue';
import { MatchesModule } from '@app/matches';
import { NotificationsModule } from '@app/notifications';
import { CalendarMaker } from './calendars/calendar-maker.service.js';
import { CalendarScenes } from './calendars/calendar-scenes.js';
import { ClassCalendarClassEntity, ClassCalendarEntity, ClassCalendarSeatEntity } from './calendars/class-calendar.entity.js';
import { ClassCalendarsRepository } from './calendars/class-calendars.repository.js';
import { ClassCalendars } from './calendars/class-calendars.service.js';
import { WishingPeopleRepository } from './calendars/wishing-people.repository.js';
import { TeachingDayPolicyEntity } from './days/teaching-days.entity.js';
import { TeachingDaysRepository } from './days/teaching-days.repository.js';
import { TeachingDaysService } from './days/teaching-days.service.js';
import { ClassMerges } from './merges/class-merges.service.js';
import { DemandsRepository } from './merges/demands.repository.js';
import { ClassNoticeBooks } from './notices/class-notice-books.js';
import { ClassNoticeDesk } from './notices/class-notice-desk.service.js';
import { ClassNoticeEntity, ClassNoticePolicyEntity } from './notices/class-notice.entity.js';
import { ClassNoticeMessages } from './notices/class-notice-messages.js';
import { ClassNoticesRepository } from './notices/class-notices.repository.js';
import { ClassNotices } from './notices/class-notices.service.js';
import { ResourcesRepository } from './registry/resources.repository.js';
import { InstructorEntity, PracticeBaseEntity, TeachingRoomEntity } from './registry/teaching-resource.entity.js';
import { TeachingRegistry } from './registry/teaching-registry.service.js';
import { ClassSessionEntity } from './sessions/class-session.entity.js';
import { ClassTimetables } from './sessions/class-timetables.service.js';
import { SessionBook } from './sessions/session-book.js';
import { SessionsRepository } from './sessions/sessions.repository.js';
import { TimetableProposals } from './sessions/timetable-proposals.service.js';

/** The tables of this library, for the drift check. */
export const TEACHING_ENTITIES = [
  InstructorEntity, TeachingRoomEntity, PracticeBaseEntity, TeachingDayPolicyEntity, ClassSessionEntity, ClassCalendarEntity, ClassCalendarClassEntity, ClassCalendarSeatEntity,
  SessionMarkEntity, CheckInNumberEntity, CheckInCodeEntity, CheckInTryEntity, ClassNoticeEntity, ClassNoticePolicyEntity,
] as const;

/** Who teaches where and when, and who came: instructors, rooms, practice bases, the timetables of classes, attendance by session. */
@Module({
  imports: [AccountsModule, CatalogueModule, MatchesModule, NotificationsModule, PlacementsModule, TypeOrmModule.forFeature([...TEACHING_ENTITIES])],
  providers: [
    ResourcesRepository, TeachingRegistry, TeachingDaysRepository, TeachingDaysService, SessionsRepository, SessionBook, ClassTimetables, WishingPeopleRepository, CalendarScenes, TimetableProposals, ClassCalendarsRepository, ClassCalendars, CalendarMaker, DemandsRepository, ClassMerges,
    SessionMarksRepository, SessionAttendance, SessionRoster, CheckInsRepository, CheckInNumbers, CheckInCodes, CheckIns,
    ClassNoticesRepository, ClassNoticeMessages, ClassNoticeBooks, ClassNotices, ClassNoticeDesk,
  ],
  exports: [TeachingRegistry, TeachingDaysService, ClassTimetables, TimetableProposals, ClassCalendars, CalendarMaker, ClassMerges, SessionAttendance, SessionRoster, CheckInNumbers, CheckInCodes, CheckIns, ClassNotices, ClassNoticeDesk],
})
export class TeachingModule {}
