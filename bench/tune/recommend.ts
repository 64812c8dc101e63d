/** From what was measured to what is recommended, and why. Pure. */
import { median } from '../lib/statistics.js';

/** One value of one setting, measured in several rounds. */
export interface Point {
  value: number;
  /** Orders a second and the customers' p99 in milliseconds, a figure a round. */
  ordersPerSecond: number[];
  latencyP99Ms: number[];
}

export interface Sweep {
  setting: string;
  /** What the orders a second are: answered, or with every task done. */
  what: 'answered' | 'whole work';
  /** Taken when nothing is gained elsewhere: the fewest threads, or the default. */
  preferred: number;
  points: Point[];
}

export interface Recommendation {
  setting: string;
  value: number;
  reason: string;
}

/** Differences smaller than this mean nothing, however well the rounds agree. */
const NOISE_MIN = 0.03;
/** What one round differs from the next by on a machine with other work is not known from one. */
const NOISE_OF_ONE_ROUND = 0.15;

/** A little more throughput is not worth this many times the wait. */
const WAIT_FACTOR_MAX = 2;
const NEARLY_AS_FAST = 0.9;

export function recommend(sweep: Sweep): Recommendation {
  const { setting, preferred } = sweep;
  const points = sweep.points.filter((point) => !makesCustomersWait(point, sweep.points));
  const best = points.reduce((a, b) => (rate(b) > rate(a) ? b : a));
  const noise = noiseOf(sweep.points);
  const goodEnough = points.filter((point) => rate(point) >= rate(best) * (1 - noise));
  const nearest = goodEnough.reduce((a, b) =>
    Math.abs(b.value - preferred) < Math.abs(a.value - preferred) ? b : a,
  );
  const reason = reasonFor({ ...sweep, points }, nearest, best, noise);
  const left = sweep.points.filter((point) => !points.includes(point) && rate(point) > rate(best));
  return { setting, value: nearest.value, reason: [reason, ...left.map(whyNot)].join('; ') };
}

const rate = ({ ordersPerSecond }: Point): number => median(ordersPerSecond);

const wait = ({ latencyP99Ms }: Point): number => median(latencyP99Ms);

/** The point with the shortest wait is never among them, so that there is always one left. */
const makesCustomersWait = (point: Point, points: readonly Point[]): boolean =>
  points.some(
    (other) =>
      wait(point) > wait(other) * WAIT_FACTOR_MAX && rate(other) >= rate(point) * NEARLY_AS_FAST,
  );

const whyNot = (point: Point): string =>
  `${point.value} does ${Math.round(rate(point))}, but its p99 is ${Math.round(wait(point))} ms`;

/** Half of what the rounds of a point differ by, of the point where they differ most. */
function noiseOf(points: readonly Point[]): number {
  if (points.some(({ ordersPerSecond }) => ordersPerSecond.length < 2)) return NOISE_OF_ONE_ROUND;
  const spreads = points.map(({ ordersPerSecond }) => {
    const middle = median(ordersPerSecond);
    return (Math.max(...ordersPerSecond) - Math.min(...ordersPerSecond)) / 2 / middle;
  });
  return Math.max(NOISE_MIN, ...spreads);
}

function reasonFor(
  { setting, what, points }: Sweep,
  chosen: Point,
  best: Point,
  noise: number,
): string {
  const figures = `${Math.round(rate(chosen))} orders/s ${what}`;
  const within = `within the noise of ${Math.round(noise * 100)} %`;
  const isThreads = setting.endsWith('_THREADS');
  const others = points.filter((point) => point !== chosen);
  const close = others.filter((point) => rate(point) >= rate(best) * (1 - noise));
  if (isThreads && chosen.value === 0) {
    const gain = chosen === best ? 'more than any number of threads' : `${within} of the best`;
    return `threads do not pay here: the main loop alone does ${figures}, ${gain}`;
  }
  if (others.length === 0) return figures;
  if (chosen === best && close.length === 0) {
    const next = Math.max(...others.map(rate));
    return `${figures}, ${(rate(best) / next).toFixed(2)} times the next best`;
  }
  const values = close.map(({ value }) => value).join(', ');
  if (chosen === best) return `${figures}, no less than ${values}, ${within}`;
  const word = isThreads ? 'more threads' : 'other sizes';
  return `${figures}, ${within} of the best (${best.value}): ${word} do not pay`;
}
