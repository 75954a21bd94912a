import { parentPort, workerData } from 'node:worker_threads';
import { BothWaysRanking, MatchingCatalogue, prepareVacancy, Vocabulary } from '../../dist/libs/matching/src/index.js';

/** Has the shared columns and the vacancies of a county at hand, and ranks both ways among its own people. */
const { snapshot: { segments: [segment], vocabulary }, catalogue, policy, asOf, vacancies, people } = workerData;
const context = { catalogue: MatchingCatalogue.of(catalogue.skills, catalogue.courses), policy, asOf };
const [prepared, numbers] = [vacancies.map((vacancy) => prepareVacancy(context, vacancy)), new Vocabulary(vocabulary)];
const ranking = new BothWaysRanking(context, segment, numbers, people);
parentPort.on('message', ({ topK }) => parentPort.postMessage(ranking.share(prepared, topK)));
