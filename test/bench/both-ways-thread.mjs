import { parentPort, workerData } from 'node:worker_threads';
import { MatchingCatalogue, prepareVacancy, rankShare, Vocabulary } from '../../dist/libs/matching/src/index.js';

/** Has the shared columns and the vacancies of a county at hand, and ranks both ways among the people whom it is told. */
const { snapshot: { segments: [segment], vocabulary }, catalogue, policy, asOf, vacancies } = workerData;
const context = { catalogue: MatchingCatalogue.of(catalogue.skills, catalogue.courses), policy, asOf };
const [prepared, numbers] = [vacancies.map((vacancy) => prepareVacancy(context, vacancy)), new Vocabulary(vocabulary)];
parentPort.on('message', ({ people, topK }) => parentPort.postMessage(rankShare(context, segment, numbers, prepared, topK, people)));
