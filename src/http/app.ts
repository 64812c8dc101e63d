// The HTTP front end: plugins, limits, and every route.

import fastifySseModule, { type SSEPluginOptions } from '@fastify/sse';
import fastifySwagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyPluginAsync, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { RateLimitSetting } from '../core/rate-limit-setting.js';
import { answerClientError, isLate } from './client-errors.js';
import type { App, Doors } from './doors.js';
import { tagReads } from './etags.js';
import { openApiFrame } from './openapi-document.js';
import { handleErrors, refusalOf, sendProblem } from './problem-reply.js';
import { guardRoutes } from './route-guard.js';
import { adminRoutes } from './routes/admin.js';
import { analyticsRoutes } from './routes/admin-analytics.js';
import { fileRoutes } from './routes/admin-files.js';
import { keyRoutes } from './routes/admin-keys.js';
import { listRoutes } from './routes/admin-lists.js';
import { promotionRoutes } from './routes/admin-promotions.js';
import { stockRoutes } from './routes/admin-stock.js';
import { taskRoutes } from './routes/admin-tasks.js';
import { watchRoutes } from './routes/admin-watch.js';
import { webhookEndpointRoutes } from './routes/admin-webhooks.js';
import { cartRoutes } from './routes/carts.js';
import { customerRoutes } from './routes/customers.js';
import { resetRoutes } from './routes/customers-resets.js';
import { demoRoutes } from './routes/demo.js';
import { demoPaymentRoutes } from './routes/demo-payments.js';
import { invoiceRoutes } from './routes/invoices.js';
import { metricRoutes } from './routes/metrics.js';
import { operationRoutes } from './routes/operations.js';
import { orderEventRoutes } from './routes/order-events.js';
import { orderPageRoutes } from './routes/order-page.js';
import { orderReadRoutes, orderRoutes } from './routes/orders.js';
import { productRoutes } from './routes/products.js';
import { quoteRoutes } from './routes/quotes.js';
import { raceRoutes } from './routes/races.js';
import { referenceRoutes } from './routes/reference.js';
import { creditNoteRoutes, refundReadRoutes, refundRoutes } from './routes/refunds.js';
import { sessionRoutes } from './routes/sessions.js';
import { shopRoutes } from './routes/shop.js';
import { missingPage, webRoutes } from './routes/web.js';
import { webhookRoutes } from './routes/webhooks.js';
import { limits } from './schemas/fields.js';
import type { TrustProxy } from './trust-proxy.js';
import { Uploads } from './uploads.js';
import { schemaValidation } from './validation.js';

export interface AppOptions {
  logger: Logger;
  trustProxy: TrustProxy;
  version: string;
  rateLimit: RateLimitSetting | null;
  /** Whole requests, and their headers, have to be here within that. */
  requestTimeoutMs: number;
  headersTimeoutMs: number;
  keepAliveTimeoutMs: number;
  connectionsMax: number;
}

// The package's types describe an ES module's default export, its code is CommonJS.
const fastifySse = fastifySseModule as unknown as FastifyPluginAsync<SSEPluginOptions>;

const CHECKING_INTERVAL_MS = 500;
/** A file that is uploaded has to get on in each so large a part of the time that a request has. */
const UPLOAD_LOOKS = 3;
const HEADER_BYTES_MAX = 16 * 1024;
const HEADER_LINES_MAX = 100;

export async function buildApp(doors: Doors, options: AppOptions): Promise<App> {
  const logsRequests = options.logger.isLevelEnabled('info');
  const uploads = new Uploads(options.requestTimeoutMs / UPLOAD_LOOKS);
  const app = Fastify({
    loggerInstance: options.logger,
    // A logger of its own for each request is worth it only where requests are logged.
    ...(logsRequests ? {} : { childLoggerFactory: (logger) => logger }),
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustProxy,
    bodyLimit: limits.bodyBytes,
    requestTimeout: options.requestTimeoutMs,
    keepAliveTimeout: options.keepAliveTimeoutMs,
    // Without the interval Node looks for slow headers too seldom for its own time-out to hold.
    http: {
      headersTimeout: Math.min(options.headersTimeoutMs, options.requestTimeoutMs),
      connectionsCheckingInterval: CHECKING_INTERVAL_MS,
      maxHeaderSize: HEADER_BYTES_MAX,
    },
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 256 },
    clientErrorHandler: (error, socket) => {
      // Node tells once that a request is late, and leaves what becomes of it to this.
      if (!(isLate(error) && uploads.follows(socket))) answerClientError(error, socket);
    },
    // What is wrong before there is a route: a path that cannot be decoded, or is too long.
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, refusalOf(error)),
  }).withTypeProvider<TypeBoxTypeProvider>() as unknown as App;
  app.server.maxConnections = options.connectionsMax;
  app.server.maxHeadersCount = HEADER_LINES_MAX;
  app.setValidatorCompiler(schemaValidation());
  // Answers are documented by their schemas and checked against them by tests, not while serving.
  app.setSerializerCompiler(() => JSON.stringify);
  // Fastify would take a text for a body, and then find that it is no object.
  app.removeContentTypeParser('text/plain');
  handleErrors(app, missingPage(doors));
  guardRoutes(app, doors, options.rateLimit);
  // At several thousand orders a second even a hook that logs nothing would cost.
  if (logsRequests) logRequests(app);

  await app.register(fastifySwagger, { openapi: openApiFrame(options.version) });
  await app.register(fastifySse, { heartbeatInterval: 15_000 });
  app.register(async (routes) => {
    orderRoutes(routes as App, doors);
    refundRoutes(routes as App, doors);
    orderEventRoutes(routes as App, doors);
    quoteRoutes(routes as App, doors);
    cartRoutes(routes as App, doors);
    adminRoutes(routes as App, doors);
    stockRoutes(routes as App, doors);
    keyRoutes(routes as App, doors);
    listRoutes(routes as App, doors);
    promotionRoutes(routes as App, doors);
    taskRoutes(routes as App, doors);
    webhookEndpointRoutes(routes as App, doors);
    analyticsRoutes(routes as App, doors);
    operationRoutes(routes as App, doors);
    metricRoutes(routes as App, doors);
    watchRoutes(routes as App, doors);
    referenceRoutes(routes as App, doors);
    orderPageRoutes(routes as App, doors);
    if (doors.demo) demoRoutes(routes as App, doors);
    if (doors.races) raceRoutes(routes as App, { races: doors.races });
  });
  app.register(async (routes) => demoPaymentRoutes(routes as App, doors));
  app.register(async (routes) => {
    tagReads(routes as App);
    orderReadRoutes(routes as App, doors);
    invoiceRoutes(routes as App, doors);
    refundReadRoutes(routes as App, doors);
    creditNoteRoutes(routes as App, doors);
    productRoutes(routes as App, doors);
    shopRoutes(routes as App, doors);
  });
  app.register(async (routes) => {
    customerRoutes(routes as App, doors);
    resetRoutes(routes as App, doors);
    sessionRoutes(routes as App, doors);
  });
  app.register(async (routes) => fileRoutes(routes as App, doors, uploads));
  app.register(async (routes) => webhookRoutes(routes as App, doors));
  app.register(async (routes) => webRoutes(routes as App, doors));
  await app.ready();
  return app;
}

/** One line a request, with what identifies it and nothing that identifies a person. */
function logRequests(app: App): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
      },
      'answered',
    );
  });
}
