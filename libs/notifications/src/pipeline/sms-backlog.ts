import type { DataSource } from 'typeorm';

/** Of every county: messages that wait or are in doubt, by state; and each gateway's gate. */
export interface SmsBacklog {
  readonly messages: readonly { readonly state: string; readonly messages: number }[];
  readonly gateways: readonly { readonly provider: string; readonly opened: number; readonly isClosed: boolean }[];
}

export async function smsBacklog(dataSource: DataSource): Promise<SmsBacklog> {
  const messages = await dataSource.query<SmsBacklog['messages'][number][]>('select state, messages from sms_backlog()');
  const gateways = await dataSource.query<SmsBacklog['gateways'][number][]>('select provider, opened, coalesce(open_until > now(), false) as "isClosed" from sms_gateways order by provider');
  return { messages, gateways };
}
