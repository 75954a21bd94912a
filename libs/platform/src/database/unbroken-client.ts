import pg from 'pg';

/**
 * A client of PostgreSQL whose connection may break off at any moment without ending the process. A pool takes its own
 * listener away when it gives a client out, and whoever asked for it begins to listen a turn later: an end that comes in
 * between, in one packet with the answer before, would be an error that nobody hears. Whatever is asked of the client
 * next fails and says so. For the option `Client` of every pool.
 */
export class UnbrokenClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
