import { createPolicy, MatchingCatalogue, prepareTrainee, prepareVacancy, rankAllTrainees, rankTraineesForVacancy } from '../../dist/libs/matching/src/index.js';
import { bundledCourses, bundledRegions, bundledSkills } from '../../dist/libs/catalogue/src/index.js';
import { round, seeded, timed } from './timing.mjs';

const TRAINEES = 5_322;
const VACANCIES = 2_000;
const AS_OF = '2026-11-23';

/** One county: the size of the model county, made up from a seed. */
function county() {
  const random = seeded(20161123);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const skills = bundledSkills().map(({ id, occupations, related }) => ({ id, occupations, related }));
  const courses = bundledCourses().map(({ id, occupation, skills: taught, theoryHours, practiceHours }) => ({ id, occupation, skills: taught, hoursPlanned: theoryHours + practiceHours }));
  const townships = bundledRegions().children('420626').map((region) => region.code.padEnd(12, '0'));
  const some = (most, of) => [...new Set(Array.from({ length: Math.floor(random() * (most + 1)) }, of))];
  const trainees = Array.from({ length: TRAINEES }, (_, i) => ({
    id: `t${i}`, skills: some(4, () => pick(skills).id).map((id) => ({ id, level: 1 + Math.floor(random() * 3) })), region: pick(townships), willingRegions: random() < 0.3 ? ['420600'] : [], reach: random() < 0.2 ? 'county' : null,
    occupations: [], education: 'junior-high', certificates: [], ageBand: '18+', minPay: random() < 0.3 ? 3000 : null, available: true, availableFrom: null, availableTo: null, kindsAccepted: [],
    courseRecords: some(2, () => pick(courses).id).map((courseId) => ({ courseId, state: random() < 0.6 ? 'certified' : 'completed', endedOn: '2026-03-31', hoursDone: 80, plannedEnd: null })), refused: { vacancies: [], employers: [] },
  }));
  const vacancies = Array.from({ length: VACANCIES }, (_, i) => {
    const skill = pick(skills);
    return {
      id: `v${i}`, employerId: `e${i % 300}`, occupation: pick(skill.occupations) ?? null, noTrade: random() < 0.1, skills: random() < 0.3 ? [] : [{ id: skill.id, level: 1 + Math.floor(random() * 2), essential: true }],
      region: random() < 0.6 ? '420626000000' : pick(townships), lodging: null, minEducation: null, certificates: [], pay: { from: 3000, to: 5000 }, openings: 3, open: true, validThrough: null, startsOn: null, endsOn: null, kind: null, minAge: 16,
    };
  });
  return { skills, courses, trainees, vacancies };
}

/** Top 20 of one vacancy and of all, beside scoring and sorting every pair. */
export async function benchMatching(report) {
  const { skills, courses, trainees, vacancies } = county();
  const context = { catalogue: MatchingCatalogue.of(skills, courses), policy: createPolicy({ tieSalt: 'bench' }), asOf: AS_OF };
  const prepare = await timed(() => trainees.map((trainee) => prepareTrainee(context, trainee)), { runs: 5, warmup: 1 });
  report({ what: `prepare ${TRAINEES} trainees`, median: round(prepare.median), p95: round(prepare.p95), unit: 'ms' });
  const people = trainees.map((trainee) => prepareTrainee(context, trainee));
  const posts = vacancies.map((vacancy) => prepareVacancy(context, vacancy));
  const one = await timed((i) => rankTraineesForVacancy(context.policy, posts[(i + 3) % posts.length], people, 20), { runs: 200 });
  const sorted = await timed((i) => rankAllTrainees(context.policy, posts[(i + 3) % posts.length], people), { runs: 20 });
  report({ what: `top 20 of ${TRAINEES} trainees for one vacancy`, median: round(one.median), p95: round(one.p95), unit: 'ms', peer: `score and sort all ${round(sorted.median)} ms`, ratio: round(sorted.median / one.median, 1) });
  const all = await timed(() => posts.forEach((post) => rankTraineesForVacancy(context.policy, post, people, 50)), { runs: 3, warmup: 0 });
  report({ what: `top 50 of each of ${VACANCIES} vacancies`, median: round(all.median), p95: round(all.p95), unit: 'ms' });
}
