import type { AnalyticsFigures, AnalyticsQuery, SalesRow } from '../store.js';
import type { Db } from './connection.js';

interface Span {
  bucket: string;
  from: number;
  to: number;
}

const within = 'bucket = @bucket and starts_at >= @from and starts_at < @to';

export function analyticsQueries(db: Db) {
  const totals = db.prepare<[Span], AnalyticsFigures['totals'][number]>(`
    select starts_at as startsAt, currency, orders, units, gross, net from sales_rollups
    where ${within} and dimension = 'total' order by starts_at, currency`);
  const byKey = db.prepare<[Span & { dimension: string; limit: number }], SalesRow>(`
    select key, currency, sum(orders) as orders, sum(units) as units, sum(gross) as gross,
      sum(net) as net
    from sales_rollups where ${within} and dimension = @dimension
    group by key, currency order by sum(units) desc, key, currency limit @limit`);
  const steps = db.prepare<[Span], AnalyticsFigures['steps'][number]>(`
    select step, slot, sum(spans) as spans from step_rollups where ${within}
    group by step, slot order by step, slot`);
  return {
    analytics: ({ limit, ...span }: AnalyticsQuery): AnalyticsFigures => ({
      totals: totals.all(span),
      skus: byKey.all({ ...span, dimension: 'sku', limit }),
      countries: byKey.all({ ...span, dimension: 'country', limit }),
      steps: steps.all(span),
    }),
  };
}
