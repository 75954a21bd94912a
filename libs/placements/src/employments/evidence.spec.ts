import { describe, expect, it } from '@jest/globals';
import { coversTwoMonths, evidenceFaults, levelOf, type EvidenceInput } from './evidence.js';

const TODAY = '2026-11-23';
const contract: EvidenceInput = { form: 'contract', on: '2026-11-20', contractNumber: 'A-1', signedOn: '2026-11-01', contractMonths: 12, confirmedBy: '人事部', confirmedOn: '2026-11-20' };
const pathsOf = (input: EvidenceInput): string[] => evidenceFaults(input, TODAY).map((fault) => fault.path);

describe('evidence', () => {
  it('has the level of its form', () => {
    expect(['self-report', 'visit', 'call', 'contract', 'licence', 'site-attendance', 'social-insurance', 'wage-record'].map((form) => levelOf(form as EvidenceInput['form']))).toEqual([0, 1, 1, 2, 2, 2, 3, 3]);
  });

  it('of a contract needs its number, its day and the employer\'s confirmation', () => {
    expect(pathsOf(contract)).toEqual([]);
    expect(pathsOf({ form: 'contract', on: '2026-11-20' })).toEqual(['contractNumber', 'signedOn', 'confirmedBy', 'confirmedOn']);
  });

  it('of a licence needs a credit code with the right check character', () => {
    expect(pathsOf({ form: 'licence', on: '2026-11-20', reference: '91350100M000100Y43' })).toEqual([]);
    expect(pathsOf({ form: 'licence', on: '2026-11-20', reference: '91350100M000100Y44' })).toEqual(['reference']);
  });

  it('of insurance or wages needs two months within six', () => {
    expect(coversTwoMonths(['2026-01', '2026-06'])).toBe(true);
    expect(coversTwoMonths(['2025-12', '2026-05'])).toBe(true);
    expect(coversTwoMonths(['2026-01', '2026-07'])).toBe(false);
    expect(coversTwoMonths(['2026-03', '2026-03'])).toBe(false);
    expect(pathsOf({ form: 'social-insurance', on: '2026-11-20', months: ['2026-10'] })).toEqual(['months']);
  });

  it('is never of a day or a month to come', () => {
    expect(pathsOf({ form: 'visit', on: '2026-11-24' })).toEqual(['on']);
    expect(pathsOf({ form: 'wage-record', on: '2026-11-20', months: ['2026-11', '2026-12'] })).toEqual(['months']);
  });
});
