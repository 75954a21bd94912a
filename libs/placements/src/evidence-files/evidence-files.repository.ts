import { Injectable } from '@nestjs/common';
import type { Transaction } from '@app/platform';
import type { ScanType } from '../scans/scan-type.js';

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
}

const FILE = `id, owner_region as "ownerRegion", fact_id as "factId", sha256, size, media_type as "mediaType", blob_key as "blobKey", added_by as "addedBy", added_at as "addedAt"`;

@Injectable()
export class EvidenceFilesRepository {
  /** Null: this evidence has a file of the same content. */
  async insert(tx: Transaction, file: Omit<EvidenceFile, 'addedAt'>): Promise<EvidenceFile | null> {
    const [row] = await tx.query<EvidenceFile[]>(
      `insert into evidence_files (id, county, owner_region, fact_id, sha256, size, media_type, blob_key, added_by) values ($1, left($2, 6), $2, $3, $4, $5, $6, $7, $8)
       on conflict on constraint one_file_per_evidence_and_content do nothing returning ${FILE}`,
      [file.id, file.ownerRegion, file.factId, file.sha256, file.size, file.mediaType, file.blobKey, file.addedBy],
    );
    return row ?? null;
  }

  async findByContent(tx: Transaction, factId: string, sha256: string): Promise<EvidenceFile | null> {
    const [row] = await tx.query<EvidenceFile[]>(`select ${FILE} from evidence_files where fact_id = $1 and sha256 = $2`, [factId, sha256]);
    return row ?? null;
  }

  async find(tx: Transaction, factId: string, id: string): Promise<EvidenceFile | null> {
    const [row] = await tx.query<EvidenceFile[]>(`select ${FILE} from evidence_files where fact_id = $1 and id = $2`, [factId, id]);
    return row ?? null;
  }

  async list(tx: Transaction, factId: string): Promise<EvidenceFile[]> {
    return tx.query<EvidenceFile[]>(`select ${FILE} from evidence_files where fact_id = $1 order by added_at, id`, [factId]);
  }

  /** Which of these keys are a file's. */
  async findKeys(tx: Transaction, keys: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ key: string }[]>('select blob_key as key from evidence_files where blob_key = any ($1::text[])', [keys]);
    return new Set(rows.map((row) => row.key));
  }
}
