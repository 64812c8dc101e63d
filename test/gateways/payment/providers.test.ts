import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import type { PaymentProvider } from '../../../src/gateways/payment/provider.js';
import {
  openSimulatedProvider,
  type SimulatedProvider,
} from '../../../src/gateways/payment/simulated/simulated-provider.js';
import { readFrom } from '../../support/sqlite-store.js';
import { openStripe } from '../../support/stripe-under-test.js';
import { removeFolder, temporaryFolder } from '../../support/temporary-folder.js';
import { providerContract } from './provider-contract.js';

providerContract('simulated', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'payments.db');
  const webhookSecret = Buffer.from(randomUUID()).toString('base64');
  const opened: SimulatedProvider[] = [];
  const open = (capture: 'automatic' | 'manual'): PaymentProvider => {
    const provider = openSimulatedProvider({
      file,
      latencyMs: 0,
      capture,
      challengeUrl: (key) => `https://bank.example/${key}`,
      webhookSecret,
      deliver: async () => {},
    });
    opened.push(provider);
    return provider;
  };
  return {
    open,
    tokens: {
      approves: 'tok_approve',
      declines: 'tok_decline',
      challenges: 'tok_3ds',
      unknown: 'tok_that_nobody_knows',
    },
    answer: async (key, isApproved) => opened[0]?.answer(key, isApproved),
    taken: async (key) =>
      readFrom(file, (db) =>
        db
          .prepare<[string, string], number>(`
            select coalesce((select amount from charges where key = ? and state in ('captured', 'refunded')), 0)
              - coalesce((select sum(amount) from refunds where charge = ? and state = 'refunded'), 0)`)
          .pluck()
          .get(key, key),
      ) as number,
    notice: async (key, at) => {
      const body = JSON.stringify({ key, outcome: { type: 'captured', reference: 'sim_1' } });
      const signature = new Webhook(webhookSecret).sign('msg_1', new Date(at), body);
      const headers = {
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(Math.floor(at / 1000)),
        'webhook-signature': signature,
      };
      return { body, headers };
    },
    close: async () => {
      await Promise.all(opened.map((provider) => provider.stop()));
      removeFolder(folder);
    },
  };
});

providerContract('stripe', async () => {
  const { server, open, close } = await openStripe();
  return {
    open: (capture) => open({ capture }),
    tokens: {
      approves: 'pm_card_visa',
      declines: 'pm_card_chargeDeclinedInsufficientFunds',
      challenges: 'pm_card_threeDSecure2Required',
      unknown: 'pm_that_nobody_knows',
    },
    answer: (key, isApproved) => server.authenticate(key, isApproved),
    taken: async (key) => server.taken(key),
    notice: async (key, at) => server.signed('payment_intent.succeeded', server.intentOf(key), at),
    close,
  };
});
