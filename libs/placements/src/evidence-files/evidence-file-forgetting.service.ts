import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/platform';
import { ScanRetention } from '../scans/scan-retention.service.js';
import { EVIDENCE_SHELF } from './evidence-files.service.js';
import { EvidenceFileDeletionsRepository } from './evidence-file-deletions.repository.js';

/** The end of scans of evidence: their time, the withdrawal of their evidence, or a decided deletion. */
@Injectable()
export class EvidenceFileForgetting {
  constructor(
    private readonly deletions: EvidenceFileDeletionsRepository,
    private readonly retention: ScanRetention,
  ) {}

  /** The job of a county, at night and after a decision; once more it finds nothing. @returns how many files are gone @throws ScansAway */
  async forget(principal: Principal, signal?: AbortSignal): Promise<number> {
    return this.retention.forget(principal, { shelf: EVIDENCE_SHELF, deletions: this.deletions, audited: 'evidence-files' }, signal);
  }
}
