// Orders first: how much of its room background work may use. While no order is under way that is
// all of it. While orders come in, its share halves as long as the main loop or the ledger is busy,
// and grows again when they are not: background work fills what the orders leave. It never falls to
// nothing, so that tasks get done however long a rush lasts.

import { type EventLoopUtilization, performance } from 'node:perf_hooks';

export interface Traffic {
  /** Orders being placed now. */
  underWay: number;
  /** Orders begun since the start. */
  begun: number;
}

export interface ThrottleOptions {
  traffic: Readonly<Traffic>;
  /** Commands that wait for the ledger, carts that wait for a quote. */
  queued: () => number;
}

const SAMPLE_EVERY_MS = 25;
const SHARE_MIN = 1 / 256;
/** Of the main loop's time: beyond this orders begin to wait for their turn. */
const BUSY_UTILIZATION = 0.9;
/** How late the loop may come to what is due. */
const BUSY_LAG_MS = 6;
const BUSY_QUEUE = 96;
const GROWTH = 1.25;
const REST_MAX_MS = 250;

export class Throttle {
  readonly #options: ThrottleOptions;
  #share = 1;
  #hasOrders = false;
  #begun = 0;
  #loop: EventLoopUtilization = performance.eventLoopUtilization();
  #sampledAt = performance.now();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ThrottleOptions) {
    this.#options = options;
  }

  /** Between `SHARE_MIN` and 1. */
  get share(): number {
    return this.#share;
  }

  /** Whether any was under way, or begun, when it was last looked. */
  get hasOrders(): boolean {
    return this.#hasOrders;
  }

  /**
   * How long to rest after work of so long that kept orders waiting, for it to take no more than `share`
   * of the time: not at all where there are none.
   */
  restMs(workedMs: number, share: number): number {
    return this.#hasOrders ? Math.min(REST_MAX_MS, workedMs * (1 / share - 1)) : 0;
  }

  start(): void {
    this.#timer = setInterval(() => this.#sample(), SAMPLE_EVERY_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #sample(): void {
    const current = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(current, this.#loop);
    this.#loop = current;
    const sampledAt = performance.now();
    const lagMs = sampledAt - this.#sampledAt - SAMPLE_EVERY_MS;
    this.#sampledAt = sampledAt;
    const { traffic, queued } = this.#options;
    this.#hasOrders = traffic.underWay > 0 || traffic.begun > this.#begun;
    this.#begun = traffic.begun;
    const isBusy = utilization > BUSY_UTILIZATION || lagMs > BUSY_LAG_MS || queued() > BUSY_QUEUE;
    this.#share = nextShare(this.#share, this.#hasOrders, isBusy);
  }
}

export function nextShare(share: number, hasOrders: boolean, isBusy: boolean): number {
  if (!hasOrders) return Math.min(1, share * 2);
  return isBusy ? Math.max(SHARE_MIN, share / 2) : Math.min(1, share * GROWTH);
}
