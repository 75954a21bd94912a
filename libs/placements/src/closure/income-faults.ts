import type { FieldFault } from '@app/kernel';
import type { IncomeInput } from './household-books.repository.js';

const FIRST_YEAR = 1978;
const LONGEST_REFERENCE = 200;

/** What is wrong with an income, by field. */
export function incomeFaults({ year, source, sourceReference, on }: IncomeInput, today: string): FieldFault[] {
  const faults: FieldFault[] = [];
  if (on > today) faults.push({ path: 'on', message: '不能晚于今天' });
  if (year < FIRST_YEAR) faults.push({ path: 'year', message: `不能早于 ${FIRST_YEAR} 年` });
  if (year > Number(on.slice(0, 'yyyy'.length))) faults.push({ path: 'year', message: '核定日早于该年度' });
  if (sourceReference === null && (source === 'registry' || source === 'document')) faults.push({ path: 'sourceReference', message: '须写明系统或材料的名称、编号' });
  if (sourceReference !== null && sourceReference.length > LONGEST_REFERENCE) faults.push({ path: 'sourceReference', message: `不超过 ${LONGEST_REFERENCE} 个字` });
  return faults;
}
