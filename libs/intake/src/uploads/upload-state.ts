/**
 * The life of an upload:
 *
 *   unclear ⇄ received → planned → confirmed → done → undoing → undone
 *
 * `unclear`: columns that the form needs were not found, an officer says which they are. `received`: the dry run is at
 * work. `planned`: it waits for a confirmation. `cancelled`: nothing (more) is written. `failed`: it could not be read.
 */
export const UPLOAD_STATES = ['unclear', 'received', 'planned', 'confirmed', 'done', 'undoing', 'undone', 'cancelled', 'failed'] as const;
export type UploadState = (typeof UPLOAD_STATES)[number];

/** What is done with an upload, and in which states. */
export const UPLOAD_MOVES = {
  correct: ['unclear', 'received', 'planned'],
  plan: ['received'],
  confirm: ['planned'],
  cancel: ['unclear', 'received', 'planned', 'confirmed'],
  undo: ['done', 'cancelled'],
} as const satisfies Record<string, readonly UploadState[]>;
export type UploadMove = keyof typeof UPLOAD_MOVES;

/** States in which nothing moves by itself: progress has ended. */
const AT_REST: readonly UploadState[] = ['unclear', 'planned', 'done', 'undone', 'cancelled', 'failed'];

export function isAtRest(state: UploadState): boolean {
  return AT_REST.includes(state);
}

export function mayMove(state: UploadState, move: UploadMove): boolean {
  return (UPLOAD_MOVES[move] as readonly UploadState[]).includes(state);
}

/** Hours after the end of a run during which it can be taken back. */
export const UNDO_HOURS = 24;
/** Days for which the file and its rows are kept. */
export const FILE_KEPT_DAYS = 90;
