import { beforeEach, expect, test } from 'vitest';
import { ok, type Result, refuse } from '../../src/core/result.js';
import { watchSetBacks } from '../../src/orders/set-backs.js';
import type { MoveDueTimesCommand } from '../../src/store/store.js';

const T0 = Date.UTC(2026, 10, 26);
const HOUR_MS = 3_600_000;

let wall: number;
let passed: number;
let moves: MoveDueTimesCommand[];
let answer: Result<number, { type: 'storage-unavailable'; detail: string }>;
let catchUp: () => Promise<void>;

beforeEach(() => {
  [wall, passed, moves, answer] = [T0, 0, [], ok(3)];
  catchUp = watchSetBacks({
    store: {
      moveDueTimes: async (command) => {
        moves.push(command);
        return answer;
      },
    },
    now: () => wall,
    monotonic: () => passed,
    log: { warn: () => {} },
  });
});

function pass(ms: number): void {
  wall += ms;
  passed += ms;
}

test('time that passes, forward leaps and what is read a little apart move nothing', async () => {
  for (const leap of [0, HOUR_MS, 999, -999, 8 * HOUR_MS]) {
    pass(250);
    wall += leap;
    await catchUp();
  }
  expect(moves).toEqual([]);
});

test('a clock that is set back moves what is due by as much, once', async () => {
  pass(5_000);
  wall -= HOUR_MS;
  for (let times = 0; times < 3; times += 1) {
    await catchUp();
    pass(250);
  }
  expect(moves).toEqual([{ at: T0 + 5_000 - HOUR_MS, by: HOUR_MS }]);
});

test('what the disk refused is moved later, and all of it', async () => {
  answer = refuse({ type: 'storage-unavailable', detail: 'SQLITE_FULL' });
  wall -= HOUR_MS;
  await catchUp();
  wall -= HOUR_MS;
  answer = ok(3);
  await catchUp();
  await catchUp();
  expect(moves.map(({ by }) => by)).toEqual([HOUR_MS, 2 * HOUR_MS]);
});
