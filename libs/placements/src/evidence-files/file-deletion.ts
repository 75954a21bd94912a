import type { CivilDate } from '@app/kernel';

/**
 * Why a scan is deleted. `expired`: its time is over · `withdrawn`: its evidence counts no more · `person-asked`: the person
 * asked for it (personal information law, article 47) · `wrong-file`: not the paper that it should be.
 */
export const DELETION_GROUNDS = ['expired', 'withdrawn', 'person-asked', 'wrong-file'] as const;
export type DeletionGround = (typeof DELETION_GROUNDS)[number];
/** Grounds that an officer gives and a second one looks at; the others come about by themselves. */
export const ASKED_GROUNDS = ['person-asked', 'wrong-file'] as const satisfies readonly DeletionGround[];
export type AskedGround = (typeof ASKED_GROUNDS)[number];

/** `asked`: waits for a second officer · `lapsed`: its time came before anybody decided · `marked`: shown to nobody any more · `gone`: taken away. */
export const DELETION_STATES = ['asked', 'refused', 'lapsed', 'marked', 'gone'] as const;
export type DeletionState = (typeof DELETION_STATES)[number];

/** Why a second officer keeps the file. `still-needed`: the duty to keep it lasts (the same law, article 47, second paragraph). */
export const DELETION_REFUSALS = ['still-needed', 'not-the-person', 'file-is-right'] as const;
export type DeletionRefusal = (typeof DELETION_REFUSALS)[number];

/** What may follow what; the database keeps the same (`legal_deletion_move`), and knows who. */
export const DELETION_MOVES = { asked: ['refused', 'lapsed', 'marked'], refused: [], lapsed: [], marked: ['gone'], gone: [] } as const satisfies Record<DeletionState, readonly DeletionState[]>;

/** What stands where the file was, for people. @param goneOn the civil day; null: it is being taken away */
export function deletionNote(ground: DeletionGround, goneOn: CivilDate | null): string {
  const when = goneOn === null ? '正在清除' : goneOn;
  return `${NOTE[ground]}（${when}）。台账记录、佐证种类和文件校验值仍在。`;
}

const NOTE: Readonly<Record<DeletionGround, string>> = { expired: '文件已按期删除', withdrawn: '佐证撤回后，文件已删除', 'person-asked': '文件已应本人要求删除', 'wrong-file': '文件传错，已删除' };
