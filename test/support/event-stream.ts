/** Reads a stream of server-sent events, one by one. */
import type { Json } from './http-client.js';

export interface StreamEvent {
  id: string;
  event: string;
  data: Json;
}

export interface EventStream {
  status: number;
  contentType: string | null;
  /** The next event, or `null` at the end of the stream. */
  next(): Promise<StreamEvent | null>;
  /** Everything up to and including the first event for which `isLast` holds. */
  through(isLast: (event: StreamEvent) => boolean): Promise<StreamEvent[]>;
  close(): Promise<void>;
}

/** How long a server may take to say that the stream is open, events or none. */
const OPENS_WITHIN_MS = 5_000;

/** @throws Error when the answer does not begin in time. */
export async function openEvents(
  url: string,
  {
    as,
    lastEventId,
    headers = {},
  }: { as?: string; lastEventId?: string; headers?: Record<string, string> } = {},
): Promise<EventStream> {
  const hangUp = new AbortController();
  const patience = setTimeout(() => hangUp.abort(new Error('no answer')), OPENS_WITHIN_MS);
  const answer = await fetch(url, {
    signal: hangUp.signal,
    headers: {
      accept: 'text/event-stream',
      ...headers,
      ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
  });
  clearTimeout(patience);
  const events = parse(answer);
  const next = async () => {
    const { value, done } = await events.next();
    return done ? null : value;
  };
  return {
    status: answer.status,
    contentType: answer.headers.get('content-type'),
    next,
    through: async (isLast) => {
      const seen: StreamEvent[] = [];
      for (;;) {
        const event = await next();
        if (!event) throw new Error(`the stream ended after ${JSON.stringify(seen)}`);
        seen.push(event);
        if (isLast(event)) return seen;
      }
    },
    close: async () => {
      hangUp.abort();
      await events.return(undefined).catch(() => {});
    },
  };
}

async function* parse(answer: Response): AsyncGenerator<StreamEvent, undefined> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() as string;
    for (const block of blocks) {
      const event = parseBlock(block);
      if (event) yield event;
    }
  }
  return undefined;
}

/** Comments, which keep the connection alive, are no events. */
function parseBlock(block: string): StreamEvent | null {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (name) fields.set(name, (fields.get(name) ?? '') + value);
  }
  const data = fields.get('data');
  if (data === undefined) return null;
  return {
    id: fields.get('id') ?? '',
    event: fields.get('event') ?? 'message',
    data: JSON.parse(data) as Json,
  };
}
