/** The pure parts of the tuning: orders by weight, recommendations from points, the chart, the file. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawChart } from '../../bench/tune/chart.js';
import { envFile } from '../../bench/tune/env-file.js';
import { parseMix, pickLines, printMix } from '../../bench/tune/mix.js';
import { type Point, recommend, type Sweep } from '../../bench/tune/recommend.js';

/** A single figure stands for rounds that agree. */
const point = (value: number, ...rates: number[]): Point => {
  const ordersPerSecond = rates.length === 1 ? [...rates, ...rates] : rates;
  return { value, ordersPerSecond, latencyP99Ms: ordersPerSecond.map(() => 10) };
};

const threads = (...points: Point[]): Sweep => ({
  setting: 'QUOTE_THREADS',
  what: 'answered',
  preferred: 0,
  points,
});

describe('a mix of orders', () => {
  test('is read and printed again', () => {
    expect(printMix(parseMix('3:80,20:15,200:5'))).toBe('3:80,20:15,200:5');
    expect(parseMix('7')).toEqual([{ lines: 7, weight: 1 }]);
  });

  test.each(['', 'a:1', '3:', '3:0', '3:-1', '0:1', '1.5:1', '3:1:1', '2000:1'])(
    'is refused when it is none: "%s"',
    (text) => {
      expect(() => parseMix(text)).toThrow(/lines:weight/);
    },
  );

  test('gives each size as often as its weight says', () => {
    const mix = parseMix('3:3,20:1');
    const picked = Array.from({ length: 1_000 }, (_, index) => pickLines(mix, index / 1_000));

    expect(picked.filter((lines) => lines === 3)).toHaveLength(750);
    expect(picked.filter((lines) => lines === 20)).toHaveLength(250);
  });
});

describe('a recommendation', () => {
  test('takes the fewest threads that are as fast as the best, but for the noise', () => {
    const { value, reason } = recommend(threads(point(0, 500), point(1, 990), point(2, 1_000)));

    expect(value).toBe(1);
    expect(reason).toMatch(/more threads do not pay/);
  });

  test('says so when threads do not pay at all', () => {
    const { value, reason } = recommend(threads(point(0, 995), point(1, 1_000), point(2, 900)));

    expect(value).toBe(0);
    expect(reason).toMatch(/^threads do not pay here/);
  });

  test('takes what rounds disagree about for noise', () => {
    const { value } = recommend(
      threads(point(0, 800, 1_000, 1_200), point(1, 1_100, 1_150, 1_190)),
    );

    expect(value).toBe(0);
  });

  test('is never of a value that makes customers wait for a little more work', () => {
    const waiting = { ...point(0, 1_000), latencyP99Ms: [300, 300] };
    const { value, reason } = recommend({ ...threads(waiting, point(1, 950)), what: 'whole work' });

    expect(value).toBe(1);
    expect(reason).toContain('0 does 1000, but its p99 is 300 ms');
  });

  test('takes the wait where it buys much more work', () => {
    const waiting = { ...point(2, 1_000), latencyP99Ms: [300, 300] };

    expect(recommend(threads(point(1, 500), waiting)).value).toBe(2);
  });

  test('makes little of a single round', () => {
    const once = (value: number, rate: number): Point => ({
      value,
      ordersPerSecond: [rate],
      latencyP99Ms: [10],
    });

    expect(recommend(threads(once(0, 900), once(1, 1_000))).value).toBe(0);
    expect(recommend(threads(once(0, 500), once(1, 1_000))).value).toBe(1);
  });

  test('names by how much the best is better', () => {
    const { value, reason } = recommend(threads(point(0, 500), point(1, 1_000)));

    expect(value).toBe(1);
    expect(reason).toContain('2.00 times');
  });

  test('names only those as equals that are', () => {
    const { reason } = recommend(threads(point(0, 500), point(1, 1_000), point(2, 990)));

    expect(reason).toMatch(/no less than 2, within the noise/);
  });

  test('keeps a default size when others gain nothing', () => {
    const points = [point(16, 1_000), point(64, 1_010), point(256, 1_005)];
    const sweep = { setting: 'QUOTE_BATCH_MAX', what: 'answered', preferred: 64, points } as const;

    expect(recommend(sweep).value).toBe(64);
  });

  test('is never of a value that is slower than the best by more than the noise', () => {
    const rates = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rates, (given) => {
        const { value } = recommend(threads(...given.map((rate, index) => point(index, rate))));
        expect(given[value]).toBeGreaterThanOrEqual(Math.max(...given) * 0.97);
      }),
    );
  });
});

describe('the chart', () => {
  const sweeps = [
    threads(point(0, 500), point(1, 990), point(2, 1_000)),
    { ...threads(point(1, 200), point(2, 320)), setting: 'INVOICE_THREADS' },
  ];
  const svg = drawChart(sweeps, 'Threads on a <machine>');

  test('is one well-formed picture that says whose it is', () => {
    expect(svg.match(/<svg /g)).toHaveLength(1);
    expect(svg).toContain('Threads on a &#60;machine&#62;');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('writes its figure at each point', () => {
    expect(svg.match(/<text class="label"/g)).toHaveLength(10);
    expect(svg).toMatch(/<text class="label"[^>]*>990<\/text>/);
  });

  test('has a point for each that was measured, in both panels', () => {
    expect(svg.match(/<circle class="s0 dot"[^>]* r="4"/g)).toHaveLength(6);
    expect(svg.match(/<circle class="s1 dot"[^>]* r="4"/g)).toHaveLength(4);
  });
});

test('the file of settings can be read, with the reason above each', () => {
  const text = envFile(
    [{ setting: 'QUOTE_THREADS', value: 1, reason: 'because\nof this' }],
    ['Written today'],
  );

  expect(text).toBe('# Written today\n\n# because of this\nQUOTE_THREADS=1\n');
});
