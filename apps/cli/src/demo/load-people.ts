import { creditCodeCheckCharacter, type CivilDate } from '@app/kernel';
import { Database, systemPrincipal, type Principal } from '@app/platform';
import { TraineeRegistry, type BulkLine } from '@app/trainees';
import { EmployersService } from '@app/vacancies';
import type { INestApplicationContext } from '@nestjs/common';
import { COUNTY, SEED, type Employer } from './county.js';
import { knownIds, markDone, rememberIds } from './demo-store.js';
import { COUNTY_OFFICER } from './load-offices.js';
import type { MadeUpPerson } from './made-up-people.js';
import { Random } from './random.js';

type At = (done: number) => void;

/** Registers the made-up people by the real registry. @throws Error when it refuses one: the demo's own fault */
export async function loadPeople(context: INestApplicationContext, people: readonly MadeUpPerson[], day: CivilDate, at: At): Promise<void> {
  const principal = systemPrincipal('demo', COUNTY);
  await context.get(Database).inScope(principal, async (tx) => {
    const report = await context.get(TraineeRegistry).registerMany(principal, linesOf(people, at));
    const refused = report.results.find(({ outcome }) => outcome !== 'created');
    if (refused) throw new Error(`the registry answered "${refused.outcome}" to person ${refused.line} of the demo: ${refused.faults.map(({ path, message }) => `${path} ${message}`).join('; ')}`);
    await rememberIds(tx, 'person', new Map(report.results.map(({ line, traineeId }) => [String(line), traineeId!])));
    await markDone(tx, 'people', day);
  });
  at(people.length);
}

function* linesOf(people: readonly MadeUpPerson[], at: At): Iterable<BulkLine> {
  for (const { number, input } of people) {
    if (number % 500 === 0) at(number);
    yield { line: number, input };
  }
}

/** Registers the employers; of most the county officer has seen the licence. */
export async function loadEmployers(context: INestApplicationContext, employers: readonly Employer[], day: CivilDate): Promise<void> {
  const [database, service] = [context.get(Database), context.get(EmployersService)];
  const id = await database.inScope(systemPrincipal('demo', COUNTY), async (tx) => (await knownIds(tx, 'officer')).get(COUNTY_OFFICER)!);
  const officer: Principal = { kind: 'officer', id, role: 'county-officer', region: COUNTY, organizationId: null };
  await database.inScope(officer, async (tx) => {
    const ids = new Map<string, string>();
    for (const { name, number, county } of employers) {
      const random = Random.of(SEED, 71, number);
      const registered = await service.register(officer, { name, creditCode: random.chance(0.8) ? madeUpCreditCode(county, number) : null });
      if (registered.creditCode !== null && random.chance(0.85)) await service.verify(officer, registered.id, registered.version);
      ids.set(name, registered.id);
    }
    await rememberIds(tx, 'employer', ids);
    await markDone(tx, 'employers', day);
  });
}

/** A unified social credit code with its right check character; the organization's part begins with 0000, as none does. */
function madeUpCreditCode(county: string, number: number): string {
  const first17 = `91${county}0000${String(number).padStart(5, '0')}`;
  return first17 + creditCodeCheckCharacter(first17)!;
}
