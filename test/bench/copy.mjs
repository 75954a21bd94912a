/** Time in milliseconds of copying a table's rows into an empty one without indexes or triggers, by a file of the server: what storing alone costs. */
export async function from(client, table) {
  const { rows: [{ folder }] } = await client.query(`select current_setting('data_directory') as folder`);
  const file = `${folder}/bench.copy`;
  await client.query(`copy (select * from ${table}) to '${file}'`);
  await client.query(`create table bench_copy (like ${table} including defaults)`);
  const begun = performance.now();
  await client.query(`copy bench_copy from '${file}'`);
  return performance.now() - begun;
}
