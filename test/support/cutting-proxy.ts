import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A wire between a client and a server on the loopback, which can be cut. */
export interface CuttingProxy {
  readonly port: number;
  /** `through` at first · `cut`: what is asked arrives, what is answered never does: the connection breaks off · `closed`: nobody listens. */
  become(mode: 'through' | 'cut' | 'closed'): Promise<void>;
  close(): Promise<void>;
}

/** Turns of the event loop: in one the sockets are closed, in the next the other ends hear of it; one to spare. */
const TURNS = 3;

export async function startCuttingProxy(target: { readonly port: number; readonly host?: string }): Promise<CuttingProxy> {
  let mode: 'through' | 'cut' | 'closed' = 'through';
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target.port, target.host ?? '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on('data', (chunk) => (mode === 'cut' ? client.destroy() : client.write(chunk)));
    upstream.on('end', () => client.end());
  });
  const listen = (port: number): Promise<void> => new Promise((done, fail) => server.once('error', fail).listen(port, '127.0.0.1', done));
  const end = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    if (server.listening) await new Promise((done) => server.close(done));
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async become(next) {
      for (const socket of sockets) socket.destroy(); // kept-alive connections are of the mode before
      for (let turn = 0; turn < TURNS; turn++) await new Promise(setImmediate); // whoever kept one alive sees that it has ended, and asks over another
      if (next === 'closed') await end();
      else if (mode === 'closed') await listen(port);
      mode = next;
    },
    close: end,
  };
}
