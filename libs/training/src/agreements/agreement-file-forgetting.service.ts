import { Injectable } from '@nestjs/common';
import { ScanRetention } from '@app/placements';
import type { Principal } from '@app/platform';
import { AGREEMENT_SHELF } from './agreement-files.service.js';
import { AgreementFileDeletionsRepository } from './agreement-file-deletions.repository.js';

/** The end of scans of agreements: their time after their order is over, or another version in their place. */
@Injectable()
export class AgreementFileForgetting {
  constructor(
    private readonly deletions: AgreementFileDeletionsRepository,
    private readonly retention: ScanRetention,
  ) {}

  /** The nightly job of a county; once more it finds nothing. @returns how many files are gone @throws ScansAway */
  async forget(principal: Principal, signal?: AbortSignal): Promise<number> {
    return this.retention.forget(principal, { shelf: AGREEMENT_SHELF, deletions: this.deletions, audited: 'agreement-files' }, signal);
  }
}
