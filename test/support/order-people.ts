import { TraineeRegistry, type TraineeInput } from '@app/trainees';
import type { ApiAnswer, ApiClient, TestApi } from './api.js';
import { inDays, type OrderScene } from './orders.js';
import { madeUpPeople } from './people.js';

export const TOWN = '420626106';
export const FAR_TOWN = '420626100';
export const VILLAGE = '420626106248';

/** An order's class, as it is told. */
export const CLASS_DAYS = { startsOn: inDays(25), endsOn: inDays(50), answerDays: 3 };

export interface PeopleScene {
  /** Registers somebody who knows nothing yet; their id. */
  person(more?: Partial<TraineeInput>): Promise<string>;
  people(count: number, more?: Partial<TraineeInput>): Promise<string[]>;
  /** An order of an employer that recruits, with the slot that serves it. */
  recruiting(seats: number, more?: object): Promise<string>;
  apply(orderId: string, ids: readonly string[], client?: ApiClient): Promise<void>;
  /** Offers seats to these people; the ids of the offers in their order. */
  offered(orderId: string, ids: readonly string[], more?: object): Promise<string[]>;
  told(orderId: string, offerIds: readonly string[]): Promise<void>;
  act(orderId: string, offerId: string, path: string, body?: object, client?: ApiClient): Promise<ApiAnswer>;
  offerOf(orderId: string, traineeId: string): Promise<string>;
}

export async function peopleScene(api: TestApi, scene: OrderScene): Promise<PeopleScene> {
  const made = madeUpPeople(20_261_128);
  const system = api.systemPrincipal('420626');
  const { client: employer } = await scene.employer();
  const provider = await scene.provider();
  const path = (orderId: string, rest: string): string => `/v1/training-orders/${orderId}/${rest}`;
  const fine = (answer: ApiAnswer): ApiAnswer => {
    if (answer.status >= 300) throw new Error(answer.text);
    return answer;
  };
  const people: PeopleScene = {
    async person(more = {}) {
      const { idNumber, name, phone } = made.next();
      return (await api.get(TraineeRegistry).register(system, { idNumber, name, phone, township: TOWN, ...more })).id;
    },
    async people(count, more = {}) {
      const ids: string[] = [];
      for (let i = 0; i < count; i++) ids.push(await people.person(more));
      return ids;
    },
    async recruiting(seats, more = {}) {
      const id = await scene.queued(employer, { seats, skills: [{ skillId: 'weld.arc', level: 1 }], workplace: TOWN, siteRegion: VILLAGE, siteKind: 'village', ...more });
      const slotId = await scene.slot(provider.id, { seats: Math.max(seats, 40) });
      fine(await scene.act(scene.county, id, 'recruiting', { slotId }));
      return id;
    },
    async apply(orderId, ids, client = scene.county) {
      for (const traineeId of ids) fine(await client.post(path(orderId, 'applications'), { traineeId }));
    },
    async offered(orderId, ids, more = {}) {
      fine(await scene.county.post(path(orderId, 'offers'), { source: 'officer', traineeIds: ids, ...CLASS_DAYS, ...more }));
      const { rows } = await api.database.owner.query<{ id: string }>(`select f.id from unnest($2::uuid[]) with ordinality as p (id, n) join class_offers f on f.registration_id = p.id where f.order_id = $1 and f.state in ('made', 'told', 'accepted', 'waiting') order by p.n`, [orderId, ids]);
      return rows.map(({ id }) => id);
    },
    async told(orderId, offerIds) {
      for (const id of offerIds) fine(await people.act(orderId, id, 'telling', { channel: 'call' }));
    },
    act: (orderId, offerId, rest, body = {}, client = scene.county) => client.post(path(orderId, `offers/${offerId}/${rest}`), body),
    async offerOf(orderId, traineeId) {
      const { rows } = await api.database.owner.query<{ id: string }>('select id from class_offers where order_id = $1 and registration_id = $2 order by created_at desc limit 1', [orderId, traineeId]);
      return rows[0]!.id;
    },
  };
  return people;
}
