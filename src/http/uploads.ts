// Bodies that may take longer than a request: files that operators bring in, over lines of any speed.
// What keeps coming may go on; what comes slower than any line is no file but a way to hold the one
// place that there is for it, and is let go of.

import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Refusal } from '../core/problems.js';

/** Less than the slowest line in use: a file of a million stock levels takes three quarters of an hour. */
const BYTES_PER_SECOND_MIN = 8_000;
/** Also of what comes just fast enough: nobody else may bring a file in meanwhile. */
const LONGEST_MS = 60 * 60_000;

/** Why an upload is not waited for any longer. */
export type UploadEnd = Extract<Refusal, { type: 'request-timeout' | 'shutting-down' }>;

interface Upload {
  controller: AbortController;
  looking: NodeJS.Timeout;
}

export class Uploads {
  readonly #underWay = new Map<Socket, Upload>();
  readonly #everyMs: number;

  /** @param everyMs between two looks; in each such time so many bytes have to come */
  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** Whether somebody else keeps the time of what comes over this connection now. */
  follows(socket: Socket): boolean {
    return this.#underWay.has(socket);
  }

  /** Aborts with an `UploadEnd` as its reason; that the sender has gone is for the body to tell. */
  follow(request: IncomingMessage): AbortSignal {
    const { socket } = request;
    const controller = new AbortController();
    const bytesMin = (BYTES_PER_SECOND_MIN * this.#everyMs) / 1_000;
    let seen = socket.bytesRead;
    let looksLeft = Math.ceil(LONGEST_MS / this.#everyMs);
    const looking = setInterval(() => {
      const come = socket.bytesRead - seen;
      seen = socket.bytesRead;
      looksLeft -= 1;
      if (come < bytesMin || looksLeft === 0) this.#end(socket, { type: 'request-timeout' });
    }, this.#everyMs);
    this.#underWay.set(socket, { controller, looking });
    const over = () => this.#over(socket);
    for (const event of ['end', 'error', 'close']) request.once(event, over);
    return controller.signal;
  }

  stop(): void {
    for (const socket of this.#underWay.keys()) this.#end(socket, { type: 'shutting-down' });
  }

  #end(socket: Socket, reason: UploadEnd): void {
    const upload = this.#underWay.get(socket);
    this.#over(socket);
    upload?.controller.abort(reason);
  }

  #over(socket: Socket): void {
    clearInterval(this.#underWay.get(socket)?.looking);
    this.#underWay.delete(socket);
  }
}
