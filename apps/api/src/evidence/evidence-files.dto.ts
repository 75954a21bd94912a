import type { EvidenceFile } from '@app/placements';
import { IsLine } from '@app/platform';

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

  static of(this: void, { id, mediaType, size, sha256, addedBy, addedAt }: EvidenceFile): EvidenceFileResponse {
    return { id, mediaType, size, sha256, addedBy, addedAt };
  }
}

export class EvidenceFileList {
  items!: EvidenceFileResponse[];
}
