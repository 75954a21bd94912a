import { describe, expect, it } from '@jest/globals';
import { MatchingCatalogue } from './catalogue.js';
import { eligibleOn, gatesOf } from './eligibility.js';
import { GATES } from './gate.js';
import { prepareTrainee, prepareVacancy, type MatchingContext } from './prepared.js';
import { rankTraineesForVacancy, rankVacanciesForTrainee } from './rank.js';
import { scorePair } from './score.js';
import { casesOf } from '../../../test/support/cases.js';
import { randomWorld, type World } from './testing/random-world.js';
import { referenceOf } from './testing/scoring-reference.js';
import { tieOf } from './tie.js';

const TRAINEES = 40;
const VACANCIES = 50;
const PAIRS = casesOf(500, 2) * TRAINEES * VACANCIES;
const SEED = Number(process.env['MATCHING_SEED'] ?? 20_261_123);

function prepare(world: World) {
  const context: MatchingContext = { asOf: world.asOf, policy: world.policy, catalogue: MatchingCatalogue.of(world.skills, world.courses) };
  return { trainees: world.trainees.map((trainee) => prepareTrainee(context, trainee)), vacancies: world.vacancies.map((vacancy) => prepareVacancy(context, vacancy)) };
}

/** Every pair of a world by both ways, as text to compare, with what it met for the tally. */
function differences(world: World, met: Map<string, number>): string[] {
  const found: string[] = [];
  const { trainees, vacancies } = prepare(world);
  world.vacancies.forEach((vacancy, j) =>
    world.trainees.forEach((trainee, i) => {
      const expected = referenceOf(world, trainee, vacancy);
      const { score, parts } = scorePair(world.policy, trainees[i]!, vacancies[j]!);
      const gates = gatesOf(world.policy, trainees[i]!, vacancies[j]!);
      const pendingOn = eligibleOn(world.policy, trainees[i]!, vacancies[j]!);
      const tie = tieOf(trainees[i]!.tieHash, vacancies[j]!.tieHash);
      const same =
        score === expected.score && parts.skills.value === expected.s && parts.skills.basis === expected.sBasis && parts.location.value === expected.l && parts.location.basis === expected.lBasis &&
        Math.abs(parts.courses.value - expected.c) < 1e-12 && gates.join() === expected.gates.join() && pendingOn === expected.eligibleOn && tie === expected.tie;
      if (!same) found.push(JSON.stringify({ trainee, vacancy, expected, got: { score, parts, gates, pendingOn, tie } }));
      for (const key of [...gates, parts.skills.basis, parts.location.basis, `courses ${parts.courses.basis}`, pendingOn === null ? 'not pending' : 'pending', gates.length === 0 ? 'eligible' : 'kept apart']) met.set(key, (met.get(key) ?? 0) + 1);
    }),
  );
  return found;
}

describe('scores and gates', () => {
  it(`equal the slow reference on ${PAIRS} random pairs that meet every gate and basis`, () => {
    process.stdout.write(`matching: ${PAIRS} random pairs, MATCHING_SEED=${SEED}\n`);
    const met = new Map<string, number>();
    for (let world = 0; world < PAIRS / (TRAINEES * VACANCIES); world++) {
      const found = differences(randomWorld(SEED + world, { trainees: TRAINEES, vacancies: VACANCIES }), met);
      if (found.length > 0) throw new Error(`world ${SEED + world}: ${found.length} pairs differ; the first: ${found[0]}`);
    }
    const wanted = [...GATES, 'skills', 'occupation', 'no-trade', 'none', 'willing', 'residence', 'unknown', 'courses certified', 'courses completed', 'courses in-progress', 'courses none', 'pending', 'eligible'];
    expect(wanted.filter((key) => (met.get(key) ?? 0) < PAIRS / 10_000)).toEqual([]);
    expect(met.get('eligible')! + met.get('kept apart')!).toBe(PAIRS);
  }, 300_000);
});

describe('ranking', () => {
  const worlds = Array.from({ length: casesOf(40) }, (_, i) => randomWorld(SEED + 5_000 + i, { trainees: 60, vacancies: 25 }));

  it('gives exactly the first K of all kept pairs sorted by score, tie and id', () => {
    for (const world of worlds) {
      const { trainees, vacancies } = prepare(world);
      world.vacancies.forEach((vacancy, j) => {
        const all = world.trainees.map((trainee) => ({ id: trainee.id, ...referenceOf(world, trainee, vacancy) })).filter(({ score }) => score >= world.policy.minScore);
        all.sort((a, b) => b.score - a.score || a.tie - b.tie || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)));
        const { ranked, pending } = rankTraineesForVacancy(world.policy, vacancies[j]!, trainees, 7);
        expect(ranked.map((pair) => pair.traineeId)).toEqual(all.filter(({ gates }) => gates.length === 0).slice(0, 7).map(({ id }) => id));
        expect(pending.map((pair) => [pair.traineeId, pair.eligibleOn])).toEqual(all.filter((pair) => pair.eligibleOn !== null).slice(0, 7).map((pair) => [pair.id, pair.eligibleOn]));
      });
    }
  });

  it('lists the same pairs from the side of the trainee', () => {
    for (const world of worlds) {
      const { trainees, vacancies } = prepare(world);
      const kept = (pairs: readonly { traineeId: string; vacancyId: string }[]): string[] => pairs.map((pair) => `${pair.traineeId} ${pair.vacancyId}`);
      const byVacancy = vacancies.flatMap((vacancy) => kept(rankTraineesForVacancy(world.policy, vacancy, trainees, 1_000).ranked));
      const byTrainee = trainees.flatMap((trainee) => kept(rankVacanciesForTrainee(world.policy, trainee, vacancies, 1_000).ranked));
      expect(byTrainee.sort()).toEqual(byVacancy.sort());
    }
  });

  it('does not depend on the order of any list of the input', () => {
    for (const world of worlds) {
      const turned = { ...world, skills: world.skills.toReversed(), courses: world.courses.toReversed(), trainees: world.trainees.toReversed().map(turnTrainee), vacancies: world.vacancies.map((vacancy) => ({ ...vacancy, skills: vacancy.skills.toReversed(), certificates: vacancy.certificates.toReversed() })) };
      const rankings = [world, turned].map((each) => {
        const { trainees, vacancies } = prepare(each);
        return vacancies.map((vacancy) => rankTraineesForVacancy(each.policy, vacancy, trainees, 10)).map(({ ranked, pending }) => [...ranked, ...pending].map(({ traineeId, score, gates }) => ({ traineeId, score, gates })));
      });
      expect(rankings[1]).toEqual(rankings[0]);
    }
  });
});

function turnTrainee(trainee: World['trainees'][number]): World['trainees'][number] {
  return { ...trainee, skills: trainee.skills.toReversed(), occupations: trainee.occupations.toReversed(), courseRecords: trainee.courseRecords.toReversed(), willingRegions: trainee.willingRegions.toReversed() };
}

describe('the skills part', () => {
  it('never falls when a trainee learns one more skill or a higher level', () => {
    for (let i = 0; i < casesOf(60); i++) {
      const world = randomWorld(SEED + 9_000 + i, { trainees: 20, vacancies: 15 });
      const raised = { ...world, trainees: world.trainees.map((trainee, j) => ({ ...trainee, skills: learn(trainee.skills, world.skills[j % world.skills.length]!.id) })) };
      const [before, after] = [prepare(world), prepare(raised)];
      for (const [j, vacancy] of before.vacancies.entries()) {
        for (const [k, trainee] of before.trainees.entries()) {
          const then = scorePair(world.policy, after.trainees[k]!, after.vacancies[j]!);
          const now = scorePair(world.policy, trainee, vacancy);
          expect(then.parts.skills.value).toBeGreaterThanOrEqual(now.parts.skills.value);
          expect(then.score).toBeGreaterThanOrEqual(now.score);
        }
      }
    }
  });
});

function learn(skills: World['trainees'][number]['skills'], id: string): World['trainees'][number]['skills'] {
  const level = skills.find((skill) => skill.id === id)?.level ?? 0;
  return [...skills.filter((skill) => skill.id !== id), { id, level: Math.min(5, level + 1) }];
}
