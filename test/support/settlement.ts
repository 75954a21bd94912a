import { addDays, civilDateOf } from '@app/kernel';
import { ClassesService } from '@app/placements';
import type { ApiClient, TestApi } from './api.js';
import { courseOf, placementScene, type PlacementScene } from './placements.js';

const TODAY = civilDateOf(new Date());
/** So many days before today. */
export const ago = (days: number): string => addDays(TODAY, -days);

export interface ClassPlan {
  readonly programme: string;
  readonly people: readonly string[];
  /** Of these, in their order: so many certified, the others completed. */
  readonly certified?: number;
  readonly completed?: number;
  readonly employed?: number;
  readonly endsOn?: string;
  readonly onTheJob?: boolean;
}

/** Classes that are over, made through the real services. */
export interface SettlementScene extends PlacementScene {
  classOf(plan: ClassPlan): Promise<string>;
  /** Proves an employment of somebody at E2, within the half-year of a class that ended 300 days ago. */
  employ(traineeId: string, startsOn?: string): Promise<void>;
}

export function settlementScene(api: TestApi, county: ApiClient, code: string, seed: number): SettlementScene {
  const scene = placementScene(api, code, seed);
  const employ = async (traineeId: string, startsOn = ago(290)): Promise<void> => {
    const { employmentId } = (await county.post(`/v1/trainees/${traineeId}/employments`, { startsOn, type: 'wage', permanent: false })).body;
    const answer = await county.post(`/v1/employments/${employmentId}/evidence`, { form: 'contract', on: ago(1), contractNumber: 'HT-2026-001', signedOn: startsOn, contractMonths: 12, confirmedBy: '人事部', confirmedOn: ago(1) });
    if (answer.status !== 201) throw new Error(answer.text);
  };
  return {
    ...scene,
    employ,
    async classOf({ programme, people, certified = 0, completed = certified, employed = 0, endsOn = ago(300), onTheJob = false }) {
      const [classes, system, startsOn] = [api.get(ClassesService), api.systemPrincipal(code), addDays(endsOn, -30)];
      const { id } = await classes.create(system, { name: '测试班', courseId: await courseOf(api), programme, providerId: await scene.provider(), region: code, startsOn, endsOn, seats: Math.max(1, people.length), onTheJob });
      if (people.length > 0) await classes.enrol(system, id, people, startsOn);
      const results = (from: number, to: number) => people.slice(from, to).map((traineeId) => ({ traineeId, on: endsOn }));
      if (certified > 0) await classes.recordResults(system, id, 'certified', results(0, certified));
      if (completed > certified) await classes.recordResults(system, id, 'completed', results(certified, completed));
      for (const person of people.slice(0, employed)) await employ(person);
      return id;
    },
  };
}
