import { Injectable } from '@nestjs/common';
import { civilDateOf } from '@app/kernel';
import type { ScanType } from '@app/placements';
import type { Transaction } from '@app/platform';
import { refusing } from '../training.errors.js';
import { agreementFileNote, type AgreementFileGround } from './agreement-file-deletion.js';
import type { AgreementFileEntity } from './agreement.entity.js';

export interface AgreementFile extends Omit<AgreementFileEntity, 'county'> {
  readonly mediaType: ScanType;
  /** Null: it is there. Otherwise nobody is shown it any more; `goneAt` null: it is being taken away. */
  readonly deletionGround: AgreementFileGround | null;
  readonly goneAt: Date | null;
}

/** What stands where a scan was; null: it is there. */
export function agreementFileNoteOf({ deletionGround, goneAt }: Pick<AgreementFile, 'deletionGround' | 'goneAt'>): string | null {
  return deletionGround === null ? null : agreementFileNote(deletionGround, goneAt === null ? null : civilDateOf(goneAt));
}

const FILE = `select f.id, f.owner_region as "ownerRegion", f.agreement_id as "agreementId", f.sha256, f.size, f.media_type as "mediaType", f.blob_key as "blobKey", f.added_by as "addedBy", f.added_at as "addedAt", d.ground as "deletionGround", d.gone_at as "goneAt"
  from agreement_files f left join agreement_file_deletions d on d.file_id = f.id`;

@Injectable()
export class AgreementFilesRepository {
  /** Null: this agreement has a scan of the same content. */
  async insert(tx: Transaction, { id, ownerRegion, agreementId, sha256, size, mediaType, blobKey }: Omit<AgreementFile, 'addedBy' | 'addedAt' | 'deletionGround' | 'goneAt'>): Promise<AgreementFile | null> {
    const [row] = await refusing(tx.query<{ id: string }[]>(
      `insert into agreement_files (id, county, owner_region, agreement_id, sha256, size, media_type, blob_key) values ($1, left($2, 6), $2, $3, $4, $5, $6, $7)
       on conflict on constraint one_file_per_agreement_and_content do nothing returning id`,
      [id, ownerRegion, agreementId, sha256, size, mediaType, blobKey],
    ));
    return row === undefined ? null : ((await this.list(tx, agreementId)).find((each) => each.id === id) ?? null);
  }

  async list(tx: Transaction, agreementId: string): Promise<AgreementFile[]> {
    return tx.query<AgreementFile[]>(`${FILE} where f.agreement_id = $1 order by f.added_at, f.id`, [agreementId]);
  }

  /** Which of these keys are those of a scan that is to be there: one that is gone names its key no more, also when a backup brought the blob back. */
  async findKeys(tx: Transaction, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ key: string }[]>(`select f.blob_key as key from agreement_files f where f.blob_key = any ($1::text[]) and not exists (select from agreement_file_deletions d where d.file_id = f.id and d.state = 'gone')`, [keys]);
    return new Set(rows.map(({ key }) => key));
  }
}
