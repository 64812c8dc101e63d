// Connections that nobody is waiting on. A server that stops finishes the requests it has; what is
// kept alive for the next request, or has never sent one, must not hold it up.

import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const LOOK_EVERY_MS = 25;

/** To be called before the server listens; answers what closes the unused connections of a stop. */
export function watchConnections(server: Server): () => NodeJS.Timeout {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const closeUnused = () => {
    server.closeIdleConnections();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  };
  return () => {
    closeUnused();
    return setInterval(closeUnused, LOOK_EVERY_MS);
  };
}
