import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '@app/kernel';
import { MatchingEngine } from '@app/matches';
import { CLOCK, Database, type Principal } from '@app/platform';
import { teachableDays, type ClassCalendar } from '@app/scheduling';
import type { ClassRow } from '../sessions/sessions.repository.js';
import { calendarProblem, statesTownship, type WaitingClass } from './calendar-problem.js';
import { CalendarScenes, type CountyCalendarScene } from './calendar-scenes.js';
import { busiestMeans, calendarState, type CalendarClass, type LeftOutReason } from './class-calendar.js';
import { ClassCalendarsRepository, leftOut } from './class-calendars.repository.js';
import { solveCalendar } from './solve-calendar.js';
import { wishingPeople } from './wishing-people.js';

/** Makes calendars that were asked for: whom each class would help says the engine, when and where says `planCalendar`. */
@Injectable()
export class CalendarMaker {
  constructor(
    private readonly database: Database,
    private readonly engine: MatchingEngine,
    private readonly calendars: ClassCalendarsRepository,
    private readonly scenes: CalendarScenes,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A calendar that is made, has failed, or was dropped meanwhile, stays as it is. */
  async make(principal: Principal, calendarId: string, signal?: AbortSignal): Promise<void> {
    const found = await this.database.inScope(principal, async (tx) => {
      const calendar = await this.calendars.find(tx, calendarId);
      return calendar === null || calendarState(calendar) !== 'waiting' ? null : { calendar, scene: await this.scenes.county(tx, calendar) };
    });
    if (found === null) return;
    const { calendar, scene } = found;
    const { wishers } = await this.engine.ask(calendar.county, today(this.clock), 'courses.wishers', { courseIds: [...new Set(scene.rows.map(({ courseId }) => courseId))] });
    const { fit, out } = sorted(scene);
    const window = { from: calendar.fromOn, to: calendar.toOn };
    const planned = new Set(fit.map(({ id }) => id));
    const people = wishingPeople(scene.rows.filter(({ id }) => planned.has(id)), scene.enrolled, wishers, scene.occupied, window);
    const problem = calendarProblem(fit, scene.means, people, { days: teachableDays(window, scene.means.policy), hoursPerDay: calendar.hoursPerDay });
    const solved = await solveCalendar(problem, signal);
    const regions = new Map([...wishers, ...scene.enrolled].map(({ traineeId, ownerRegion }) => [traineeId, ownerRegion]));
    const { objective, bound, gap, held, seats } = solved;
    const figures = {
      policyVersion: scene.means.policy.version, teachingDays: problem.days.length, classes: scene.rows.length, held: held.length, wishing: people.length, seated: seats.length, objective, bound, gap,
      busiest: busiestMeans(problem, solved, scene.means.booked),
    };
    await this.database.inScope(principal, (tx) => this.calendars.save(tx, calendar, [...classesOf(fit, solved), ...out], seats.map((seat) => ({ ...seat, ownerRegion: regions.get(seat.learnerId)! })), figures));
  }

  /** The work on a calendar has failed for good: whoever waits for it sees that. */
  async giveUp(principal: Principal, calendarId: string): Promise<void> {
    await this.database.inScope(principal, (tx) => this.calendars.fail(tx, calendarId, 'gave-up'));
  }
}

/** Classes that can be planned, and those that say too little for it. */
function sorted({ rows, waiting }: CountyCalendarScene): { readonly fit: WaitingClass[]; readonly out: CalendarClass[] } {
  const lacks = (row: ClassRow, { toTeach: { theory, practice } }: WaitingClass): LeftOutReason | null => (!statesTownship(row.region) ? 'NO_TOWNSHIP' : theory + practice <= 0 ? 'NO_HOURS' : null);
  const judged = rows.map((row, i) => ({ each: waiting[i]!, reason: lacks(row, waiting[i]!) }));
  return {
    fit: judged.flatMap(({ each, reason }) => (reason === null ? [each] : [])),
    out: judged.flatMap(({ each, reason }) => (reason === null ? [] : [leftOut(each.id, reason, each.toTeach.theory, each.toTeach.practice)])),
  };
}

function classesOf(fit: readonly WaitingClass[], { held, notHeld, seats }: ClassCalendar): CalendarClass[] {
  const hours = new Map(fit.map(({ id, toTeach }) => [id, toTeach]));
  const people = new Map<string, number>();
  for (const { classId } of seats) people.set(classId, (people.get(classId) ?? 0) + 1);
  return [
    ...held.map((one): CalendarClass => ({ ...one, reason: null, theoryHours: hours.get(one.classId)!.theory, practiceHours: hours.get(one.classId)!.practice, people: people.get(one.classId) ?? 0 })),
    ...notHeld.map(({ classId, reason }) => leftOut(classId, reason, hours.get(classId)!.theory, hours.get(classId)!.practice)),
  ];
}

