import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  readonly url: string;
  readonly port: number;
  /** Ends every connection, idle or not. */
  close(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** An HTTP server on loopback; port 0 = any free one. Idle connections end after 20 s, as Plex does it. */
export async function listenOnLoopback(handler: Handler, port = 0): Promise<Listening & { readonly server: Server }> {
  const server = createServer({ keepAliveTimeout: 20_000, maxHeaderSize: 65_536 }, (request, response) => {
    handler(request, response).catch((error: unknown) => {
      if (request.socket.destroyed) return;
      if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/html' });
      response.end(`<html><body><h1>500</h1>${String(error)}</body></html>`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    server,
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
