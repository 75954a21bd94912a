import pg from 'pg';

const DATE_OID = 1082;
const INT8_OID = 20;

/**
 * `pg` turns a DATE into a local midnight, which is another day elsewhere: civil dates stay `YYYY-MM-DD` strings.
 * Counts and sequence numbers (bigint) become numbers; none of ours passes 2^53.
 */
export function installPgTypeParsers(): void {
  pg.types.setTypeParser(DATE_OID, (text: string) => text);
  pg.types.setTypeParser(INT8_OID, (text: string) => Number(text));
}
