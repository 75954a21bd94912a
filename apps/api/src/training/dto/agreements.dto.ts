import { ApiProperty } from '@nestjs/swagger';
import { CursorQuery, IsCivilDate, IsLine, IsUuid } from '@app/platform';
import {
  AGREEMENT_ENDINGS, AGREEMENT_FAULT_LABEL, AGREEMENT_FAULTS, AGREEMENT_KIND_LABEL, AGREEMENT_KINDS, ORGANIZATION_AGREEMENTS, ORGANIZATION_SIGNERS, TRAINEE_SIGNERS,
  type AgreementEndingCode, type AgreementFault, type AgreementFile, agreementFileNoteOf, type AgreementKind, type AgreementRow, type AgreementSigner, type AgreementStep, type MissingView, type OrganizationAgreement, type TraineeSigned,
} from '@app/training';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsIn, IsOptional, ValidateNested } from 'class-validator';

const SIGNERS = [...TRAINEE_SIGNERS, ...ORGANIZATION_SIGNERS] as const;

/** One party's hand. Who it was by name stands on the paper alone. */
export class OrganizationSignatureDto {
  @IsIn(ORGANIZATION_SIGNERS) @ApiProperty({ enum: ORGANIZATION_SIGNERS })
  signer!: AgreementSigner;
  @IsCivilDate()
  on!: string;
}

export class TraineeSignatureDto {
  @IsIn(TRAINEE_SIGNERS) @ApiProperty({ enum: TRAINEE_SIGNERS })
  signer!: AgreementSigner;
  @IsCivilDate()
  on!: string;
}

export class SignAgreementDto {
  @IsIn(ORGANIZATION_AGREEMENTS) @ApiProperty({ enum: ORGANIZATION_AGREEMENTS })
  kind!: OrganizationAgreement;
  /** The party that the kind names first. */
  @ValidateNested() @Type(() => OrganizationSignatureDto)
  first!: OrganizationSignatureDto;
  @ValidateNested() @Type(() => OrganizationSignatureDto)
  second!: OrganizationSignatureDto;
  /** The bureau that signed; left out: the officer's own. */
  @IsOptional() @IsUuid()
  bureauId?: string | null;
}

export class SignTraineesDto {
  @IsArray() @ArrayNotEmpty() @ArrayMaxSize(500) @IsUuid({ each: true })
  traineeIds!: string[];
  @ValidateNested() @Type(() => TraineeSignatureDto)
  first!: TraineeSignatureDto;
  @ValidateNested() @Type(() => OrganizationSignatureDto)
  second!: OrganizationSignatureDto;
}

export class EndAgreementDto {
  @IsCivilDate()
  endedOn!: string;
  @IsIn(AGREEMENT_ENDINGS) @ApiProperty({ enum: AGREEMENT_ENDINGS })
  code!: AgreementEndingCode;
  /** More in words; needed for `other`. */
  @IsOptional() @IsLine(200)
  reason?: string | null;
}

export class ListAgreementsQuery extends CursorQuery {}

export class ListOwnAgreementsQuery extends CursorQuery {
  /** Of this order alone. */
  @IsOptional() @IsUuid()
  orderId?: string;
}

export class AgreementResponse {
  id!: string;
  orderId!: string;
  @ApiProperty({ enum: AGREEMENT_KINDS })
  kind!: AgreementKind;
  kindLabel!: string;
  /** From 1; the last one counts. */
  version!: number;
  traineeId!: string | null;
  providerId!: string | null;
  employerId!: string | null;
  bureauId!: string | null;
  @ApiProperty({ enum: SIGNERS })
  firstSigner!: AgreementSigner;
  firstSignedOn!: string;
  @ApiProperty({ enum: SIGNERS })
  secondSigner!: AgreementSigner;
  secondSignedOn!: string;
  /** Scans of it. */
  files!: number;
  endedOn!: string | null;
  @ApiProperty({ enum: AGREEMENT_ENDINGS, nullable: true })
  endingCode!: AgreementEndingCode | null;
  endingReason!: string | null;
  recordedAt!: Date;

  static of(this: void, row: AgreementRow): AgreementResponse {
    const { id, orderId, kind, version, registrationId, providerId, employerId, bureauId, firstSigner, firstSignedOn, secondSigner, secondSignedOn, files, endedOn, endingCode, endingReason, recordedAt } = row;
    return { id, orderId, kind, kindLabel: AGREEMENT_KIND_LABEL[kind], version, traineeId: registrationId, providerId, employerId, bureauId, firstSigner, firstSignedOn, secondSigner, secondSignedOn, files, endedOn, endingCode, endingReason, recordedAt };
  }
}

export class AgreementPage {
  items!: AgreementResponse[];
  nextCursor!: string | null;
}

export class TraineeSignedResponse {
  traineeId!: string;
  @ApiProperty({ enum: ['recorded', 'already'] })
  outcome!: TraineeSigned['outcome'];
}

export class TraineesSignedResponse {
  items!: TraineeSignedResponse[];
}

export class MissingAgreementResponse {
  @ApiProperty({ enum: AGREEMENT_KINDS })
  kind!: AgreementKind;
  kindLabel!: string;
  /** Of a trainee's, whose; null: of organizations, or of somebody outside the caller's scope. */
  traineeId!: string | null;
  @ApiProperty({ enum: AGREEMENT_FAULTS })
  fault!: AgreementFault;
  faultLabel!: string;
}

export class MissingAgreementsResponse {
  /** The move that needs them; null: none where the order stands. */
  @ApiProperty({ enum: ['class-open', 'training'], nullable: true })
  step!: AgreementStep | null;
  items!: MissingAgreementResponse[];
  /** The same for people. */
  words!: string[];

  static of({ step, missing, words }: MissingView): MissingAgreementsResponse {
    return { step, words: [...words], items: missing.map(({ kind, registrationId, fault }) => ({ kind, kindLabel: AGREEMENT_KIND_LABEL[kind], traineeId: registrationId, fault, faultLabel: AGREEMENT_FAULT_LABEL[fault] })) };
  }
}

export class AgreementFileResponse {
  id!: string;
  /** By the content: application/pdf, image/jpeg or image/png. */
  mediaType!: string;
  /** Bytes. */
  size!: number;
  /** Of the content as it was sent. */
  sha256!: string;
  addedBy!: string;
  addedAt!: Date;
  /** Null: the scan is there. Otherwise what stands in its place, with the day; type, size and hash stay. */
  deletedNote!: string | null;

  static of(this: void, file: AgreementFile): AgreementFileResponse {
    const { id, mediaType, size, sha256, addedBy, addedAt } = file;
    return { id, mediaType, size, sha256, addedBy, addedAt, deletedNote: agreementFileNoteOf(file) };
  }
}

export class AgreementFileList {
  items!: AgreementFileResponse[];
}

export class RevealAgreementFileDto {
  @IsLine(200)
  reason!: string;
}
