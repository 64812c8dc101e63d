// The runner of the small measurements: what it opens it closes, and what fails is named.

import { describe, expect, test } from 'vitest';
import {
  caseFailures,
  printSuite,
  type SuiteResult,
  suiteResult,
} from '../../bench/lib/print-suites.js';
import { type Case, type CaseFigures, type CaseResult, runCase } from '../../bench/lib/suite.js';

const TIME_MS = 2;

/** A case that writes down what happens to it. */
function watched(call: () => unknown, isAsync = false): { benched: Case; events: string[] } {
  const events: string[] = [];
  const benched: Case = {
    name: 'watched',
    items: 4,
    open: () => {
      events.push('open');
      return { isAsync, call, close: () => void events.push('close') };
    },
  };
  return { benched, events };
}

const errorOf = (result: CaseResult) => ('error' in result ? result.error : undefined);

describe('a case', () => {
  test('is opened once, measured, and closed once', async () => {
    let calls = 0;
    const { benched, events } = watched(() => {
      calls += 1;
    });
    const result = await runCase(benched, TIME_MS);
    expect(errorOf(result)).toBeUndefined();
    expect(calls).toBeGreaterThan(5);
    expect(events).toEqual(['open', 'close']);
  });

  test('counts its items and not its calls alone', async () => {
    const result = await runCase(watched(() => Math.sqrt(2)).benched, TIME_MS);
    if (!('figures' in result)) throw new Error(result.error);
    const { callsPerSecond, itemsPerSecond, meanMs } = result.figures;
    expect(itemsPerSecond).toBeCloseTo(callsPerSecond * 4, 6);
    expect(callsPerSecond).toBeCloseTo(1000 / meanMs, 6);
  });

  test('is prepared before each call', async () => {
    const events: string[] = [];
    const opened = {
      isAsync: true,
      call: async () => void events.push('call'),
      prepare: async () => void events.push('prepare'),
    };
    await runCase({ name: 'prepared', items: 1, open: () => opened }, TIME_MS);
    const wrong = events.filter((event, index) => event !== ['prepare', 'call'][index % 2]);
    expect(wrong).toEqual([]);
    expect(events.length).toBeGreaterThan(2);
  });

  test.each([
    ['throws', () => Promise.reject(new Error('out of thread'))],
    ['throws after a while', failsAfter(3)],
  ])('that %s is answered with what it said, and closed all the same', async (_, call) => {
    const { benched, events } = watched(call, true);
    expect(errorOf(await runCase(benched, TIME_MS))).toBe('out of thread');
    expect(events).toEqual(['open', 'close']);
  });

  test('that cannot be opened has failed', async () => {
    const open = () => Promise.reject(new Error('no disk'));
    expect(errorOf(await runCase({ name: 'x', items: 1, open }, TIME_MS))).toBe('no disk');
  });
});

describe('a suite', () => {
  const suite: SuiteResult = {
    name: 'quote',
    title: 'Quote',
    unit: 'carts',
    note: 'A note.',
    results: [
      {
        name: '3 lines',
        items: 1,
        figures: {
          callsPerSecond: 100_000,
          itemsPerSecond: 100_000,
          meanMs: 0.01,
          p50Ms: 0.0099,
          p99Ms: 0.0312,
          marginPercent: 1.25,
          samples: 12_345,
        },
      },
    ],
    ratios: [],
  };
  const failed = { name: '20 lines', items: 1, error: 'out of thread' };

  test('says how many times as fast one case is as another, or that it could not be measured', () => {
    const [result] = suite.results as [CaseResult & { figures: CaseFigures }];
    const figures = { ...result.figures, itemsPerSecond: 20_000 };
    const results = [result, { ...result, name: 'slow', figures }];
    const comparisons = [
      { faster: '3 lines', slower: 'slow', atLeast: 6 },
      { faster: '3 lines', slower: 'none', atLeast: 2 },
    ];
    const compared = suiteResult({ ...suite, name: 'quote', cases: [], comparisons }, results);
    expect(compared.ratios.map(({ times }) => times)).toEqual([5, null]);
    expect(printSuite(compared)).toContain('“3 lines” to “slow”: 5.00 × as fast (wanted: 6 ×)');
    expect(printSuite(compared)).toContain('“3 lines” to “none”: not measured (wanted: 2 ×)');
  });

  test('is printed as a table that shows microseconds too', () => {
    expect(printSuite(suite)).toMatch(
      /3 lines +100,000 +0\.0100 +0\.00990 +0\.0312 +1\.25 % +12,345/,
    );
  });

  test('shows items a second only where a call does several', () => {
    expect(printSuite(suite)).not.toContain('carts/s');
    const [result] = suite.results as [CaseResult];
    expect(printSuite({ ...suite, results: [{ ...result, items: 8 }] })).toContain('carts/s');
  });

  test('names the case that failed', () => {
    const broken = { ...suite, results: [...suite.results, failed] };
    expect(caseFailures([suite])).toEqual([]);
    expect(caseFailures([broken])).toEqual(['quote: “20 lines” failed: out of thread']);
    expect(printSuite(broken)).toMatch(/20 lines +FAILED/);
  });
});

function failsAfter(calls: number): () => Promise<void> {
  let left = calls;
  return async () => {
    left -= 1;
    if (left < 0) throw new Error('out of thread');
  };
}
