import { randomBytes } from 'node:crypto';
import { access, constants } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import { type Config, readConfig } from '../config.js';
import { type Engine, startEngine } from '../main.js';
import { printReport, replay } from '../replay/replay.js';
import { createLogger } from '../telemetry/log.js';
import { ExpectedError } from './expected-error.js';

interface ReplayFlags {
  customers: number;
  json?: boolean;
}

export async function replayFile(
  file: string,
  { customers, json = false }: ReplayFlags,
  version: string,
): Promise<void> {
  const config = readConfig();
  // Before a shop is started, and its data made, for a name that was mistyped.
  await access(file, constants.R_OK).catch(({ message }: Error) => {
    throw new ExpectedError(`${file}: ${message}`);
  });
  const running = await isRunning(urlOf(config));
  if (running && config.ORDERLOOM_OPERATOR_KEY === '') {
    throw new ExpectedError(
      `${urlOf(config)} answers: set ORDERLOOM_OPERATOR_KEY to one of its operator keys`,
    );
  }
  const operatorKey = config.ORDERLOOM_OPERATOR_KEY || randomBytes(24).toString('base64url');
  const engine = running ? null : await startOwn(config, operatorKey, version);
  const bar = new SingleBar({
    format: '{bar} {value}/{total} orders, refunds and documents  {duration_formatted}',
  });
  let shown = false;
  try {
    const report = await replay({
      file,
      url: engine?.url ?? urlOf(config),
      operatorKey,
      customers,
      progress: (done, total) => {
        if (!shown) bar.start(total, 0);
        shown = true;
        bar.update(done);
      },
    });
    bar.stop();
    if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    else printReport(report, (text) => process.stdout.write(text));
    if (!report.ok) process.exitCode = 1;
  } catch (error) {
    throw new ExpectedError((error as Error).message, { cause: error });
  } finally {
    if (shown) bar.stop();
    await engine?.stop();
  }
}

const urlOf = ({ HOST, PORT }: Config): string => `http://${HOST}:${PORT}`;

const LOOK_TIMEOUT_MS = 1_000;

async function isRunning(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/livez`, { signal: AbortSignal.timeout(LOOK_TIMEOUT_MS) });
    return answer.ok;
  } catch {
    return false;
  }
}

/** A server of its own, on the same data and settings, for as long as the replay takes. */
async function startOwn(config: Config, key: string, version: string): Promise<Engine> {
  const logger = createLogger('warn');
  const engine = await startEngine({ ...config, ORDERLOOM_OPERATOR_KEY: key }, logger, version);
  process.stderr.write(`started Orderloom on ${engine.url} with ${engine.dataDir}\n`);
  return engine;
}
