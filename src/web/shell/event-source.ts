// Server-sent events for somebody with a key: the browser's own EventSource sends no header, and a key
// in an address would be written down in too many places. Connects again by itself, more slowly each
// time, until it is told to end.

import type { Problem } from './api.js';
import { noConnection, problemOf } from './api.js';

export interface EventHandlers {
  on: Record<string, (data: unknown) => void>;
  /** `null` when it is connected; the reason while it is not. */
  state: (problem: Problem | null) => void;
}

const FIRST_WAIT_MS = 500;
const WAIT_MAX_MS = 15_000;

export function followEvents(path: string, key: string, handlers: EventHandlers): () => void {
  const ended = new AbortController();
  void keepReading(path, key, handlers, ended.signal);
  return () => ended.abort();
}

async function keepReading(
  path: string,
  key: string,
  handlers: EventHandlers,
  signal: AbortSignal,
): Promise<void> {
  let waitMs = FIRST_WAIT_MS;
  while (!signal.aborted) {
    const problem = await read(path, key, handlers, signal, () => {
      waitMs = FIRST_WAIT_MS;
    });
    if (signal.aborted) return;
    handlers.state(problem);
    // A key that opens nothing will not do so in a second either.
    if (problem.status === 401 || problem.status === 403) return;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    waitMs = Math.min(WAIT_MAX_MS, waitMs * 2);
  }
}

/** Until the stream ends; answers why. */
async function read(
  path: string,
  key: string,
  { on, state }: EventHandlers,
  signal: AbortSignal,
  connected: () => void,
): Promise<Problem> {
  try {
    const headers = { accept: 'text/event-stream', authorization: `Bearer ${key}` };
    const answer = await fetch(path, { headers, signal });
    if (!answer.ok || !answer.body) return problemOf(answer, JSON.parse(await answer.text()));
    connected();
    state(null);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return noConnection;
      const blocks = (text + value).split('\n\n');
      text = blocks.pop() as string;
      for (const block of blocks) dispatch(block, on);
    }
  } catch {
    return noConnection;
  }
}

function dispatch(block: string, on: EventHandlers['on']): void {
  let event = '';
  let data = '';
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) event = line.slice(7);
    else if (line.startsWith('data: ')) data += line.slice(6);
  }
  if (data !== '') on[event]?.(JSON.parse(data));
}
