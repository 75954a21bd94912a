/** Runs one statement as the engine's role and answers its rows. Named, the connection keeps it prepared: for what every question asks. */
export type EngineQuery = <Row extends object>(sql: string, parameters: unknown[], name?: string) => Promise<Row[]>;
