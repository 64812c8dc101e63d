import closeWithGrace from 'close-with-grace';
import { type Config, readConfig } from '../config.js';
import { type Engine, startEngine } from '../main.js';
import { createLogger } from '../telemetry/log.js';

export async function serve(version: string): Promise<void> {
  const config = readConfig();
  const logger = createLogger(config.LOG_LEVEL);
  const engine = await startEngine(config, logger, version);
  process.stdout.write(banner(engine, config));
  closeWithGrace({ delay: config.SHUTDOWN_TIMEOUT_MS, logger: false }, async ({ err, signal }) => {
    if (err) logger.fatal({ err }, 'stopping after an error that nobody caught');
    else logger.info({ signal }, 'stopping');
    await engine.stop();
    logger.flush();
  });
}

/** Where it listens, where its data is, and what to try next. */
function banner({ url, dataDir, newOperatorKey, recovered }: Engine, config: Config): string {
  const key = newOperatorKey
    ? `
  Operator key     ${newOperatorKey}
                   shown this once, keep it`
    : '';
  const settled = recovered > 0 ? `\n  Recovered        ${recovered} open payments` : '';
  const demo = `
  Try              curl -X POST '${url}/order/place-order?customerId=1'
                   curl ${url}/v1/products?q=mug`;
  return `
  Orderloom        ${url}
  Data             ${dataDir}
  API              ${url}/openapi.json${key}${settled}${config.DEMO ? demo : ''}

`;
}
