import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const FOLDER = new URL('../support/titles/', import.meta.url);
const REVISED = '# revised';

/** Every wording of a list with its right answer: occupation codes (any of them is right), no trade, or nothing that fits. */
export function titleList(file, occupations) {
  const codeOf = new Map(occupations.filter(({ level }) => level === 4).map(({ name, code }) => [name, code]));
  let isRevised = false;
  return readFileSync(new URL(file, FOLDER), 'utf8').split('\n').flatMap((line) => {
    if (line.startsWith(REVISED)) isRevised = true;
    if (line === '' || line.startsWith('#')) return [];
    const [label, wordings] = line.split(': ');
    const codes = label === '无工种' || label === '无职业' ? [] : label.split('/').map((name) => {
      if (!codeOf.has(name)) throw new Error(`${file}: no occupation ${name}`);
      return codeOf.get(name);
    });
    return wordings.split('|').map((wording) => ({ wording, codes, noTrade: label === '无工种', isRevised }));
  });
}

/** A number of 0 … 2³² − 1 that stays with the wording: halves and folds are the same in every run. */
export function spread(wording) {
  return createHash('sha256').update(wording).digest().readUInt32BE();
}
