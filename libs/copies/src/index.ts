export { CopiesModule } from './copies.module.js';
export { PersonCopies, type CopyRequest } from './person-copies.service.js';
export type { FilledSection, PersonCopy } from './person-copy.js';
export { copyDocument, copyTables, type CopyDocument, type CopyTable } from './copy-words.js';
export { COPY_SECTIONS } from './copy-sections.js';
