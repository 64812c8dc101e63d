// The payment providers of the shop, each under the name that orders pay with. A third one is a file
// that answers a `PaymentProvider`, and a line here.

import { join } from 'node:path';
import type { Config } from './config.js';
import type { PaymentProvider } from './gateways/payment/provider.js';
import {
  openSimulatedProvider,
  type SimulatedProvider,
} from './gateways/payment/simulated/simulated-provider.js';
import type { Store } from './store/store.js';

export interface PaymentsOptions {
  config: Config;
  dataDir: string;
  store: Store;
  /** The engine's own address, known once it listens. */
  address: { url: string };
  now: () => number;
  stops: (() => unknown)[];
}

export interface OpenPayments {
  payments: ReadonlyMap<string, PaymentProvider>;
  simulated: SimulatedProvider | null;
}

export const simulatedPaymentsFile = (dataDir: string): string =>
  join(dataDir, 'simulated-payments.db');

/** Where the simulated provider asks the customer. */
export const challengePath = (key: string): string => `/demo/payments/${key}`;

export async function openPayments(options: PaymentsOptions): Promise<OpenPayments> {
  const simulated = options.config.DEMO ? await openSimulated(options) : null;
  const stripe = options.config.STRIPE_SECRET_KEY === '' ? null : await openStripe(options);
  const payments = [simulated, stripe].filter((provider) => provider !== null);
  return { payments: new Map(payments.map((provider) => [provider.name, provider])), simulated };
}

async function openStripe({ config, now }: PaymentsOptions): Promise<PaymentProvider> {
  // The library costs some megabytes: only where it is used.
  const { stripeProvider } = await import('./gateways/payment/stripe/stripe-provider.js');
  return stripeProvider({
    secretKey: config.STRIPE_SECRET_KEY,
    webhookSecret: config.STRIPE_WEBHOOK_SECRET,
    publishableKey: config.STRIPE_PUBLISHABLE_KEY,
    apiUrl: config.STRIPE_API_URL,
    capture: config.PAYMENT_CAPTURE,
    timeoutMs: config.PAYMENT_TIMEOUT_MS,
    now,
  });
}

async function openSimulated({
  config,
  dataDir,
  store,
  address,
  stops,
}: PaymentsOptions): Promise<SimulatedProvider> {
  const base = () => config.PUBLIC_URL || address.url;
  const provider = openSimulatedProvider({
    file: simulatedPaymentsFile(dataDir),
    latencyMs: config.SIMULATED_PAYMENT_LATENCY_MS,
    capture: config.PAYMENT_CAPTURE,
    challengeUrl: (key) => base() + challengePath(key),
    webhookSecret: await store.secret('simulated-payments-webhook'),
    deliver: async (body, headers) => {
      const url = `${address.url}/v1/webhooks/payments/simulated`;
      const signal = AbortSignal.timeout(NOTICE_TIMEOUT_MS);
      await fetch(url, { method: 'POST', body, headers, signal });
    },
  });
  stops.push(() => provider.stop());
  return provider;
}

const NOTICE_TIMEOUT_MS = 2_000;
