import { describe, expect, it } from '@jest/globals';
import { bundledRegions } from '@app/catalogue';
import { madeUpPeople } from '../../../test/support/people.js';
import type { CodeBook } from './code-book.js';
import { FaultList, readTrainee } from './trainee-checks.js';
import { applyChange, newFacts, type TraineeInput } from './trainee.js';

const TODAY = '2026-11-23';
const codes: CodeBook = { regions: bundledRegions(), hasOccupation: (code) => code === '6-18-02-04', hasSkill: (id) => id === 'weld.arc', hasCourse: (id) => id === 'welding' };
const person = madeUpPeople(7).next();
const input = (more: Partial<TraineeInput> = {}): TraineeInput => ({ idNumber: person.idNumber, name: person.name, township: '420626100', ...more });

function faultsOf(given: TraineeInput): { path: string; message: string }[] {
  const list = new FaultList();
  readTrainee(given, codes, TODAY, list);
  return list.faults;
}

describe('the checks of a registration', () => {
  it('take the birthday and the sex from the ID number, full-width and small x included', () => {
    const list = new FaultList();
    const wide = person.idNumber.toLowerCase().replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    expect(readTrainee(input({ idNumber: wide }), codes, TODAY, list)?.identity).toEqual({ idNumber: person.idNumber, bornOn: person.bornOn, sex: person.sex });
  });

  it.each<[string, Partial<TraineeInput>, string]>([
    ['an ID number with a wrong check character', { idNumber: person.idNumber.slice(0, 17) + (person.idNumber.endsWith('X') ? '1' : 'X') }, 'idNumber'],
    ['an ID number of 17 characters', { idNumber: person.idNumber.slice(0, 17) }, 'idNumber'],
    ['the telephone 12345678', { phone: '12345678' }, 'phone'],
    ['a township that does not exist', { township: '420626999' }, 'township'],
    ['a county where a township is due', { township: '420626' }, 'township'],
    ['a village that does not exist', { village: '420626100999' }, 'village'],
    ['a village of another township', { township: '420626101', village: '420626100200' }, 'village'],
    ['an unknown occupation', { occupations: ['9-99-99-99'] }, 'occupations.0'],
    ['an unknown skill', { skills: [{ id: 'no.such', level: 1 }] }, 'skills.0.id'],
    ['a skill given twice', { skills: [{ id: 'weld.arc', level: 1 }, { id: 'weld.arc', level: 2 }] }, 'skills.1.id'],
    ['an unknown course', { courseRecords: [{ courseId: 'no-such', state: 'in-progress' }] }, 'courseRecords.0.courseId'],
    ['a certificate without its day', { courseRecords: [{ courseId: 'welding', state: 'certified' }] }, 'courseRecords.0.endedOn'],
    ['a course that ended tomorrow', { courseRecords: [{ courseId: 'welding', state: 'completed', endedOn: '2026-11-24' }] }, 'courseRecords.0.endedOn'],
    ['an unknown willing region', { wishes: { askedOn: TODAY, willingRegions: ['999999'] } }, 'wishes.willingRegions.0'],
    ['wishes asked tomorrow', { wishes: { askedOn: '2026-11-24' } }, 'wishes.askedOn'],
    ['availability that ends before it begins', { wishes: { askedOn: TODAY, availableFrom: '2026-12-02', availableTo: '2026-12-01' } }, 'wishes.availableTo'],
    ['an ID number as a household number', { household: { number: person.idNumber } }, 'household.number'],
    ['a consent given tomorrow', { consents: [{ purpose: 'message.match', wording: '同意', givenOn: '2026-11-24' }] }, 'consents.0.givenOn'],
  ])('refuse %s, naming the field in Chinese and never the value', (_, more, path) => {
    const faults = faultsOf(input(more));
    expect(faults.map((fault) => fault.path)).toEqual([path]);
    expect(faults[0]!.message).toMatch(/[\u4e00-\u9fff]/);
    expect(faults[0]!.message).not.toContain(person.idNumber.slice(6, 17));
  });

  it('tell every fault at once', () => {
    expect(faultsOf(input({ phone: '12345678', township: '420626999', occupations: ['x'] })).map((fault) => fault.path)).toEqual(['township', 'phone', 'occupations.0']);
  });
});

describe('a change of what is known', () => {
  const facts = newFacts({ ownerRegion: '420626100000', name: '甲', phone: '13812348000', courseRecords: [{ courseId: 'welding', state: 'in-progress', hoursDone: 10, endedOn: null, plannedEnd: null }] });

  it('takes the village or township for the residence when none is given', () => {
    expect(facts.region).toBe('420626100000');
  });

  it('leaves what it does not name, and adds course records instead of replacing them', () => {
    const changed = applyChange(facts, { education: 'college', courseRecords: [{ courseId: 'cooking', state: 'dropped', hoursDone: null, endedOn: null, plannedEnd: null }] });
    expect(changed.phone).toBe('13812348000');
    expect(changed.courseRecords.map((record) => record.courseId)).toEqual(['cooking', 'welding']);
  });

  it('gives a course that is named again its new state', () => {
    const changed = applyChange(facts, { courseRecords: [{ courseId: 'welding', state: 'certified', hoursDone: 120, endedOn: '2026-06-30', plannedEnd: null }] });
    expect(changed.courseRecords).toEqual([{ courseId: 'welding', state: 'certified', hoursDone: 120, endedOn: '2026-06-30', plannedEnd: null }]);
  });
});
