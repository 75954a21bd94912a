import { Injectable } from '@nestjs/common';
import { ClassUnknown } from '@app/placements';
import { Database, type Principal } from '@app/platform';
import { planCalendar, teachableDays, type NotHeldReason } from '@app/scheduling';
import { calendarProblem, statesTownship } from '../calendars/calendar-problem.js';
import { sessionsOf } from '../calendars/half-days.js';
import { CalendarScenes } from '../calendars/calendar-scenes.js';
import { TeachingInputInvalid } from '../teaching.errors.js';
import { requireOwnClass } from './own-class.js';
import type { NewSession } from './session.js';

/** A timetable for one class that breaks no rule as things stand; `reason`: why there is none. */
export interface TimetableProposal {
  readonly sessions: readonly NewSession[];
  readonly reason: NotHeldReason | null;
}

/** Proposes the timetable of one class around what stands already; nothing is stored. */
@Injectable()
export class TimetableProposals {
  constructor(private readonly database: Database, private readonly scenes: CalendarScenes) {}

  /** @throws ClassUnknown, ClassOfAnother, TeachingInputInvalid (a class whose hours or township nobody knows, or that is timetabled whole) */
  async propose(principal: Principal, classId: string, hoursPerDay: number): Promise<TimetableProposal> {
    return this.database.inScope(principal, async (tx) => {
      const found = await this.scenes.classOf(tx, classId);
      if (found === null) throw new ClassUnknown();
      const { waiting, row, taken } = found;
      requireOwnClass(principal, row);
      const { theory, practice } = waiting.toTeach;
      if (!statesTownship(waiting.region)) throw new TeachingInputInvalid([{ path: 'region', message: '开班地点：班次的地点须到乡镇，才能按地点找教室' }]);
      if (theory + practice <= 0) throw new TeachingInputInvalid([{ path: 'hours', message: '计划课时：没有还要排的课时（课时未定，或已排满）' }]);
      const means = await this.scenes.means(tx, row.county, waiting);
      const days = teachableDays(waiting, means.policy).filter((day) => !taken.has(day));
      const someone = { id: 'somebody', region: null, reach: null, busy: [], wishes: [{ classId, score: 1 }] };
      const { held, notHeld } = planCalendar(calendarProblem([{ ...waiting, minSize: 1 }], means, [someone], { days, hoursPerDay }));
      return held[0] === undefined ? { sessions: [], reason: notHeld[0]!.reason } : { sessions: sessionsOf(held[0], waiting.toTeach, hoursPerDay), reason: null };
    });
  }
}
