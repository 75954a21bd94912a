import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '@app/accounts';
import { CatalogueModule } from '@app/catalogue';
import { MatchesModule } from '@app/matches';
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
import { ResourcesRepository } from './registry/resources.repository.js';
import { InstructorEntity, PracticeBaseEntity, TeachingRoomEntity } from './registry/teaching-resource.entity.js';
import { TeachingRegistry } from './registry/teaching-registry.service.js';
import { ClassSessionEntity } from './sessions/class-session.entity.js';
import { ClassTimetables } from './sessions/class-timetables.service.js';
import { SessionBook } from './sessions/session-book.js';
import { SessionsRepository } from './sessions/sessions.repository.js';
import { TimetableProposals } from './sessions/timetable-proposals.service.js';

/** The tables of this library, for the drift check. */
export const TEACHING_ENTITIES = [InstructorEntity, TeachingRoomEntity, PracticeBaseEntity, TeachingDayPolicyEntity, ClassSessionEntity, ClassCalendarEntity, ClassCalendarClassEntity, ClassCalendarSeatEntity] as const;

/** Who teaches where and when: instructors, rooms, practice bases, the timetables of classes. */
@Module({
  imports: [AccountsModule, CatalogueModule, MatchesModule, TypeOrmModule.forFeature([...TEACHING_ENTITIES])],
  providers: [ResourcesRepository, TeachingRegistry, TeachingDaysRepository, TeachingDaysService, SessionsRepository, SessionBook, ClassTimetables, WishingPeopleRepository, CalendarScenes, TimetableProposals, ClassCalendarsRepository, ClassCalendars, CalendarMaker, DemandsRepository, ClassMerges],
  exports: [TeachingRegistry, TeachingDaysService, ClassTimetables, TimetableProposals, ClassCalendars, CalendarMaker, ClassMerges],
})
export class TeachingModule {}
