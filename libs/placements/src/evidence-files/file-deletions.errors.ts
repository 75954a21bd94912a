import { DomainError } from '@app/kernel';

/** There was such a file, and it was deleted: 410. */
export class EvidenceFileDeleted extends DomainError {
  readonly code = 'EVIDENCE_FILE.DELETED';
  readonly kind = 'gone';
  /** @param note what stands where the file was */
  constructor(note: string) {
    super(note);
  }
}

export class FileDeletionUnknown extends DomainError {
  readonly code = 'FILE_DELETION.UNKNOWN';
  readonly kind = 'not-found';
  constructor() {
    super('没有这个删除申请，或不在您的管辖范围内。');
  }
}

/** There is no file that could be deleted: 409. */
export class NoFileToDelete extends DomainError {
  readonly code = 'FILE_DELETION.NOTHING';
  readonly kind = 'conflict';
  constructor() {
    super('这名学员没有尚存的佐证文件，没有可删除的。');
  }
}

/** Another officer has asked for it already: 409. */
export class FileDeletionPending extends DomainError {
  readonly code = 'FILE_DELETION.PENDING';
  readonly kind = 'conflict';
  constructor() {
    super('这份文件已有删除申请在等待确认。');
  }
}

/** It is decided, or its time has come: 409. */
export class FileDeletionDecided extends DomainError {
  readonly code = 'FILE_DELETION.DECIDED';
  readonly kind = 'conflict';
  constructor() {
    super('删除申请已有结论，或文件已到期删除，请重新读取。');
  }
}

/** Whoever asks for a deletion does not decide on it: 403. */
export class SecondOfficerForDeletion extends DomainError {
  readonly code = 'FILE_DELETION.SECOND_OFFICER_NEEDED';
  readonly kind = 'forbidden';
  constructor() {
    super('删除是您本人申请的，须由另一名经办人确认或退回。');
  }
}

/** An audit has drawn the evidence and not judged it yet: 409. */
export class FileUnderAudit extends DomainError {
  readonly code = 'FILE_DELETION.UNDER_AUDIT';
  readonly kind = 'conflict';
  constructor() {
    super('这条佐证已被抽中核查、尚无结论，核查完才能删除文件。');
  }
}

/** Runs a statement of SQL; a refusal of the database's own rules becomes a domain error. */
export async function refusingDeletion<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const constraint = typeof error === 'object' && error !== null && 'driverError' in error ? (error.driverError as { constraint?: string }).constraint : undefined;
    if (constraint === 'no_deletion_under_audit') throw new FileUnderAudit();
    if (constraint === 'one_deletion_per_file' || constraint === 'legal_deletion_move') throw new FileDeletionDecided();
    throw error;
  }
}
