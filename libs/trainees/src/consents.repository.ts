import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import type { ConsentInput, ConsentPurpose } from './trainee.js';

/** A consent as it is kept. */
export interface Consent {
  readonly id: string;
  readonly purpose: ConsentPurpose;
  readonly wording: string;
  readonly givenAt: Date;
  readonly withdrawnAt: Date | null;
}

/** The notice by which registration and matching are announced: a statutory duty, no consent. */
export const REGISTRATION_NOTICE = {
  purpose: 'registration-and-matching', basis: 'statutory-duty',
  wording: '公共就业服务机构依照《就业促进法》办理求职登记与职业介绍，将使用您登记的信息为您匹配岗位；向用人单位提供您的信息、向您发送各类短信，均须另行征得您的同意。',
} as const;

export interface GivenConsent extends ConsentInput {
  readonly traineeId: string;
  readonly ownerRegion: string;
}

/** Legal bases and consents: rows that are added and withdrawn, never edited. */
@Injectable()
export class ConsentsRepository {
  /** Notes the notice for new registrations. */
  async recordNotices(tx: Transaction, trainees: readonly { id: string; ownerRegion: string }[], noticedOn: CivilDate): Promise<void> {
    const { purpose, basis, wording } = REGISTRATION_NOTICE;
    await tx.query(
      `insert into legal_bases (registration_id, owner_region, purpose, basis, wording, noticed_on) select id, region, $3, $4, $5, $6::date from unnest($1::uuid[], $2::text[]) as given (id, region) on conflict on constraint one_basis_per_purpose do nothing`,
      [trainees.map((each) => each.id), trainees.map((each) => each.ownerRegion), purpose, basis, wording, noticedOn],
    );
  }

  /** Adds consents; one to a purpose that is in force already adds nothing. Answers whose were new. A consent counts from the first minute of its day in China. */
  async give(tx: Transaction, consents: readonly GivenConsent[]): Promise<Set<string>> {
    if (consents.length === 0) return new Set();
    const added = await tx.query<{ registration_id: string }[]>(
      `insert into consents (registration_id, owner_region, purpose, wording, given_at) select id, region, purpose, wording, given_on::timestamp at time zone 'Asia/Shanghai'
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::date[]) as given (id, region, purpose, wording, given_on)
       on conflict (registration_id, purpose) where withdrawn_at is null do nothing returning registration_id`,
      [consents.map((c) => c.traineeId), consents.map((c) => c.ownerRegion), consents.map((c) => c.purpose), consents.map((c) => c.wording), consents.map((c) => c.givenOn)],
    );
    return new Set(added.map((row) => row.registration_id));
  }

  /** Ends the consent in force; false when there is none. */
  async withdraw(tx: Transaction, traineeId: string, purpose: ConsentPurpose, at: Date): Promise<boolean> {
    const [rows] = await tx.query<[{ id: string }[], number]>('update consents set withdrawn_at = greatest($3, given_at) where registration_id = $1 and purpose = $2 and withdrawn_at is null returning id', [traineeId, purpose, at]);
    return rows.length > 0;
  }

  /** Every consent of a registration, the newest first, withdrawn ones included. */
  async list(tx: Transaction, traineeId: string): Promise<Consent[]> {
    return tx.query<Consent[]>('select id, purpose, wording, given_at as "givenAt", withdrawn_at as "withdrawnAt" from consents where registration_id = $1 order by given_at desc, id', [traineeId]);
  }

  /** Which of these registrations have a consent to the purpose in force: asked at the act itself. */
  async listConsenting(tx: Transaction, traineeIds: readonly string[], purpose: ConsentPurpose): Promise<Set<string>> {
    const rows = await tx.query<{ id: string }[]>('select registration_id as id from consents where registration_id = any ($1::uuid[]) and purpose = $2 and withdrawn_at is null', [traineeIds, purpose]);
    return new Set(rows.map((row) => row.id));
  }
}
