// For Prometheus: every figure that the shop has, gathered when it is asked for.

import { performance } from 'node:perf_hooks';
import { Type } from 'typebox';
import { fileSizes } from '../../telemetry/file-sizes.js';
import { prometheusText, prometheusType } from '../../telemetry/prometheus.js';
import type { App, Doors } from '../doors.js';
import { metricFamilies } from '../metrics/families.js';
import { problemAnswers } from '../schemas/answers.js';

export function metricRoutes(app: App, doors: Doors): void {
  app.get(
    '/metrics',
    {
      schema: {
        summary: 'Figures of the process for Prometheus',
        description:
          'Text format 0.0.4. Counters begin with the process. No label names a person, an order or an ' +
          'article. Needs a key: give the scraper one with this scope alone.',
        tags: ['operations'],
        security: [{ operatorKey: [] }],
        response: {
          200: {
            description: 'The figures',
            content: { 'text/plain': { schema: Type.String() } },
          },
          ...problemAnswers,
        },
      },
    },
    async (request, reply) => {
      await doors.access.operator(request, 'metrics:read');
      return reply.type(prometheusType).send(await scrape(doors));
    },
  );
}

async function scrape({ shop, figures, verification, databases }: Doors): Promise<string> {
  const { store, traffic } = shop;
  const [tasks, payments, files] = await Promise.all([
    store.taskCounts(),
    store.underWay(),
    sizesOf(databases),
  ]);
  const { user, system } = process.cpuUsage();
  const families = metricFamilies({
    ...{ figures: figures(), traffic, tasks, payments, files },
    verification: verification.last(),
    process: {
      startedAt: Math.round(performance.timeOrigin) / 1_000,
      cpuSeconds: (user + system) / 1e6,
      loopBusySeconds: performance.eventLoopUtilization().active / 1_000,
    },
  });
  return prometheusText(families);
}

const sizesOf = async (databases: Doors['databases']) =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(databases).map(async ([name, file]) => [name, await fileSizes(file)]),
    ),
  );
