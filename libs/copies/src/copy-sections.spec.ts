import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { COPY_SECTIONS, LEFT_OUT } from './copy-sections.js';

/** Tables that are read by a function alone. */
const BY_FUNCTION: Readonly<Record<string, string>> = { persons: 'reveal_id_number', exclusion_facts: 'exclusions_known' };

describe('the sections of a copy', () => {
  it('cover every table that an erasure knows, or say why not', async () => {
    const section = (await readFile(new URL('../../../docs/operations.md', import.meta.url), 'utf8')).split('## Erasing a person')[1]!.split('\n## ')[0]!;
    const known = section.split('\n').filter((line) => /^\| `/.test(line)).flatMap((line) => [...line.split('|')[1]!.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name!));
    const [covered, leftOut] = [COPY_SECTIONS.flatMap(({ tables }) => tables), LEFT_OUT.flatMap(({ tables }) => tables)];
    expect([...new Set([...covered, ...leftOut])].sort()).toEqual([...known].sort());
    expect(covered.filter((table) => leftOut.includes(table))).toEqual([]);
    for (const { tables, from, columns } of COPY_SECTIONS) for (const table of tables) expect(`${from} ${JSON.stringify(columns)}`).toContain(BY_FUNCTION[table] ?? table);
  });

  it('have a code, a name of a sheet and a heading each, which no other has', () => {
    for (const list of [COPY_SECTIONS.map(({ code }) => code), COPY_SECTIONS.map(({ title }) => title)]) expect(new Set(list).size).toBe(list.length);
    for (const { title, columns } of COPY_SECTIONS) {
      expect(title).toMatch(/^[^\\/?*[\]:]{1,31}$/);
      for (const at of [0, 2] as const) expect(new Set(columns.map((column) => column[at])).size).toBe(columns.length);
    }
  });
});
