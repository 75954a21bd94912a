import { addDays, civilDateOf } from '@app/kernel';
import { Database } from '@app/platform';
import { TraineeRegistry } from '@app/trainees';
import { EmployersService, OwnVacancies } from '@app/vacancies';
import type { ApiClient, TestApi } from './api.js';
import { madeUpPeople } from './people.js';

const COUNTY = '420626';
const CHENGGUAN = '420626100';

/** Somebody who has been told of a post, with the path of the page that the message leads to. */
export interface Told {
  readonly traineeId: string;
  readonly notificationId: string;
  readonly vacancyId: string;
  readonly page: string;
}

export interface WelderOptions {
  /** No: agreed to no message. */
  readonly consents?: boolean;
  /** Null: has none. */
  readonly phone?: null;
  readonly village?: string;
}

/** A county that sends links, an employer that is verified, welders and posts for them. */
export interface ToldPeople {
  readonly officer: ApiClient;
  readonly employerId: string;
  /** An open post for a welder; its id. */
  post(openings: number, externalRef: string): Promise<string>;
  welder(options?: WelderOptions): Promise<string>;
  /** The newest message to somebody for a purpose. */
  messageOf(traineeId: string, purpose: string): Promise<{ readonly id: string; readonly text: string; readonly parts: number }>;
  /** Hands messages over as far as the claim, tomorrow at ten in the morning. */
  handOver(ids: readonly string[]): Promise<void>;
  /** Somebody who has been told of a new post. */
  told(externalRef: string): Promise<Told>;
}

/** @param api started with `SMS_LINK_BASE` */
export async function startToldPeople(api: TestApi, linkBase: string): Promise<ToldPeople> {
  const people = madeUpPeople(23, { birthplace: COUNTY });
  const system = api.systemPrincipal(COUNTY);
  const officer = await api.asOfficer('county-officer', COUNTY);
  const employerId = (await api.get(EmployersService).register(system, { name: '【官方】保康测试机械有限公司', creditCode: null })).id;
  const employer = await api.asEmployer(COUNTY, { employerId });
  await api.database.owner.query(`update employers set credit_code = coalesce(credit_code, upper(substr(md5(name), 1, 18))), verified_at = now(), verified_by = gen_random_uuid() where id = $1`, [employerId]);
  const sender = await officer.put('/v1/sms-sender', { signature: '保康就业', office: '县就业局', withLink: true, fanout: 2 });
  if (sender.status !== 200) throw new Error(sender.text);

  const scene: ToldPeople = {
    officer, employerId,
    async post(openings, externalRef) {
      const { vacancy } = await api.get(OwnVacancies).post(employer.principal!, {
        externalRef, title: '电焊工<b>', occupation: '6-18-02-04', skills: [{ skillId: 'weld.arc', level: 2, essential: true }], region: CHENGGUAN, address: null, lodging: true, minEducation: null,
        payFrom: 5000, payTo: 7000, openings, kind: 'full-time', minAge: 18, certificates: [], description: null, validThrough: null, startsOn: null, endsOn: null, contactName: null, contactPhone: null,
      });
      return vacancy.id;
    },
    async welder({ consents = true, phone: none, village } = {}) {
      const { idNumber, phone } = people.next();
      const { id } = await api.get(TraineeRegistry).register(system, {
        idNumber, name: '欧阳示例', township: CHENGGUAN, ...(village === undefined ? {} : { village }), phone: none === null ? null : phone, skills: [{ id: 'weld.arc', level: 3, source: 'stated' }],
        consents: consents ? [{ purpose: 'message.match', wording: '同意接收短信', givenOn: '2026-11-01' }] : [],
      });
      return id;
    },
    async messageOf(traineeId, purpose) {
      const { body } = await officer.get(`/v1/notifications?traineeId=${traineeId}&purpose=${purpose}`);
      return body.items[0];
    },
    async handOver(ids) {
      const tomorrow = `${addDays(civilDateOf(new Date()), 1)}T10:00:00+08:00`;
      await api.get(Database).inScope(system, (tx) => tx.query(`select * from claim_notifications($1::uuid[], $2, array['log'])`, [ids, tomorrow]));
    },
    async told(externalRef) {
      const [vacancyId, traineeId] = [await scene.post(10, externalRef), await scene.welder()];
      const ready = await officer.get(`/v1/vacancies/${vacancyId}/next-wave`);
      if (!ready.body.notices.some((notice: { readonly traineeId: string }) => notice.traineeId === traineeId)) throw new Error(`${traineeId} is not on the ready list: ${ready.text}`);
      const confirmed = await officer.post(`/v1/vacancies/${vacancyId}/waves`, { traineeIds: [traineeId] });
      if (confirmed.status !== 201) throw new Error(confirmed.text);
      const { id, text } = await scene.messageOf(traineeId, 'message.match');
      await scene.handOver([id]);
      const [, token] = text.split(`${linkBase}/t/`);
      return { traineeId, notificationId: id, vacancyId, page: `/t/${token}` };
    },
  };
  return scene;
}
