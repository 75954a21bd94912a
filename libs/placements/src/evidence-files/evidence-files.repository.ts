import { Injectable } from '@nestjs/common';
import { civilDateOf } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { ScanType } from '../scans/scan-type.js';
import { deletionNote, type DeletionGround } from './file-deletion.js';

export interface EvidenceFile {
  readonly id: string;
  readonly ownerRegion: string;
  readonly factId: string;
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: ScanType;
  readonly blobKey: string;
  readonly addedBy: string;
  readonly addedAt: Date;
  /** Null: it is there. Otherwise nobody is shown it any more; `goneAt` null: it is being taken away. */
  readonly deletionGround: DeletionGround | null;
  readonly goneAt: Date | null;
}

export type NewEvidenceFile = Omit<EvidenceFile, 'addedAt' | 'deletionGround' | 'goneAt'>;

/** What stands where a file was; null: it is there. */
export function deletedNoteOf({ deletionGround, goneAt }: Pick<EvidenceFile, 'deletionGround' | 'goneAt'>): string | null {
  return deletionGround === null ? null : deletionNote(deletionGround, goneAt === null ? null : civilDateOf(goneAt));
}

const FILE = `select f.id, f.owner_region as "ownerRegion", f.fact_id as "factId", f.sha256, f.size, f.media_type as "mediaType", f.blob_key as "blobKey", f.added_by as "addedBy", f.added_at as "addedAt", d.ground as "deletionGround", d.gone_at as "goneAt"
  from evidence_files f left join evidence_file_deletions d on d.file_id = f.id and d.state in ('marked', 'gone')`;

@Injectable()
export class EvidenceFilesRepository {
  /** Null: this evidence has a file of the same content. */
  async insert(tx: Transaction, file: NewEvidenceFile): Promise<EvidenceFile | null> {
    const [row] = await tx.query<{ id: string }[]>(
      `insert into evidence_files (id, county, owner_region, fact_id, sha256, size, media_type, blob_key, added_by) values ($1, left($2, 6), $2, $3, $4, $5, $6, $7, $8)
       on conflict on constraint one_file_per_evidence_and_content do nothing returning id`,
      [file.id, file.ownerRegion, file.factId, file.sha256, file.size, file.mediaType, file.blobKey, file.addedBy],
    );
    return row === undefined ? null : this.find(tx, file.factId, row.id);
  }

  async findByContent(tx: Transaction, factId: string, sha256: string): Promise<EvidenceFile | null> {
    const [row] = await tx.query<EvidenceFile[]>(`${FILE} where f.fact_id = $1 and f.sha256 = $2`, [factId, sha256]);
    return row ?? null;
  }

  async find(tx: Transaction, factId: string, id: string): Promise<EvidenceFile | null> {
    const [row] = await tx.query<EvidenceFile[]>(`${FILE} where f.fact_id = $1 and f.id = $2`, [factId, id]);
    return row ?? null;
  }

  async list(tx: Transaction, factId: string): Promise<EvidenceFile[]> {
    return tx.query<EvidenceFile[]>(`${FILE} where f.fact_id = $1 order by f.added_at, f.id`, [factId]);
  }

  /** Which of these keys are those of a file that is to be there: one that is gone names its key no more, also when a backup brought the blob back. */
  async findKeys(tx: Transaction, keys: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ key: string }[]>(`select f.blob_key as key from evidence_files f where f.blob_key = any ($1::text[]) and not exists (select from evidence_file_deletions d where d.file_id = f.id and d.state = 'gone')`, [keys]);
    return new Set(rows.map((row) => row.key));
  }
}
