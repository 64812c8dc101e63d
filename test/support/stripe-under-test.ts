/** The Stripe provider against a Stripe on this machine. */
import type { PaymentProvider } from '../../src/gateways/payment/provider.js';
import {
  type StripeProviderOptions,
  stripeProvider,
} from '../../src/gateways/payment/stripe/stripe-provider.js';
import { StripeServer } from './stripe-server.js';

export interface StripeUnderTest {
  server: StripeServer;
  open(more?: Partial<StripeProviderOptions>): PaymentProvider;
  close(): Promise<void>;
}

export async function openStripe(): Promise<StripeUnderTest> {
  const server = new StripeServer();
  const apiUrl = await server.listen();
  return {
    server,
    open: (more = {}) =>
      stripeProvider({
        secretKey: server.secretKey,
        webhookSecret: server.webhookSecret,
        publishableKey: 'pk_test_12345678',
        apiUrl,
        capture: 'automatic',
        timeoutMs: 2_000,
        now: Date.now,
        ...more,
      }),
    close: () => server.close(),
  };
}
