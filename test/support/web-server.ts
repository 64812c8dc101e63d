/** An HTTP server on a free port of this machine, which notes what it is asked and answers as told. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  method: string;
  path: string;
  headers: Record<string, string>;
  /** As it came. */
  text: string;
}

export interface WebServer {
  port: number;
  url: string;
  /** Oldest first. */
  asked: Asked[];
  close(): Promise<void>;
}

export type Answering = (asked: Asked, response: ServerResponse, request: IncomingMessage) => void;

/** Answers a status and nothing else. */
export const status =
  (code: number, headers: Record<string, string> = {}): Answering =>
  (_asked, response) => {
    response.writeHead(code, headers).end();
  };

export async function startWebServer(answer: Answering, port = 0): Promise<WebServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const text = Buffer.concat(chunks).toString('utf8');
      const own = { method, path: url, headers: headers as Record<string, string>, text };
      asked.push(own);
      answer(own, response, request);
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    url: `http://127.0.0.1:${bound}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
