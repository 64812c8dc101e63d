import { type Bucket, slotPercentile } from '../../core/order-figures.js';
import type { AnalyticsFigures } from '../../store/store.js';
import type { App, Doors } from '../doors.js';
import { RefusedError } from '../problem-reply.js';
import { AnalyticsAnswer, problemAnswers } from '../schemas/answers.js';
import { AnalyticsQuery } from '../schemas/requests.js';
import { timeOf } from './query-times.js';

const HOUR_MS = 3_600_000;
const ROWS_MAX = 100;
/** Buckets in one answer; the figures of minutes are kept for a week. */
const BUCKETS_MAX = 2_000;

const bucketMs: Readonly<Record<Bucket, number>> = {
  minute: 60_000,
  hour: HOUR_MS,
  // A day of the shop's calendar may have 23 hours.
  day: 23 * HOUR_MS,
};

/** What is shown when the caller does not say since when. */
const defaultSpanMs: Readonly<Record<Bucket, number>> = {
  minute: HOUR_MS,
  hour: 24 * HOUR_MS,
  day: 30 * 24 * HOUR_MS,
};

export function analyticsRoutes(app: App, { shop, access }: Doors): void {
  app.get(
    '/v1/admin/analytics',
    {
      schema: {
        summary: 'Orders, revenue, units, countries and step latencies by minute, hour or day',
        description:
          'Figures are added up in the background, seconds after the order. Buckets begin in ' +
          '[from, to); minutes and hours are those of UTC, days those of the shop.',
        tags: ['operators'],
        security: [{ operatorKey: [] }],
        querystring: AnalyticsQuery,
        response: { 200: AnalyticsAnswer, ...problemAnswers },
      },
    },
    async (request) => {
      await access.operator(request, 'analytics:read');
      const { bucket = 'hour', ...query } = request.query;
      const to = timeOf('to', query.to) ?? shop.now();
      const from = timeOf('from', query.from) ?? to - defaultSpanMs[bucket];
      if (from >= to) refuseField('from', 'must be before `to`');
      if ((to - from) / bucketMs[bucket] > BUCKETS_MAX) {
        refuseField('from', `would ask for more than ${BUCKETS_MAX} buckets of a ${bucket}`);
      }
      const figures = await shop.store.analytics({ bucket, from, to, limit: ROWS_MAX });
      return { bucket, from: timestamp(from), to: timestamp(to), ...analyticsView(figures) };
    },
  );
}

const timestamp = (at: number): string => new Date(at).toISOString();

function refuseField(name: string, detail: string): never {
  const errors = [{ pointer: `?${name}`, detail }];
  throw new RefusedError({ type: 'invalid-request', errors });
}

function analyticsView({ totals, skus, countries, steps }: AnalyticsFigures) {
  const names = [...new Set(steps.map(({ step }) => step))];
  return {
    items: totals.map(({ startsAt, ...sales }) => ({ startsAt: timestamp(startsAt), ...sales })),
    skus: skus.map(({ key, ...sales }) => ({ sku: key, ...sales })),
    countries: countries.map(({ key, ...sales }) => ({ country: key, ...sales })),
    steps: names.map((step) => {
      const counts = steps.filter((row) => row.step === step);
      const percentile = (fraction: number) =>
        Math.round(slotPercentile(counts, fraction) * 1000) / 1000;
      return {
        step,
        count: counts.reduce((sum, { spans }) => sum + spans, 0),
        p50Ms: percentile(0.5),
        p90Ms: percentile(0.9),
        p99Ms: percentile(0.99),
      };
    }),
  };
}
