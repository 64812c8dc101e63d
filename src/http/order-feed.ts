// An order's events as they are committed. They are read from the store, never from memory, so that
// a stream that was cut resumes exactly where it was, on whichever process it lands.

import { spanView } from '../core/timeline.js';
import type { OrderEvent, Store } from '../store/store.js';

export interface FeedMessage {
  id: string;
  event: 'step' | 'state' | 'task';
  data: unknown;
}

type FeedStore = Pick<Store, 'orderEvents' | 'onOrdersChanged'>;

export class OrderFeed {
  readonly #store: FeedStore;
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #stopped = new AbortController();
  #open = 0;
  #unlisten: (() => void) | null = null;

  constructor(store: FeedStore) {
    this.#store = store;
  }

  get open(): number {
    return this.#open;
  }

  /** Every event after `lastEventId`, then each new one, until `signal` or the feed's own end. */
  async *messages(
    orderId: string,
    lastEventId: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<FeedMessage> {
    const end = AbortSignal.any([signal, this.#stopped.signal]);
    let [sequence, index] = parseEventId(lastEventId);
    this.#opened();
    try {
      while (!end.aborted) {
        const changed = this.#change(orderId, end);
        // The event that the last id is in may have had more messages: it is read again.
        const events = await this.#store.orderEvents(orderId, sequence - 1);
        for (const message of events.flatMap(toMessages)) {
          if (!isAfter(message.id, sequence, index)) continue;
          [sequence, index] = parseEventId(message.id);
          yield message;
        }
        await changed;
      }
    } finally {
      this.#closed();
    }
  }

  /** Ends every stream, so that a server that stops is not kept waiting by its readers. */
  stop(): void {
    this.#stopped.abort();
  }

  /** Commits are listened to only while somebody is watching. */
  #opened(): void {
    this.#open += 1;
    this.#unlisten ??= this.#store.onOrdersChanged((orderIds) => {
      for (const id of orderIds) this.#wake(id);
    });
  }

  #closed(): void {
    this.#open -= 1;
    if (this.#open > 0) return;
    this.#unlisten?.();
    this.#unlisten = null;
  }

  #change(orderId: string, end: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(orderId) ?? new Set();
      this.#waiting.set(orderId, waiting);
      const done = () => {
        end.removeEventListener('abort', done);
        waiting.delete(done);
        if (waiting.size === 0) this.#waiting.delete(orderId);
        resolve();
      };
      waiting.add(done);
      end.addEventListener('abort', done);
      if (end.aborted) done();
    });
  }

  #wake(orderId: string): void {
    for (const done of [...(this.#waiting.get(orderId) ?? [])]) done();
  }
}

/** `sequence.index`: the event's number, then the message's place in it. */
function parseEventId(id: string | null): [number, number] {
  const match = /^(\d{1,15})\.(\d{1,6})$/.exec(id ?? '');
  return match ? [Number(match[1]), Number(match[2])] : [0, -1];
}

function isAfter(id: string, sequence: number, index: number): boolean {
  const [s, i] = parseEventId(id);
  return s > sequence || (s === sequence && i > index);
}

function toMessages(event: OrderEvent): FeedMessage[] {
  return messagesOf(event).map((message, index) => ({
    id: `${event.sequence}.${index}`,
    ...message,
  }));
}

function messagesOf(event: OrderEvent): Omit<FeedMessage, 'id'>[] {
  const { task, spans, detail } = event;
  if (task) {
    const { topic, state, reference } = task;
    const about = reference === undefined ? {} : { reference };
    const error = detail === null ? {} : { error: detail };
    return spans.map((span) => ({
      event: 'task' as const,
      data: { topic, ...about, state, ...spanView(span), ...error },
    }));
  }
  const steps = event.spans.map((span) => ({ event: 'step' as const, data: spanView(span) }));
  const state = {
    event: 'state' as const,
    data: {
      state: event.state,
      at: new Date(event.at).toISOString(),
      ...(event.detail === null ? {} : { detail: event.detail }),
    },
  };
  return [...steps, state];
}
