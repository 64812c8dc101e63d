/**
 * Starts and stops the measured servers, each a child process with the report module preloaded,
 * told by environment variables where to listen and where to keep its data.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../src/compute/worker-thread-pool.js';
import { killOnExit } from './cleanup.js';
import type { ServerAnswer, ServerReport, ServerRequest } from './messages.js';

/** `noop` is the engine with tasks that do nothing. */
export const SERVER_KINDS = ['floor', 'plain', 'engine', 'noop'] as const;
export type ServerKind = (typeof SERVER_KINDS)[number];

export const isEngine = (kind: ServerKind): boolean => kind === 'engine' || kind === 'noop';

/** A large database is verified and recovered before the server says that it is ready. */
const READY_WITHIN_MS = 300_000;
const READY_POLL_MS = 50;
/** After this a server that still shuts down gracefully is killed. */
const STOP_WITHIN_MS = 15_000;
const LOG_TAIL_LINES = 20;

const REPORT_MODULE = new URL('../report.js', import.meta.url).href;
const ENTRY_POINTS: Record<ServerKind, { path: string; args: string[] }> = {
  floor: { path: built('../floor-server.js'), args: [] },
  plain: { path: built('../plain-server.js'), args: [] },
  engine: { path: built('../../src/cli.js'), args: ['serve'] },
  noop: { path: built('../noop-engine.js'), args: [] },
};

export interface ServerSettings {
  dataDir: string;
  logDir: string;
  products: number;
  operatorKey: string;
  env: Record<string, string>;
}

export interface RunningServer {
  port: number;
  reset(): void;
  report(): Promise<ServerReport>;
  /** Rejects when the process ends without having been stopped; never fulfils. */
  died: Promise<never>;
  stop(): Promise<void>;
}

export function isBuilt(kind: ServerKind): boolean {
  return existsSync(ENTRY_POINTS[kind].path);
}

export async function startServer(
  kind: ServerKind,
  settings: ServerSettings,
): Promise<RunningServer> {
  const port = await freePort();
  mkdirSync(settings.dataDir, { recursive: true });
  const logPath = join(settings.logDir, `${kind}.log`);
  const child = spawnServer(kind, port, logPath, settings);
  const server = watch(kind, child, port, logPath);
  await Promise.race([untilReady(port), server.died]);
  return server;
}

/**
 * A shop's own settings, in its environment or its `.env`, may name a mail server and a warehouse: a
 * benchmark must not write to thousands of invented customers through them.
 */
const nothingOutside = { ENV_FILE: devNull, SMTP_URL: '', WAREHOUSE_URL: '' };

/** What `npm start` gives Node.js, for all kinds alike. */
function startFlags(): string[] {
  const file = join(packageRoot(), 'package.json');
  const { scripts } = JSON.parse(readFileSync(file, 'utf8')) as { scripts: { start: string } };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

function spawnServer(
  kind: ServerKind,
  port: number,
  logPath: string,
  settings: ServerSettings,
): ChildProcess {
  const { path, args } = ENTRY_POINTS[kind];
  const log = openSync(logPath, 'w');
  const child = fork(path, args, {
    execArgv: [...startFlags(), '--import', REPORT_MODULE],
    stdio: ['ignore', log, log, 'ipc'],
    env: {
      ...process.env,
      ...nothingOutside,
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: settings.dataDir,
      DEMO: 'true',
      LOG_LEVEL: 'warn',
      RATE_LIMIT: 'off',
      ORDERLOOM_OPERATOR_KEY: settings.operatorKey,
      PRODUCTS: String(settings.products),
      ...settings.env,
    },
  });
  killOnExit(child);
  return child;
}

function watch(
  kind: ServerKind,
  child: ChildProcess,
  port: number,
  logPath: string,
): RunningServer {
  let stopping = false;
  const exited = once(child, 'exit');
  const died = exited.then(([code, signal]) => {
    // A promise for ever pending: a server that was asked to stop has not died.
    if (stopping) return new Promise<never>(() => undefined);
    const how = signal ? `by ${signal}` : `with exit code ${code}`;
    throw new Error(`the ${kind} server ended ${how}; the end of its log:\n${logTail(logPath)}`);
  });
  // Raced wherever it matters; between measurements nobody waits for it.
  died.catch(() => undefined);
  return {
    port,
    died,
    reset: () => send(child, { type: 'bench:reset' }),
    report: () => Promise.race([askForReport(child), died]),
    stop: async () => {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      await exited;
      clearTimeout(killer);
    },
  };
}

async function askForReport(child: ChildProcess): Promise<ServerReport> {
  const answered = new Promise<ServerReport>((resolve) => {
    const onMessage = (message: ServerAnswer) => {
      if (message.type !== 'bench:report') return;
      child.off('message', onMessage);
      resolve(message.report);
    };
    child.on('message', onMessage);
  });
  send(child, { type: 'bench:report' });
  return answered;
}

function send(child: ChildProcess, request: ServerRequest): void {
  // A server that has just died is reported by `died`, not by a broken channel.
  if (child.connected) child.send(request, () => undefined);
}

async function untilReady(port: number): Promise<void> {
  const deadlineMs = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadlineMs) {
    if (await isReady(port)) return;
    await sleep(READY_POLL_MS);
  }
  throw new Error(`no server was ready on port ${port} within ${READY_WITHIN_MS / 1000} s`);
}

async function isReady(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`);
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    // Refused until it listens.
    return false;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port to listen on');
  return address.port;
}

function logTail(path: string): string {
  const text = readFileSync(path, 'utf8').trimEnd();
  return text === '' ? '(nothing)' : text.split('\n').slice(-LOG_TAIL_LINES).join('\n');
}

function built(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
