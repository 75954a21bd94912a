import { randomUUID } from 'node:crypto';
import { TraineeRegistry } from '@app/trainees';
import { OrganizationsService } from '@app/accounts';
import { ClassesService } from '@app/placements';
import type { TestApi } from './api.js';
import { madeUpPeople } from './people.js';

/** People, a class and vacancies of one county, made through the real services. */
export interface PlacementScene {
  /** Registers people in a township; their ids. */
  people(count: number, township: string): Promise<string[]>;
  /** A vacancy with so many openings; its id. */
  vacancy(openings: number): Promise<string>;
  /** A class with this roll, completed on the day; its id. */
  completedClass(traineeIds: readonly string[], startsOn: string, completedOn: string): Promise<string>;
  /** A provider of the county; its id. */
  provider(): Promise<string>;
}

export function placementScene(api: TestApi, county: string, seed: number): PlacementScene {
  const made = madeUpPeople(seed, { birthplace: county });
  const system = api.systemPrincipal(county);
  const provider = async (): Promise<string> => (await api.get(OrganizationsService).create(system, { kind: 'training-provider', name: `培训学校 ${randomUUID()}`, region: county })).id;
  return {
    provider,
    async people(count, township) {
      const ids: string[] = [];
      for (let i = 0; i < count; i++) {
        const { idNumber, name, phone } = made.next();
        ids.push((await api.get(TraineeRegistry).register(api.systemPrincipal(county), { idNumber, name, phone, township })).id);
      }
      return ids;
    },
    async vacancy(openings) {
      const region = `${county}000000`;
      const employer = await api.database.owner.query<{ id: string }>(`insert into employers (owner_region, name, normalised_name) values ($1, $2, $2) returning id`, [region, `测试用人单位 ${randomUUID()}`]);
      const { rows } = await api.database.owner.query<{ id: string }>(
        `insert into vacancies (owner_region, employer_id, source, title, cleaned_title, openings, status) values ($1, $2, 'employer', '电焊工', '电焊工', $3, 'open') returning id`,
        [region, employer.rows[0]!.id, openings],
      );
      return rows[0]!.id;
    },
    async completedClass(traineeIds, startsOn, completedOn) {
      const courseId = await courseOf(api);
      const classes = api.get(ClassesService);
      const { id } = await classes.create(api.systemPrincipal(county), { name: '测试班', courseId, programme: '测试项目', providerId: await provider(), region: county, startsOn, endsOn: completedOn, seats: Math.max(1, traineeIds.length) });
      if (traineeIds.length === 0) return id;
      await classes.enrol(api.systemPrincipal(county), id, traineeIds, startsOn);
      await classes.recordResults(api.systemPrincipal(county), id, 'completed', traineeIds.map((traineeId) => ({ traineeId, on: completedOn })));
      return id;
    },
  };
}

/** Any course of the catalogue. */
export async function courseOf(api: TestApi): Promise<string> {
  return (await api.database.owner.query<{ id: string }>('select id from courses order by id limit 1')).rows[0]!.id;
}
