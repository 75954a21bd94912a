import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@app/kernel';
import type { Transaction } from '@app/platform';
import { CertificateNotEarned, CertificateNumberTaken } from '../classes.errors.js';
import type { TrainingClass } from '../classes.repository.js';
import { AssessmentsRepository, type CertificateHindrance } from './assessments.repository.js';

/** A certificate to be recorded. */
export interface CertificateEntry {
  readonly traineeId: string;
  readonly on: CivilDate;
  readonly certificateNumber?: string | null | undefined;
  readonly certificateIssuer?: string | null | undefined;
}

const HINDRANCE: Readonly<Record<CertificateHindrance, string>> = { 'not-passed': '考核未通过', 'attendance-short': '到课率不足' };

/** What a certificate asks for: a passed assessment where the class has any on record, the class's share of attendance, a number of its own. */
@Injectable()
export class CertificateRules {
  constructor(private readonly assessments: AssessmentsRepository) {}

  /**
   * What is wrong with certificates of one class, in their order; null: nothing. The rules are the database's own
   * (`certificate_hindrance`, `taken_certificates`), asked before they would refuse.
   */
  async judge(tx: Transaction, { id, county }: Pick<TrainingClass, 'id' | 'county'>, given: readonly CertificateEntry[]): Promise<(CertificateFault | null)[]> {
    if (given.length === 0) return [];
    const hindrances = await this.assessments.hindrances(tx, id, given);
    const numbers = given.map(({ certificateNumber, certificateIssuer }, i) => ({ i, number: certificateNumber?.trim() ?? '', issuer: certificateIssuer?.trim() ?? null })).filter(({ number }) => number !== '');
    const taken = new Set([...(numbers.length === 0 ? [] : await this.assessments.takenCertificates(tx, county, id, numbers))].map((place) => numbers[place]!.i));
    const met = new Set<string>();
    for (const { i, number, issuer } of numbers) if (met.size === met.add(JSON.stringify([number, issuer])).size) taken.add(i);
    return given.map(({ traineeId }, i) => {
      const hindrance = hindrances.get(traineeId);
      if (hindrance !== undefined) return { rule: 'not-earned', message: HINDRANCE[hindrance] };
      return taken.has(i) ? { rule: 'number-taken', message: '证书编号已被使用' } : null;
    });
  }

  /** @throws CertificateNotEarned, CertificateNumberTaken naming every entry by its place among `all` */
  async require(tx: Transaction, trainingClass: TrainingClass, all: readonly CertificateEntry[], given: readonly CertificateEntry[]): Promise<void> {
    const faults = (await this.judge(tx, trainingClass, given)).flatMap((fault, i) => (fault === null ? [] : [{ ...fault, path: `entries[${all.indexOf(given[i]!)}].${fault.rule === 'not-earned' ? 'traineeId' : 'certificateNumber'}` }]));
    const of = (rule: CertificateFault['rule']) => faults.filter((each) => each.rule === rule).map(({ path, message }) => ({ path, message }));
    if (of('not-earned').length > 0) throw new CertificateNotEarned(of('not-earned'));
    if (faults.length > 0) throw new CertificateNumberTaken(of('number-taken'));
  }
}

export interface CertificateFault {
  readonly rule: 'not-earned' | 'number-taken';
  readonly message: string;
}
