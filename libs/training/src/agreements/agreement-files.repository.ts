import { Injectable } from '@nestjs/common';
import type { ScanType } from '@app/placements';
import type { Transaction } from '@app/platform';
import { refusing } from '../training.errors.js';
import type { AgreementFileEntity } from './agreement.entity.js';

export interface AgreementFile extends Omit<AgreementFileEntity, 'county'> {
  readonly mediaType: ScanType;
}

const FILE = `id, owner_region as "ownerRegion", agreement_id as "agreementId", sha256, size, media_type as "mediaType", blob_key as "blobKey", added_by as "addedBy", added_at as "addedAt"`;

@Injectable()
export class AgreementFilesRepository {
  /** Null: this agreement has a scan of the same content. */
  async insert(tx: Transaction, { id, ownerRegion, agreementId, sha256, size, mediaType, blobKey }: Omit<AgreementFile, 'addedBy' | 'addedAt'>): Promise<AgreementFile | null> {
    const [row] = await refusing(tx.query<AgreementFile[]>(
      `insert into agreement_files (id, county, owner_region, agreement_id, sha256, size, media_type, blob_key) values ($1, left($2, 6), $2, $3, $4, $5, $6, $7)
       on conflict on constraint one_file_per_agreement_and_content do nothing returning ${FILE}`,
      [id, ownerRegion, agreementId, sha256, size, mediaType, blobKey],
    ));
    return row ?? null;
  }

  async list(tx: Transaction, agreementId: string): Promise<AgreementFile[]> {
    return tx.query<AgreementFile[]>(`select ${FILE} from agreement_files where agreement_id = $1 order by added_at, id`, [agreementId]);
  }

  /** Which of these keys a row names. */
  async findKeys(tx: Transaction, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ key: string }[]>('select blob_key as key from agreement_files where blob_key = any ($1::text[])', [keys]);
    return new Set(rows.map(({ key }) => key));
  }
}
