import { randomUUID } from 'node:crypto';
import { CallLists, type CallReason, type CallRefusal, type CallResult } from '@app/notifications';
import type { Principal } from '@app/platform';
import type { Messages, TestTrainee, TraineeOptions } from './messages.js';

const VILLAGE = '420626104201';

/** Calls beside messages: a village, its people, its officer. */
export interface CallScene {
  readonly village: Principal;
  sql(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  villager(options?: TraineeOptions): Promise<TestTrainee>;
  /** Confirms a wave about a new vacancy that calls these people and writes to nobody. */
  called(people: readonly TestTrainee[], reason?: CallReason): Promise<{ readonly id: string; readonly vacancyId: string }>;
  /** The newest call of somebody. */
  callOf(trainee: TestTrainee): Promise<string>;
  /** The village's officer taps in what that call came to. */
  tap(trainee: TestTrainee, result: CallResult, reason?: CallRefusal | null): Promise<boolean>;
  /** How that call stands. */
  standing(trainee: TestTrainee): Promise<unknown>;
  /** Writes to somebody about a new vacancy: the message's state, or why it was not sent. */
  written(trainee: TestTrainee): Promise<string>;
}

/** @param given asked at every use, so that a suite may start its messages later */
export function callScene(given: () => Messages): CallScene {
  const village: Principal = { kind: 'officer', id: randomUUID(), role: 'village-officer', region: VILLAGE, organizationId: null };
  const sql: CallScene['sql'] = async (text, values = []) => (await given().fresh.owner.query<Record<string, unknown>>(text, [...values])).rows;
  const callOf: CallScene['callOf'] = async ({ id }) => (await sql('select id from call_tasks where registration_id = $1 order by planned_at desc, id limit 1', [id]))[0]!['id'] as string;
  return {
    village, sql, callOf,
    villager: (options = {}) => given().trainee({ village: VILLAGE, ...options }),
    async called(people, reason = 'no-mobile') {
      const messages = given();
      const vacancyId = await messages.vacancy();
      const validUntil = new Date(messages.clock.now().getTime() + 3 * 86_400_000);
      const { wave } = await messages.waves.confirm(messages.officer, { vacancyId, validUntil, messages: [], calls: people.map(({ id }) => ({ traineeId: id, reason })) });
      return { id: wave.id, vacancyId };
    },
    tap: async (trainee, result, reason = null) => given().get(CallLists).record(village, await callOf(trainee), result, reason),
    standing: async ({ id }) => (await sql('select tries, closed_for as "closedFor" from call_tasks where registration_id = $1 order by planned_at desc, id limit 1', [id]))[0],
    async written(trainee) {
      const messages = given();
      const { notificationIds } = await messages.wave(await messages.vacancy(), [trainee]);
      await messages.submitter.submit(messages.county, notificationIds);
      const { state, reason } = await messages.fate(notificationIds[0]!);
      return reason ?? state;
    },
  };
}
