// The only reader of the environment: every setting with its default, checked at start.

import { availableParallelism } from 'node:os';
import envSchema from 'env-schema';
import { type Static, Type } from 'typebox';
import type { StepDelays } from './orders/steps.js';
import { orderSteps } from './orders/steps.js';

const DAY_MS = 24 * 60 * 60 * 1000;

const whole = (value: number, minimum: number, maximum: number, description: string) =>
  Type.Integer({ default: value, minimum, maximum, description });

export const settingsSchema = Type.Object({
  PORT: whole(3000, 0, 65_535, 'Port to listen on; 0 takes a free one'),
  HOST: Type.String({ default: '127.0.0.1', description: 'Address to listen on' }),
  DATA_DIR: Type.String({ default: 'var', minLength: 1, description: 'Folder of the data' }),
  DEMO: Type.Boolean({
    default: process.env.NODE_ENV !== 'production',
    description:
      'Demo shop, demo route and simulated payments; on unless `NODE_ENV` is `production`',
  }),
  ORDERLOOM_OPERATOR_KEY: Type.String({
    default: '',
    pattern: '^([!-~]{16,255})?$',
    description: 'An operator key with every scope (16–255 characters), instead of a made one',
  }),
  ORDER_MODE: Type.Enum(['parallel', 'sequential'], {
    default: 'parallel',
    description: 'Whether the steps of an order that can overlap do',
  }),
  QUOTE_THREADS: whole(
    Math.max(1, Math.min(8, availableParallelism() - 1)),
    0,
    64,
    'Worker threads for quotes; 0 computes on the main loop. Default: processors − 1, 1 to 8',
  ),
  QUOTE_BATCH_MAX: whole(64, 1, 4_096, 'Carts a quote worker is handed at once'),
  QUOTE_QUEUE_MAX: whole(4_096, 1, 1_000_000, 'Carts that may wait; more are refused with 503'),
  LEDGER_BATCH_MAX: whole(256, 1, 4_096, 'Commands in one commit'),
  LEDGER_QUEUE_MAX: whole(4_096, 1, 1_000_000, 'Commands that may wait before new orders get 503'),
  PAYMENT_TIMEOUT_MS: whole(5_000, 50, 300_000, 'After that a payment counts as unknown (202)'),
  PAYMENT_UNKNOWN_MAX_MS: whole(
    DAY_MS,
    1_000,
    30 * DAY_MS,
    'After that an unknown one is given up',
  ),
  SIMULATED_PAYMENT_LATENCY_MS: whole(0, 0, 60_000, 'How long the simulated provider takes'),
  HOLD_TTL_MS: whole(15 * 60_000, 100, DAY_MS, 'How long stock is held while a customer pays'),
  IDEMPOTENCY_TTL_HOURS: whole(24, 1, 24 * 365, 'How long the answer to a key is kept'),
  STEP_DELAYS_MS: Type.String({
    default: '',
    pattern: `^((${orderSteps.join('|')})=\\d{1,5}(,(?!$)|$))*$`,
    description: `Slows steps down for demonstrations, as in \`stock=300,quote=300,pay=500\`; steps: ${orderSteps.join(', ')}`,
  }),
  TIME_ZONE: Type.String({
    default: 'Europe/Berlin',
    description: 'IANA zone of the shop: dates of promotions, tax rates and numbers',
  }),
  TRUST_PROXY: Type.Boolean({ default: false, description: 'Believe X-Forwarded-* headers' }),
  LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    default: 'info',
    description: 'Least level that is logged',
  }),
  SHUTDOWN_TIMEOUT_MS: whole(10_000, 100, 300_000, 'How long a stop may take to finish its work'),
});

type Settings = Static<typeof settingsSchema>;

export interface Config extends Omit<Settings, 'STEP_DELAYS_MS'> {
  STEP_DELAYS_MS: StepDelays;
}

export class ConfigError extends Error {}

/** @throws ConfigError that names the setting and what it may be. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const settings = validated(withoutEmpty(environment));
  assertTimeZone(settings.TIME_ZONE);
  return { ...settings, STEP_DELAYS_MS: parseDelays(settings.STEP_DELAYS_MS) };
}

/** `PORT=` means: not set. */
const withoutEmpty = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => !!entry[1]),
  );

function validated(data: Record<string, string>): Settings {
  try {
    return envSchema<Settings>({ schema: settingsSchema, data, env: false });
  } catch (error) {
    const { errors } = error as {
      errors?: { instancePath: string; message: string; params: object }[];
    };
    if (!errors) throw error;
    const words = errors.map(({ instancePath, message, params }) => {
      const name = instancePath.slice(1);
      const given = name === 'ORDERLOOM_OPERATOR_KEY' ? '' : ` (it is "${data[name]}")`;
      const allowed =
        'allowedValues' in params ? `: ${(params.allowedValues as string[]).join(', ')}` : '';
      return `${name} ${message}${allowed}${given}`;
    });
    throw new ConfigError(words.join('; '));
  }
}

function assertTimeZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    throw new ConfigError(`TIME_ZONE is no IANA time zone (it is "${zone}")`);
  }
}

const parseDelays = (text: string): StepDelays =>
  Object.fromEntries(
    text
      .split(',')
      .filter(Boolean)
      .map((part) => part.split('='))
      .map(([step, ms]) => [step, Number(ms)]),
  );
