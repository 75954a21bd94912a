import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '@app/platform';
import { startMessages, type Messages } from '../../../../test/support/messages.js';
import { SmsCallbacks } from '../receipts/sms-callbacks.service.js';
import { ReplyDesk } from './reply-desk.service.js';
import { NOBODYS_REGION } from './reply.entity.js';
import { ReplyInbox } from './reply-inbox.js';

const officerOf = (region: string, role = 'county-officer'): Principal => ({ kind: 'officer', id: randomUUID(), role, region, organizationId: null });
const HERE = officerOf('420626');
const NEIGHBOUR = officerOf('420625');

describe('a reply from a telephone that no county knows, where several are served', () => {
  let messages: Messages;
  let desk: ReplyDesk;
  beforeAll(async () => {
    messages = await startMessages();
    desk = messages.get(ReplyDesk);
    await messages.fresh.owner.query(`insert into organizations (id, owner_region, kind, name) select gen_random_uuid(), c || '000000', 'county-bureau', c from unnest(array['420626', '420625']) c`);
  });
  afterAll(() => messages.close());

  let number = 0;
  /** Read as its job reads it, in the scope that the job has; the reply's id. */
  async function write(content: string): Promise<string> {
    await messages.get(SmsCallbacks).takeReplies({ provider: 'kannel', secret: '', address: '127.0.0.1' }, 'kannel', [{ telephone: `1770000${String(number++).padStart(4, '0')}`, content, sentAt: null, reference: randomUUID() }]);
    const { rows: [job] } = await messages.fresh.owner.query<{ id: string; region: string }>(`select payload ->> 'replyId' as id, region from outbox where name = 'sms-reply.read' order by outbox.id desc limit 1`);
    expect(job!.region).toBe(NOBODYS_REGION);
    await messages.get(ReplyInbox).read({ ...messages.county, region: job!.region }, job!.id);
    return job!.id;
  }
  const inbox = async (principal: Principal): Promise<string[]> => (await desk.list(principal, { state: 'inbox', limit: 100 })).items.map(({ id }) => id);

  it.each(['请问还招人吗', '1', 'T', '打错了'])('waits in the inbox of every served county: %s', async (content) => {
    const id = await write(content);
    for (const officer of [HERE, NEIGHBOUR]) {
      expect(await inbox(officer)).toContain(id);
      expect((await desk.get(officer, id)).reply).toMatchObject({ openContent: content, ownerRegion: NOBODYS_REGION });
    }
    expect(await inbox(officerOf('420624'))).not.toContain(id); // no bureau of that county is here
    for (const role of ['township-officer', 'village-officer']) expect(await inbox(officerOf('420626104', role))).not.toContain(id);
    expect((await messages.fresh.owner.query('select from number_blocks')).rowCount).toBe(0);
  });

  it('is the county’s whose officer decides it first; then the others see it no more', async () => {
    const id = await write('请问还招人吗');
    expect(await desk.decide(HERE, id, 'nothing', null)).toMatchObject({ ownerRegion: '420626000000', state: 'settled', settledBy: HERE.id });
    expect(await inbox(NEIGHBOUR)).not.toContain(id);
    await expect(desk.decide(NEIGHBOUR, id, 'nothing', null)).rejects.toMatchObject({ code: 'SMS_REPLY.UNKNOWN' });
    const { rows } = await messages.fresh.owner.query(`select details from audit_events where action = 'sms-reply.decide' and subject_id = $1`, [id]);
    expect(rows).toMatchObject([{ details: { decision: 'nothing', wasNobodys: true } }]);
  });

  it('stays nobody’s after a decision that does not fit, and is not taken by an auditor', async () => {
    const id = await write('1');
    await expect(desk.decide(HERE, id, 'yes', null)).rejects.toMatchObject({ code: 'SMS_REPLY.DECISION_REFUSED' });
    await expect(desk.decide(officerOf('420626', 'auditor'), id, 'nothing', null)).rejects.toMatchObject({ code: 'SMS_REPLY.UNKNOWN' });
    expect(await inbox(NEIGHBOUR)).toContain(id);
  });
});
