// How long an upload is waited for, by a clock that only the test moves.

import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Uploads } from '../../src/http/uploads.js';

const SECOND_MS = 1_000;
const HOUR_S = 3_600;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function uploading() {
  const socket = { bytesRead: 0 };
  const request = Object.assign(new EventEmitter(), { socket });
  const signal = new Uploads(SECOND_MS).follow(request as unknown as IncomingMessage);
  const come = (seconds: number, bytesPerSecond: number) => {
    for (let second = 0; second < seconds; second += 1) {
      socket.bytesRead += bytesPerSecond;
      vi.advanceTimersByTime(SECOND_MS);
    }
  };
  return { request, signal, come };
}

test('what comes just fast enough holds the one place that there is for an hour at the most', () => {
  const { signal, come } = uploading();

  come(HOUR_S - 1, 8_000);
  expect(signal.aborted).toBe(false);
  come(1, 8_000);
  expect(signal.reason).toEqual({ type: 'request-timeout' });
});

test('what comes slower is not waited for', () => {
  const { signal, come } = uploading();

  come(1, 8_000);
  expect(signal.aborted).toBe(false);
  come(1, 7_999);
  expect(signal.reason).toEqual({ type: 'request-timeout' });
});

test('what has come is not looked at any longer', () => {
  const { request, signal, come } = uploading();
  come(1, 8_000);
  request.emit('end');
  come(HOUR_S, 0);

  expect(signal.aborted).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});
