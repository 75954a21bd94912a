import { describe, expect, it } from '@jest/globals';
import { COPY_SECTIONS } from '@app/copies';
import { CODE_LISTS } from '../reference/code-lists.js';

describe('the codes in a copy', () => {
  it('are of lists that the API has', () => {
    const named = COPY_SECTIONS.flatMap(({ columns }) => columns.flatMap(([, , , meaning]) => (typeof meaning === 'object' && 'list' in meaning ? [meaning.list, meaning.orElse ?? meaning.list] : [])));
    expect([...new Set(named)].filter((list) => !(list in CODE_LISTS))).toEqual([]);
  });
});
