import { parentPort, workerData } from 'node:worker_threads';
import { createPolicy, MatchingCatalogue, prepareVacancy } from '../../dist/libs/matching/src/index.js';
import { TraineeSearch } from '../../dist/libs/matching/src/search/trainee-search.js';
import { Vocabulary } from '../../dist/libs/matching/src/search/vocabulary.js';
import { population } from './population.mjs';

/** Ranks every `step`-th vacancy over the shared columns. */
const { snapshot, seed, from, step, vacancies } = workerData;
const made = population(seed);
const context = { catalogue: MatchingCatalogue.of(made.catalogue.skills, made.catalogue.courses), policy: createPolicy({ tieSalt: 'bench' }), asOf: made.asOf };
const search = new TraineeSearch(context, new Vocabulary(snapshot.vocabulary));
let pairs = 0;
for (let i = from; i < vacancies; i += step) pairs += search.rank(snapshot.segments, prepareVacancy(context, made.vacancy(i)), 20).ranked.length;
parentPort.postMessage(pairs);
