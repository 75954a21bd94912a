import { parseArgs } from 'node:util';
import { announceLottery, applicantFaults, drawLottery, listHashOf, lotteryFaults, noticeFaults, noticeHashOf, SchedulingInputInvalid, verifyLottery, type LotteryOpening, type LotteryRecord } from '@app/scheduling';
import { LOTTERY_INPUTS, type LotteryList, type LotteryStep, type LotteryTerms } from './lottery-input.js';
import { FaultList } from './match-checks.js';
import { readJson, refuse, writeJson, type OfflineStreams } from './offline-io.js';

const DIFFERS = 1;

/**
 * `lottery announce|close|draw|verify --input F`: a draw of seats that anyone can verify, from files. `draw` writes what
 * `verify` reads.
 * @returns the exit code: 0 done (verify: everything fits), 1 verify found differences, 2 bad input
 */
export async function lotteryCommand(argv: readonly string[], io: OfflineStreams): Promise<number> {
  const asked = readArguments(argv);
  if ('fault' in asked) return refuse(io, [asked.fault]);
  const given = await readJson(asked.path, io);
  if ('faults' in given) return refuse(io, given.faults);
  const parsed = given.value;
  const faults = new FaultList();
  if (!LOTTERY_INPUTS[asked.step](parsed, '$', faults)) return refuse(io, faults.lines);
  try {
    return await answer(asked.step, parsed, io);
  } catch (error) {
    if (!(error instanceof SchedulingInputInvalid)) throw error;
    return refuse(io, error.faults.map(({ path, message }) => `$.${path}: ${message}`));
  }
}

function readArguments(argv: readonly string[]): { readonly step: LotteryStep; readonly path: string } | { readonly fault: string } {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options: { input: { type: 'string' } }, allowPositionals: true });
    const [step, ...more] = positionals;
    if (step === undefined || !Object.hasOwn(LOTTERY_INPUTS, step) || more.length > 0) return { fault: `lottery: one of ${Object.keys(LOTTERY_INPUTS).join(', ')}` };
    if (!values.input) return { fault: '--input: required: a file, or - for standard input' };
    return { step: step as LotteryStep, path: values.input };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

async function answer(step: LotteryStep, input: unknown, io: OfflineStreams): Promise<number> {
  switch (step) {
    case 'announce': {
      const { seed, ...terms } = input as LotteryTerms;
      return writeJson(io, announceLottery(terms, seed));
    }
    case 'close':
      return close(input as LotteryList, io);
    case 'draw': {
      const opening = input as LotteryOpening;
      const result = drawLottery(opening);
      return writeJson(io, { notice: opening.notice, noticeHash: noticeHashOf(opening.notice), applicants: opening.applicants, listHash: listHashOf(opening.applicants), seed: opening.seed, publicValue: opening.publicValue, result });
    }
    case 'verify': {
      const record = input as LotteryRecord;
      const faults = lotteryFaults(record);
      if (faults.length > 0) return refuse(io, faults.map(({ path, message }) => `$.${path}: ${message}`));
      const { isTrue, differences } = verifyLottery(record);
      await writeJson(io, { verified: isTrue, differences });
      return isTrue ? 0 : DIFFERS;
    }
  }
}

async function close({ notice, applicants }: LotteryList, io: OfflineStreams): Promise<number> {
  const faults = [...noticeFaults(notice).map(({ path, message }) => `$.notice.${path}: ${message}`), ...applicantFaults(applicants, notice.policy).map(({ path, message }) => `$.applicants${path}: ${message}`)];
  return faults.length > 0 ? refuse(io, faults) : writeJson(io, { noticeHash: noticeHashOf(notice), listHash: listHashOf(applicants), applicants: applicants.length });
}
