import { Module } from '@nestjs/common';
import { TeachingModule } from '@app/teaching';
import { CheckInPageController } from './check-in-page.controller.js';
import { CheckInController } from './check-in.controller.js';
import { SessionAttendanceController } from './session-attendance.controller.js';

/** Who came to which session: by an officer's list, or by the people's own telephones. */
@Module({ imports: [TeachingModule], controllers: [SessionAttendanceController, CheckInController, CheckInPageController] })
export class AttendanceApiModule {}
