import { describe, expect, it } from '@jest/globals';
import { MatchingCatalogue } from '../catalogue.js';
import { gatesOf } from '../eligibility.js';
import { withCertified } from '../next-course.js';
import { createPolicy } from '../policy.js';
import { prepareTrainee, prepareVacancy, type MatchingContext } from '../prepared.js';
import type { TraineeProfile, VacancyProfile } from '../profile.js';
import { scorePair } from '../score.js';
import { randomWorld } from '../testing/random-world.js';
import { shortageBoard } from './shortage-board.js';

const WELDER = '6-18-02-04';
const context: MatchingContext = {
  asOf: '2026-11-24', policy: createPolicy(),
  catalogue: MatchingCatalogue.of(
    [{ id: 'weld', occupations: [WELDER], related: [] }, { id: 'sew', occupations: ['6-05-01-01'], related: [] }],
    [{ id: 'short', occupation: WELDER, skills: [{ id: 'weld', level: 2 }], hoursPlanned: 60 }, { id: 'long', occupation: WELDER, skills: [{ id: 'weld', level: 2 }], hoursPlanned: 160 }, { id: 'sewing', occupation: '6-05-01-01', skills: [{ id: 'sew', level: 1 }], hoursPlanned: 40 }],
  ),
};

const vacancy = (id: string, change: Partial<VacancyProfile> = {}): VacancyProfile => ({
  id, employerId: null, occupation: WELDER, noTrade: false, skills: [{ id: 'weld', level: 2, essential: true }], region: '420626100', lodging: null, minEducation: null, certificates: [], pay: null, openings: 2, open: true, validThrough: null, startsOn: null, endsOn: null, kind: null, minAge: 16, ...change,
});
const trainee = (id: string, change: Partial<TraineeProfile> = {}): TraineeProfile => ({
  id, skills: [], occupations: [], region: '420626100', willingRegions: [], reach: null, education: null, certificates: [], ageBand: '18+', minPay: null, available: true, availableFrom: null, availableTo: null, kindsAccepted: [], courseRecords: [], refused: { vacancies: [], employers: [] }, ...change,
});

describe('the shortage board', () => {
  it('counts what the best assignment leaves empty, and names the shortest course that fills most of it, and whom it would help', () => {
    const people = [trainee('welder', { skills: [{ id: 'weld', level: 2 }] }), trainee('a'), trainee('b'), trainee('away', { available: false })];
    expect(shortageBoard(context, people, [vacancy('v1'), vacancy('v2', { openings: null })])).toEqual([
      { occupation: WELDER, month: '2026-11', vacancies: 2, openings: 3, qualified: 1, unfillable: 2, course: { courseId: 'short', fills: 2, hoursPlanned: 60, people: [expect.objectContaining({ traineeId: 'a' }), expect.objectContaining({ traineeId: 'b' })] } },
    ]);
  });

  it('takes months apart, leaves closed and full posts out, and has no advice where no course helps', () => {
    const posts = [vacancy('now'), vacancy('spring', { startsOn: '2027-03-01' }), vacancy('closed', { open: false }), vacancy('full', { openings: 0 }), vacancy('far', { minAge: 18, occupation: null, skills: [{ id: 'weld', level: 1, essential: true }] })];
    const board = shortageBoard(context, [trainee('young', { ageBand: '16-17', reach: 'township' })], posts);
    expect(board.map(({ occupation, month, vacancies, unfillable, course }) => [occupation, month, vacancies, unfillable, course?.courseId ?? null])).toEqual([[null, '2026-11', 1, 2, null], [WELDER, '2026-11', 1, 2, 'short'], [WELDER, '2027-03', 1, 2, 'short']]);
  });

  it('names nobody twice, nobody who has a vacancy, and only people whom the certificate makes eligible and good enough', () => {
    let named = 0;
    for (let seed = 1; seed <= 25; seed++) {
      const world = randomWorld(70_000 + seed, { trainees: 40, vacancies: 30 });
      const here: MatchingContext = { asOf: world.asOf, policy: world.policy, catalogue: MatchingCatalogue.of(world.skills, world.courses) };
      for (const { openings, unfillable, course } of shortageBoard(here, world.trainees, world.vacancies)) {
        expect(unfillable).toBeLessThanOrEqual(openings);
        if (course === null) continue;
        expect(course.fills).toBe(course.people.length);
        expect(course.fills).toBeLessThanOrEqual(unfillable);
        expect(new Set(course.people.map(({ traineeId }) => traineeId)).size).toBe(course.fills);
        for (const { traineeId, vacancyId } of course.people) {
          const certified = prepareTrainee(here, withCertified(world.trainees.find(({ id }) => id === traineeId)!, here.catalogue.findCourse(course.courseId)!, here.asOf));
          const post = prepareVacancy(here, world.vacancies.find(({ id }) => id === vacancyId)!);
          expect(gatesOf(here.policy, certified, post)).toEqual([]);
          expect(scorePair(here.policy, certified, post).score).toBeGreaterThanOrEqual(here.policy.minScore);
          named++;
        }
      }
    }
    expect(named).toBeGreaterThan(50);
  });
});
