import closeWithGrace from 'close-with-grace';
import type { Logger } from 'pino';
import { lowerHelperThreads } from '../compute/thread-priority.js';
import { type Config, readConfig } from '../config.js';
import { type Engine, startEngine } from '../main.js';
import { createLogger } from '../telemetry/log.js';
import { ExpectedError } from './expected-error.js';
import { tuneHeap } from './heap.js';

export async function serve(version: string): Promise<void> {
  tuneHeap();
  lowerHelperThreads();
  const config = readConfig();
  const logger = createLogger(config.LOG_LEVEL);
  const engine = await started(config, logger, version);
  process.stdout.write(banner(engine, config));
  closeWithGrace({ delay: config.SHUTDOWN_TIMEOUT_MS, logger: false }, async ({ err, signal }) => {
    if (err) logger.fatal({ err }, 'stopping after an error that nobody caught');
    else logger.info({ signal }, 'stopping');
    await engine.stop();
    logger.flush();
  });
}

async function started(config: Config, logger: Logger, version: string): Promise<Engine> {
  try {
    return await startEngine(config, logger, version);
  } catch (error) {
    throw new ExpectedError(startFault(error as NodeJS.ErrnoException, config), { cause: error });
  }
}

/** The system's own words name neither setting. @throws error, where it is about something else. */
function startFault(error: NodeJS.ErrnoException, { DATA_DIR, HOST, PORT }: Config): string {
  const { code, syscall, message } = error;
  if (syscall === 'mkdir') return `DATA_DIR ${DATA_DIR} is no folder to write in: ${message}`;
  if (syscall === 'getaddrinfo' || code === 'EADDRNOTAVAIL') {
    return `HOST ${HOST} is no address of this machine: ${message}`;
  }
  if (syscall !== 'listen') throw error;
  if (code !== 'EADDRINUSE') return `PORT ${PORT} cannot be listened on: ${message}`;
  return `PORT ${PORT} of ${HOST} is in use by another program; set PORT to another, or to 0 for a free one`;
}

/** Where it listens, where its data is, and what to try next. */
function banner(engine: Engine, config: Config): string {
  const { url, dataDir, newOperatorKey, newWarehouseSecret, recovered } = engine;
  const once = '\n                   shown this once, keep it';
  const key = newOperatorKey ? `\n  Operator key     ${newOperatorKey}${once}` : '';
  const warehouse = newWarehouseSecret ? `\n  Warehouse secret ${newWarehouseSecret}${once}` : '';
  const settled = recovered > 0 ? `\n  Recovered        ${recovered} open payments` : '';
  const demo = `
  Try              curl -X POST '${url}/order/place-order?customerId=1'
                   curl '${url}/v1/products?q=mug'`;
  return `
  Orderloom        ${url}
  Data             ${dataDir}
  API              ${url}/openapi.json${key}${warehouse}${settled}${config.DEMO ? demo : ''}

`;
}
