import { ASKED_GROUNDS, deletedNoteOf, DELETION_REFUSALS, DELETION_STATES, type AskedGround, type DeletionGround, type DeletionRefusal, type DeletionState, type EvidenceFile, type FileDeletionView } from '@app/placements';
import { CursorQuery, IsLine } from '@app/platform';
import { IsIn, IsOptional } from 'class-validator';

export class RevealFileDto {
  @IsLine(200)
  reason!: string;
}

export class EvidenceFileResponse {
  id!: string;
  /** By the content: application/pdf, image/jpeg or image/png. */
  mediaType!: string;
  /** Bytes. */
  size!: number;
  /** Of the content as it was sent. */
  sha256!: string;
  addedBy!: string;
  addedAt!: Date;
  /** Null: the file is there. Otherwise what stands in its place, with the day; type, size and hash stay. */
  deletedNote!: string | null;

  static of(this: void, file: EvidenceFile): EvidenceFileResponse {
    const { id, mediaType, size, sha256, addedBy, addedAt } = file;
    return { id, mediaType, size, sha256, addedBy, addedAt, deletedNote: deletedNoteOf(file) };
  }
}

export class EvidenceFileList {
  items!: EvidenceFileResponse[];
}

export class AskDeletionDto {
  @IsIn(ASKED_GROUNDS)
  ground!: AskedGround;
}

export class RefuseDeletionDto {
  @IsIn(DELETION_REFUSALS)
  code!: DeletionRefusal;
}

export class ListFileDeletionsQuery extends CursorQuery {
  @IsOptional() @IsIn(DELETION_STATES)
  state?: DeletionState;
}

/** That a file is to be deleted, why, and what became of it. */
export class FileDeletionResponse {
  id!: string;
  /** The evidence. */
  factId!: string;
  fileId!: string;
  traineeId!: string;
  name!: string | null;
  idNumberMasked!: string | null;
  ground!: DeletionGround;
  state!: DeletionState;
  askedBy!: string;
  askedAt!: Date;
  decidedBy!: string | null;
  decidedAt!: Date | null;
  /** Why a second officer keeps the file. */
  refusalCode!: DeletionRefusal | null;
  goneAt!: Date | null;

  static of(this: void, view: FileDeletionView): FileDeletionResponse {
    const { id, factId, fileId, registrationId, person, ground, state, askedBy, askedAt, decidedBy, decidedAt, refusalCode, goneAt } = view;
    return { id, factId, fileId, traineeId: registrationId, name: person?.name ?? null, idNumberMasked: person?.idNumberMasked ?? null, ground, state, askedBy, askedAt, decidedBy, decidedAt, refusalCode, goneAt };
  }
}

export class FileDeletionList {
  items!: FileDeletionResponse[];
}

export class FileDeletionPage {
  items!: FileDeletionResponse[];
  nextCursor!: string | null;
}
