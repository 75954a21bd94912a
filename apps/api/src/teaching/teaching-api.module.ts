import { Module } from '@nestjs/common';
import { TeachingModule } from '@app/teaching';
import { ClassCalendarsController } from './class-calendars.controller.js';
import { ClassNoticesController } from './class-notices.controller.js';
import { ClassMergesController } from './class-merges.controller.js';
import { InstructorsController, PracticeBasesController, TeachingRoomsController } from './resources.controllers.js';
import { TimetablesController } from './timetables.controller.js';

/** Who teaches where and when. */
@Module({ imports: [TeachingModule], controllers: [InstructorsController, TeachingRoomsController, PracticeBasesController, TimetablesController, ClassCalendarsController, ClassMergesController, ClassNoticesController] })
export class TeachingApiModule {}
