// How commands for operators reach the shop: always through its HTTP API, so that what they may do,
// what is checked and what is written into the audit log is the same. A shop that runs is asked with
// an operator key. One that is closed is opened for this one command, on an address of this machine
// and with a key that nobody else knows; no task runs and no payment is settled meanwhile.

import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pino } from 'pino';
import { Agent, type Dispatcher, request } from 'undici';
import { type Config, readConfig } from '../config.js';
import { startEngine } from '../main.js';
import { DataInUseError } from '../store/sqlite/instance-lock.js';
import { ExpectedError } from './expected-error.js';

export interface ShopDoor {
  url: string;
  /** @throws ExpectedError with the problem's own words. */
  call<Answer>(method: Dispatcher.HttpMethod, path: string, body?: unknown): Promise<Answer>;
  send<Answer>(path: string, type: string, body: Readable): Promise<Answer>;
  fetch(path: string): Promise<Readable>;
}

export async function withShopDoor<Value>(
  version: string,
  work: (door: ShopDoor) => Promise<Value>,
): Promise<Value> {
  const config = readConfig();
  const opened = config.ORDERLOOM_URL === '' ? await openClosed(config, version) : null;
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  try {
    const door = opened ? doorAt(opened.url, opened.key, agent) : runningDoor(config, agent);
    return await work(door).catch((error: Error) => {
      throw inWords(error, door.url);
    });
  } finally {
    await agent.close();
    await opened?.stop();
  }
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whoever has mistyped the address is told which one was asked. */
function inWords(error: Error, url: string): Error {
  const where = `${url} (ORDERLOOM_URL, else HOST and PORT)`;
  if (unreachable.has((error as NodeJS.ErrnoException).code ?? '')) {
    return new ExpectedError(`no shop answers at ${where}: ${error.message}`, { cause: error });
  }
  if (error instanceof SyntaxError) {
    return new ExpectedError(`what answers at ${where} is no shop`, { cause: error });
  }
  return error;
}

/** `null` when the shop is running. */
async function openClosed(config: Config, version: string) {
  const key = randomBytes(32).toString('base64url');
  const closed: Config = {
    ...config,
    PORT: 0,
    HOST: '127.0.0.1',
    DEMO: false,
    ORDERLOOM_OPERATOR_KEY: key,
    QUOTE_THREADS: 0,
    INVOICE_THREADS: 0,
    WAREHOUSE_URL: '',
  };
  try {
    const logger = pino({ level: 'silent' });
    const { url, stop } = await startEngine(closed, logger, version, { isMaintenance: true });
    return { url, key, stop };
  } catch (error) {
    if (error instanceof DataInUseError) return null;
    throw error;
  }
}

function runningDoor(config: Config, agent: Agent): ShopDoor {
  const { ORDERLOOM_OPERATOR_KEY: key, ORDERLOOM_URL, HOST, PORT } = config;
  if (key === '') {
    throw new ExpectedError('the shop is running: ORDERLOOM_OPERATOR_KEY must be an operator key');
  }
  return doorAt(ORDERLOOM_URL || `http://${HOST}:${PORT}`, key, agent);
}

function doorAt(base: string, key: string, dispatcher: Agent): ShopDoor {
  const url = base.replace(/\/$/, '');
  const ask = async (
    method: Dispatcher.HttpMethod,
    path: string,
    type: string | null,
    body: string | Readable | null,
  ) => {
    const answer = await request(`${url}${path}`, {
      method,
      dispatcher,
      headers: { authorization: `Bearer ${key}`, ...(type ? { 'content-type': type } : {}) },
      body,
    });
    if (answer.statusCode >= 300) throw refusalOf(await answer.body.text(), answer.statusCode);
    return answer;
  };
  return {
    url,
    call: async <Answer>(method: Dispatcher.HttpMethod, path: string, body?: unknown) => {
      const text = body === undefined ? null : JSON.stringify(body);
      const answer = await ask(method, path, text === null ? null : 'application/json', text);
      return (await answer.body.json()) as Answer;
    },
    send: async <Answer>(path: string, type: string, body: Readable) => {
      const answer = await ask('POST', path, type, body);
      return (await answer.body.json()) as Answer;
    },
    fetch: async (path) => (await ask('GET', path, null, null)).body,
  };
}

interface ProblemBody {
  title?: string;
  detail?: string;
  errors?: { pointer: string; detail: string }[];
}

function refusalOf(text: string, status: number): ExpectedError {
  let problem: ProblemBody = {};
  try {
    problem = JSON.parse(text) as ProblemBody;
  } catch {
    // Something else answers there; its status says as much as its page would.
  }
  const { title = `the shop answers ${status}`, detail, errors = [] } = problem;
  const further = errors.map(({ pointer, detail: why }) => `  ${pointer} ${why}`);
  return new ExpectedError([detail ? `${title} ${detail}` : title, ...further].join('\n'));
}
