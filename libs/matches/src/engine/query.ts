/** Runs one statement as the engine's role and answers its rows. */
export type EngineQuery = <Row extends object>(sql: string, parameters: unknown[]) => Promise<Row[]>;
