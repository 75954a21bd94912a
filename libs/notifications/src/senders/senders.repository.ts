import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { SmsSenderEntity } from './sms-sender.entity.js';

const SHOWN = 'county, signature, office, with_link as "withLink", fanout, set_by as "setBy", set_at as "setAt"';

@Injectable()
export class SendersRepository {
  async find(tx: Transaction, county: string): Promise<Omit<SmsSenderEntity, 'ownerRegion'> | null> {
    const [row] = await tx.query<Omit<SmsSenderEntity, 'ownerRegion'>[]>(`select ${SHOWN} from sms_senders where county = $1`, [county]);
    return row ?? null;
  }

  async set(tx: Transaction, { county, signature, office, withLink, fanout, setBy, setAt }: Omit<SmsSenderEntity, 'ownerRegion'>): Promise<void> {
    await tx.query(
      `insert into sms_senders (county, owner_region, signature, office, with_link, fanout, set_by, set_at) values ($1, rpad($1, 12, '0'), $2, $3, $4, $5, $6, $7)
       on conflict (county) do update set signature = excluded.signature, office = excluded.office, with_link = excluded.with_link, fanout = excluded.fanout, set_by = excluded.set_by, set_at = excluded.set_at`,
      [county, signature, office, withLink, fanout, setBy, setAt],
    );
  }
}
