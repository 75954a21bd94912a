import { randomUUID } from 'node:crypto';
import type { ApiClient } from './api.js';
import { COUNTY, orderScene, type OrderScene } from './orders.js';
import type { TestApi } from './api.js';

/** 歇马镇, 12 digits. */
export const XIEMA = '420626106000';
/** Monday to Saturday, 2026-12-07 … 12: no holiday, no season of farm work. */
export const WEEK = ['2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10', '2026-12-11', '2026-12-12'] as const;

/** A county with a provider, and what it teaches with, made over HTTP. */
export interface TeachingScene extends OrderScene {
  instructor(more?: object, client?: ApiClient): Promise<string>;
  room(more?: object, client?: ApiClient): Promise<string>;
  base(more?: object, client?: ApiClient): Promise<string>;
  /** A welding class in 歇马镇 from December on; its id. */
  class(providerId: string, more?: object): Promise<string>;
}

export async function teachingScene(api: TestApi): Promise<TeachingScene> {
  const scene = await orderScene(api);
  const made = async (path: string, body: object, client = scene.county): Promise<string> => {
    const answer = await client.post(path, body);
    if (answer.status !== 201) throw new Error(`${path}: ${answer.text}`);
    return answer.body.id as string;
  };
  return {
    ...scene,
    instructor: (more, client) => made('/v1/instructors', { name: '焊接教研组甲老师', kind: 'teacher', occupations: ['6-18-02-04'], homeRegion: XIEMA, reach: 'county', ...more }, client),
    room: (more, client) => made('/v1/teaching-rooms', { name: `教室 ${randomUUID()}`, kind: 'school', region: XIEMA, seats: 40, ...more }, client),
    base: (more, client) => made('/v1/practice-bases', { name: `基地 ${randomUUID()}`, region: XIEMA, seats: 40, occupations: ['6-18'], households: 12, ...more }, client),
    class: (providerId, more) => made('/v1/classes', { name: `焊工班 ${randomUUID()}`, courseId: 'welding', programme: '就业技能培训', providerId, region: XIEMA, startsOn: '2026-12-01', endsOn: '2027-01-31', seats: 30, ...more }),
  };
}

/** A session of theory, in the morning of the first Monday. */
export const session = (where: { readonly roomId?: string; readonly baseId?: string; readonly instructorId: string }, more: object = {}): object => ({ taughtOn: WEEK[0], period: 'morning', part: 'theory', hours: 4, ...where, ...more });

export { COUNTY };
