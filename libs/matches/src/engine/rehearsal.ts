import type { CountyBook } from './county-book.js';
import { ENGINE_HANDLERS } from './handlers.js';
import type { EngineQuery } from './query.js';

/** After so many lists the code that makes them is compiled, as measured. */
const LISTS = 100;
const LIST_LENGTH = 20;
const EVERYBODY = { from: '0'.repeat(12), to: '9'.repeat(12) };

/**
 * Makes lists of a county for nobody, so that the first officers of the day do not wait while a thread's code is still read
 * line by line. Between two lists whatever was asked meanwhile is answered. A county without offered vacancies is no use.
 */
export async function rehearse(book: CountyBook, query: EngineQuery): Promise<void> {
  const vacancyIds = book.vacancyIds.slice(0, LISTS);
  for (let i = 0; i < LISTS && vacancyIds.length > 0; i++) {
    await new Promise((done) => setImmediate(done));
    const list = await ENGINE_HANDLERS['trainees.list'](book, { vacancyId: vacancyIds[i % vacancyIds.length]!, scope: EVERYBODY, limit: LIST_LENGTH }, query);
    const first = list?.ranked[0];
    if (first !== undefined) await ENGINE_HANDLERS['vacancies.list'](book, { traineeId: first.traineeId, limit: LIST_LENGTH }, query);
  }
}
