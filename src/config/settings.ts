// Every setting with its form, its default and what it is for.

import { availableParallelism } from 'node:os';
import { type Static, Type } from 'typebox';
import { couponBackPolicies } from '../core/coupon-back.js';
import { mergeStrategies } from '../core/merge-carts.js';
import { RATE_LIMIT_FORM } from '../core/rate-limit-setting.js';
import { slowedSteps } from './step-delays.js';

export const DEFAULT_ENV_FILE = '.env';
const DAY_MS = 24 * 60 * 60 * 1000;

const whole = (value: number, minimum: number, maximum: number, description: string) =>
  Type.Integer({ default: value, minimum, maximum, description });

export const settingsSchema = Type.Object({
  ENV_FILE: Type.String({
    default: DEFAULT_ENV_FILE,
    description: 'File with further settings, read where it exists; those of the environment win',
  }),
  PORT: whole(3000, 0, 65_535, 'Port to listen on; 0 takes a free one'),
  HOST: Type.String({ default: '127.0.0.1', description: 'Address to listen on' }),
  ORDERLOOM_URL: Type.String({
    default: '',
    description:
      'Where commands such as `keys` and `import` find the running shop; `HOST` and `PORT` of this machine when empty',
  }),
  PUBLIC_URL: Type.String({
    default: '',
    description:
      "Where customers reach the shop: the base of links in e-mails; the server's own address when empty",
  }),
  ORDER_LINK_TTL_DAYS: whole(90, 1, 3_650, 'How long the link to an order in an e-mail works'),
  DATA_DIR: Type.String({ default: 'var', minLength: 1, description: 'Folder of the data' }),
  DEMO: Type.Boolean({
    default: true,
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
  DEAL_THREADS: whole(1, 1, 64, 'Worker threads for carts that ask for the best deal'),
  DEAL_QUEUE_MAX: whole(256, 1, 1_000_000, 'Such carts that may wait; more are refused with 503'),
  INVOICE_THREADS: whole(
    Math.max(1, Math.min(8, availableParallelism() - 1)),
    0,
    64,
    'Worker threads for invoices and e-mails; 0 makes them on the main loop. Default: processors − 1, 1 to 8',
  ),
  INVOICE_QUEUE_MAX: whole(4_096, 1, 1_000_000, 'Invoices that may wait to be rendered'),
  LEDGER_BATCH_MAX: whole(256, 1, 4_096, 'Commands in one commit'),
  LEDGER_QUEUE_MAX: whole(4_096, 1, 1_000_000, 'Commands that may wait before new orders get 503'),
  PAYMENT_TIMEOUT_MS: whole(5_000, 50, 300_000, 'After that a payment counts as unknown (202)'),
  PAYMENT_UNKNOWN_MAX_MS: whole(
    DAY_MS,
    1_000,
    30 * DAY_MS,
    'After that an unknown one is given up',
  ),
  PAYMENT_CAPTURE: Type.Enum(['automatic', 'manual'], {
    default: 'automatic',
    description: 'Whether payments are taken with the order, or authorised and taken when it ships',
  }),
  PAYMENT_CAPTURE_AFTER_HOURS: whole(
    144,
    1,
    24 * 30,
    'An authorised payment is taken by then, shipped or not: most cards hold it for 7 days',
  ),
  STRIPE_SECRET_KEY: Type.String({
    default: '',
    pattern: '^((sk|rk)_[!-~]{8,250})?$',
    description: 'Opens the payment method `stripe`',
  }),
  STRIPE_WEBHOOK_SECRET: Type.String({
    default: '',
    pattern: '^(whsec_[!-~]{8,250})?$',
    description: 'Verifies the notices of Stripe; needed with the key',
  }),
  STRIPE_PUBLISHABLE_KEY: Type.String({
    default: '',
    pattern: '^(pk_[!-~]{8,250})?$',
    description: 'Handed to storefronts with what their customer has to do',
  }),
  STRIPE_API_URL: Type.String({
    default: 'https://api.stripe.com',
    description: 'Where Stripe is asked',
  }),
  SIMULATED_PAYMENT_LATENCY_MS: whole(0, 0, 60_000, 'How long the simulated provider takes'),
  COUPON_BACK: Type.Enum([...couponBackPolicies], {
    default: 'full',
    description:
      'Uses of coupons are given back: never, when an order is cancelled, or also when all of it was refunded',
  }),
  HOLD_TTL_MS: whole(15 * 60_000, 100, DAY_MS, 'How long stock is held while a customer pays'),
  CART_TTL_DAYS: whole(30, 1, 3_650, 'How long a cart is kept after its last change'),
  CART_MERGE: Type.Enum([...mergeStrategies], {
    default: 'sum',
    description:
      'At sign-in, of an article in both carts: the sum, the larger number, the guest’s, or the customer’s',
  }),
  CART_CURRENCY: Type.String({
    default: 'EUR',
    pattern: '^[A-Z]{3}$',
    description: 'Currency of a new cart that names none',
  }),
  CART_COUNTRY: Type.String({
    default: 'DE',
    pattern: '^[A-Z]{2}$',
    description: 'Country that a new cart goes to where it names none',
  }),
  CARTS_PER_ADDRESS: whole(
    1_000,
    0,
    1_000_000_000,
    'Carts that one address may begin in an hour; 0: as many as it likes',
  ),
  CARTS_IN_MEMORY: whole(20_000, 100, 10_000_000, 'Carts kept in memory; others are read anew'),
  CART_BATCH_MAX: whole(256, 1, 4_096, 'Changes of carts in one commit'),
  CART_QUEUE_MAX: whole(4_096, 1, 1_000_000, 'Changes that may wait; more are refused with 503'),
  SESSION_IDLE_HOURS: whole(
    168,
    1,
    24 * 365,
    'After so long without a request a customer is signed out',
  ),
  SESSION_MAX_DAYS: whole(30, 1, 365, 'After so long a customer has to sign in again in any case'),
  PASSWORD_THREADS: whole(1, 1, 16, 'Passwords hashed at once, at 55 MB each'),
  PASSWORD_QUEUE_MAX: whole(
    64,
    2,
    10_000,
    'Sign-ins that may wait for them, half of it for strangers; more are refused with 503',
  ),
  PASSWORD_RESET_TTL_MINUTES: whole(60, 5, 1_440, 'How long the link to a new password works'),
  SIGN_IN_FAILURES_FREE: whole(
    5,
    1,
    1_000,
    'Wrong passwords for an account from one address (or known device) before waits begin',
  ),
  CLIENT_FAILURES_FREE: whole(
    100,
    1,
    1_000_000,
    'The same for all accounts together: registrations, and links asked for, count a tenth of it',
  ),
  IDEMPOTENCY_TTL_HOURS: whole(24, 1, 24 * 365, 'How long the answer to a key is kept'),
  TASK_ATTEMPTS_MAX: whole(50, 1, 1_000, 'Failures after which a task is a dead letter'),
  TASK_BACKOFF_FIRST_MS: whole(1_000, 1, DAY_MS, 'Longest wait after a first failure; it doubles'),
  TASK_BACKOFF_MAX_MS: whole(15 * 60_000, 1, DAY_MS, 'Longest wait between two attempts'),
  TASK_LEASE_MS: whole(
    3_000,
    100,
    600_000,
    'How long the tasks of a process that died stay its own',
  ),
  INVOICE_CONCURRENCY: whole(32, 1, 10_000, 'Invoices under way at once'),
  EMAIL_CONCURRENCY: whole(64, 1, 10_000, 'E-mails under way at once'),
  WAREHOUSE_CONCURRENCY: whole(64, 1, 10_000, 'Notices to the warehouse under way at once'),
  SELLER_FILE: Type.String({
    default: '',
    description: 'JSON file with the seller that invoices name; in demo mode there is one',
  }),
  SMTP_URL: Type.String({
    default: '',
    description: '`smtp://` or `smtps://user:password@host:port`; without it e-mails become files',
  }),
  MAIL_FROM: Type.String({
    default: '',
    pattern: '^([^@\\s<>"]+@[^@\\s<>"]+)?$',
    description: "Sender of e-mails; the seller's address when empty",
  }),
  WAREHOUSE_URL: Type.String({
    default: '',
    description: 'Takes signed notices of what is to be sent; in demo mode the shop does itself',
  }),
  WAREHOUSE_SECRET: Type.String({
    default: '',
    description: 'Signs notices to and from the warehouse (base64), instead of a made one',
  }),
  SIMULATED_WAREHOUSE_DELAY_MS: whole(2_000, 0, DAY_MS, 'After which the demo warehouse ships'),
  TAX_DATA_DIR: Type.String({
    default: '',
    description:
      "Folder whose files stand in the place of the package's `data/tax/`; `tax` in `DATA_DIR` when empty",
  }),
  TAX_PROVIDER_URL: Type.String({
    default: '',
    description: "Asked for each cart's tax rates; the shop's own when empty, and when it fails",
  }),
  TAX_PROVIDER_SECRET: Type.String({
    default: '',
    pattern: '^[!-~]{0,1000}$',
    description: 'Sent to it as a bearer token',
  }),
  TAX_PROVIDER_COUNTRIES: Type.String({
    default: '',
    pattern: '^([A-Z]{2}(,(?!$)|$))*$',
    description: 'Destinations that it is asked about, as in `US,CA`; all of them when empty',
  }),
  TAX_PROVIDER_TIMEOUT_MS: whole(800, 10, 60_000, "After that the shop's own rates hold"),
  TAX_PROVIDER_FAILURES_MAX: whole(5, 1, 1_000, 'Failures in a row after which it is left alone'),
  TAX_PROVIDER_PAUSE_MS: whole(30_000, 1, DAY_MS, 'For so long; then one cart tries it for all'),
  WEBHOOK_TIMEOUT_MS: whole(
    10_000,
    100,
    60_000,
    'How long an endpoint may take to answer an event',
  ),
  WEBHOOK_DISABLE_AFTER_DAYS: whole(
    5,
    1,
    365,
    'An endpoint that fails for so long is told nothing more until an operator enables it',
  ),
  WEBHOOK_KEPT_DAYS: whole(30, 1, 3_650, 'How long events can be replayed to endpoints'),
  WEBHOOK_PRIVATE_NETWORKS: Type.Boolean({
    default: false,
    description: "Let endpoints be inside the shop's own network, and answer on plain `http://`",
  }),
  STEP_DELAYS_MS: Type.String({
    default: '',
    description: `Slows steps down for demonstrations, as in \`stock=300,quote=300,pay=500\`; steps: ${slowedSteps.join(', ')}`,
  }),
  TIME_ZONE: Type.String({
    default: 'Europe/Berlin',
    description: 'IANA zone of the shop: dates of promotions, tax rates and numbers',
  }),
  TRUST_PROXY: Type.String({
    default: 'false',
    description:
      'Who may say where a caller comes from (`X-Forwarded-*`): `false` nobody, `true` the one proxy in front, a number of proxies, or their addresses and networks',
  }),
  RATE_LIMIT: Type.String({
    default: 'on',
    pattern: RATE_LIMIT_FORM,
    description:
      'Requests a minute by key, session and address: `on`, `off`, or limits of your own for sessions and addresses, as in `orders=60,carts=600`',
  }),
  REQUEST_TIMEOUT_MS: whole(
    30_000,
    100,
    600_000,
    'How long a request may take to arrive; a file longer, as long as 8 KB of it come a second',
  ),
  HEADERS_TIMEOUT_MS: whole(10_000, 100, 600_000, 'How long its headers may take'),
  KEEP_ALIVE_TIMEOUT_MS: whole(
    72_000,
    100,
    600_000,
    'How long a connection stays open between requests; longer than that of a proxy in front',
  ),
  CONNECTIONS_MAX: whole(20_000, 1, 1_000_000, 'Connections at once; more are closed unheard'),
  LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    default: 'info',
    description: 'Least level that is logged',
  }),
  SHUTDOWN_TIMEOUT_MS: whole(10_000, 100, 300_000, 'How long a stop may take to finish its work'),
});

export type Settings = Static<typeof settingsSchema>;

/** What somebody mistyped there may still open something. */
export const secretNames: ReadonlySet<string> = new Set([
  'ORDERLOOM_OPERATOR_KEY',
  'SMTP_URL',
  'WAREHOUSE_URL',
  'WAREHOUSE_SECRET',
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  // Where the secret key gets by mistake.
  'STRIPE_PUBLISHABLE_KEY',
  'STRIPE_API_URL',
  'TAX_PROVIDER_URL',
  'TAX_PROVIDER_SECRET',
]);
