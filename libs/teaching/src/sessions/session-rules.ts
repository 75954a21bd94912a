import type { CivilDate, FieldFault } from '@app/kernel';
import type { ClassDelivery, ClassState } from '@app/placements';
import { closedBecause, type Period, type TeachingPolicy } from '@app/scheduling';
import { canReach, coversOccupation, type Resource, type ResourceHead } from '../registry/resource.js';
import type { NewSession, SessionPart } from './session.js';

/** What a timetable is held to. */
export interface TaughtClass {
  readonly id: string;
  readonly county: string;
  readonly providerId: string | null;
  readonly state: ClassState;
  /** Whether the organization that it names is a training provider of the county. */
  readonly hasProvider: boolean;
  readonly delivery: ClassDelivery;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly seats: number;
  readonly region: string;
  readonly occupation: string | null;
  /** Planned hours; null: not known, any number. */
  readonly planned: Readonly<Record<SessionPart, number | null>>;
  /** Hours of the sessions that stand. */
  readonly timetabled: Readonly<Record<SessionPart, number>>;
}

/** All that a session is judged by. */
export interface SessionScene {
  readonly taught: TaughtClass;
  readonly policy: TeachingPolicy;
  readonly instructors: ReadonlyMap<string, Resource<'instructor'>>;
  readonly rooms: ReadonlyMap<string, Resource<'room'>>;
  readonly bases: ReadonlyMap<string, Resource<'base'>>;
}

const ENDED: readonly ClassState[] = ['completed', 'aborted'];
const PART_LABEL = { theory: '理论', practice: '实操' } as const satisfies Record<SessionPart, string>;
const CLOSED_LABEL = { holiday: '法定节假日', 'farm-season': '农忙季节', 'rest-day': '休息日' } as const;
const HALF = 0.5;
const HOURS_MOST = 5;

/** What breaks a rule in a list of sessions that are to be added, each named in Chinese; double bookings are the database's to see. */
export function sessionFaults(sessions: readonly NewSession[], scene: SessionScene, path = 'sessions'): FieldFault[] {
  const { taught } = scene;
  if (ENDED.includes(taught.state)) return [{ path: 'classId', message: '班次状态：班次已结业或已中止，不能排课' }];
  if (!taught.hasProvider) return [{ path: 'classId', message: '培训机构：班次没有培训机构，不能排课' }];
  const faults = sessions.flatMap((session, i) => faultsOf(session, scene).map(({ path: field, message }) => ({ path: sessions.length === 1 && path === '' ? field : `${path}[${i}].${field}`, message })));
  for (const part of ['theory', 'practice'] as const) {
    const [planned, asked] = [taught.planned[part], sessions.reduce((sum, each) => sum + (each.part === part ? each.hours : 0), 0)];
    if (planned !== null && asked > 0 && taught.timetabled[part] + asked > planned) {
      faults.push({ path: path === '' ? 'hours' : path, message: `计划课时：${PART_LABEL[part]}已排 ${taught.timetabled[part]} 课时，再排 ${asked} 课时，超过计划的 ${planned} 课时` });
    }
  }
  return faults;
}

function faultsOf(session: NewSession, scene: SessionScene): FieldFault[] {
  const { hours, taughtOn } = session;
  const { taught } = scene;
  const faults: FieldFault[] = [];
  if (hours < HALF || hours > HOURS_MOST || !Number.isInteger(hours / HALF)) faults.push({ path: 'hours', message: `课时：每次课须为 0.5 至 ${HOURS_MOST} 课时，以半课时计` });
  if (taughtOn < taught.startsOn || taughtOn > taught.endsOn) faults.push({ path: 'taughtOn', message: `班次日期：上课日须在 ${taught.startsOn} 至 ${taught.endsOn} 之间` });
  return [...faults, ...dayFaults(session, scene), ...placeFaults(session, scene), ...instructorFaults(session, scene)];
}

/** A day on which the county does not teach: a fixed class never, a flexible one with a reason. */
function dayFaults({ taughtOn, overrideReason }: NewSession, { taught, policy }: SessionScene): FieldFault[] {
  const closed = closedBecause(taughtOn, policy);
  if (closed === null || (taught.delivery === 'flexible' && overrideReason !== null)) return [];
  const name = `${CLOSED_LABEL[closed.kind]}：${taughtOn} 是${closed.name}`;
  return taught.delivery === 'flexible' ? [{ path: 'overrideReason', message: `${name}，弹性班在这天上课须写明原因` }] : [{ path: 'taughtOn', message: `${name}，固定班不排课` }];
}

function placeFaults({ roomId, baseId, taughtOn }: NewSession, { taught, rooms, bases }: SessionScene): FieldFault[] {
  if ((roomId === null) === (baseId === null)) return [{ path: 'roomId', message: '上课地点：教室与基地填一项' }];
  const [field, name] = roomId === null ? (['baseId', '基地'] as const) : (['roomId', '教室'] as const);
  const [room, base] = [roomId === null ? undefined : rooms.get(roomId), baseId === null ? undefined : bases.get(baseId)];
  const place = room ?? base;
  if (place === undefined || !isThere(place, taught)) return [{ path: field, message: `${name}：没有登记，已撤销，或属于其他机构` }];
  const faults: FieldFault[] = [];
  if (place.seats < taught.seats) faults.push({ path: field, message: `座位数：${name}有 ${place.seats} 座，坐不下本班的 ${taught.seats} 人` });
  if (isWithin(place.closedDays, taughtOn)) faults.push({ path: field, message: `不可用日期：该${name} ${taughtOn} 不可用` });
  if (base !== undefined && !coversOccupation(base.occupations, taught.occupation)) faults.push({ path: field, message: '实训职业：该基地不能实训本班课程的职业' });
  return faults;
}

function instructorFaults({ instructorId, roomId, baseId, taughtOn }: NewSession, { taught, instructors, rooms, bases }: SessionScene): FieldFault[] {
  const instructor = instructors.get(instructorId);
  if (instructor === undefined || !isThere(instructor, taught)) return [{ path: 'instructorId', message: '教师：没有登记，已撤销，或属于其他机构' }];
  const faults: FieldFault[] = [];
  const site = (roomId === null ? undefined : rooms.get(roomId))?.region ?? (baseId === null ? undefined : bases.get(baseId))?.region ?? taught.region;
  if (!coversOccupation(instructor.occupations, taught.occupation)) faults.push({ path: 'instructorId', message: '教授职业：该教师不教本班课程的职业' });
  if (!canReach(instructor.homeRegion, instructor.reach, site)) faults.push({ path: 'instructorId', message: '可去范围：上课地点超出该教师的可去范围' });
  if (isWithin(instructor.closedDays, taughtOn)) faults.push({ path: 'instructorId', message: `不可用日期：该教师 ${taughtOn} 没有空` });
  return faults;
}

/** Not withdrawn, and the county's or the class's own provider's. */
const isThere = ({ withdrawnAt, providerId }: ResourceHead, taught: TaughtClass): boolean => withdrawnAt === null && (providerId === null || providerId === taught.providerId);

const isWithin = (periods: readonly Period[], day: CivilDate): boolean => periods.some(({ from, to }) => from <= day && day <= to);
