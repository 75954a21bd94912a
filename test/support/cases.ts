/**
 * How many cases a property test tries: all of them, unless `TEST_SHARE` asks for a part. Mutation runs do, since they run
 * the tests once for each changed line; nothing else does.
 * @param least so many at the least: fewer would see too little
 */
export function casesOf(all: number, least = 1): number {
  return Math.max(least, Math.round(all * Number(process.env['TEST_SHARE'] ?? 1)));
}
