import { PlatformTables1795471200000 } from './202611232200-platform-tables.js';

/** Every migration, oldest first. A new one gets its line here. */
export const MIGRATIONS = [PlatformTables1795471200000] as const;
