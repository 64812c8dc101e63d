// A payment provider for demonstrations and tests: approves, declines, is slow, fails or falls
// silent by token, and keeps books of its own that an engine which crashed can ask.

import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Batcher } from '../../../compute/batcher.js';
import { WorkerThreadPool } from '../../../compute/worker-thread-pool.js';
import { NoticeSigner } from '../../notice-signer.js';
import { verifyNotice } from '../../signed-notice.js';
import {
  type CaptureMode,
  type ChargeOutcome,
  type ChargeRequest,
  type Closed,
  InvalidNotice,
  type Lookup,
  type Notice,
  type PaymentProvider,
  ProviderUnavailable,
  StaleNotice,
} from '../provider.js';
import { type Behaviour, behaviours, unknownToken } from './behaviours.js';
import { type ChargesAnswer, type ChargesCommand, prepareCharges } from './charges.js';

export interface SimulatedProviderOptions {
  /** Where its books are kept. */
  file: string;
  /** How long it takes to answer, once it has done what it does. */
  latencyMs: number;
  capture: CaptureMode;
  /** The page where the customer says yes or no. */
  challengeUrl: (key: string) => string;
  /** Signs its notices; base64. */
  webhookSecret: string;
  /** Takes a notice to the engine's webhook; a failure is the network's, and ignored. */
  deliver: (body: string, headers: Record<string, string>) => Promise<void>;
}

export interface SimulatedProvider extends PaymentProvider {
  /** What the customer says on its page; the engine is told of what comes of it by a notice. */
  answer(key: string, isApproved: boolean): Promise<void>;
  figures(): Record<string, unknown>;
  stop(): Promise<void>;
}

export function openSimulatedProvider(options: SimulatedProviderOptions): SimulatedProvider {
  const { file, latencyMs, capture, challengeUrl, webhookSecret, deliver } = options;
  prepareCharges(file);
  const pool = new WorkerThreadPool<ChargesCommand[], ChargesAnswer[]>({
    worker: 'simulated-payments',
    threads: 1,
    tasksPerThread: 2,
    workerData: { file },
  });
  const batcher = new Batcher<ChargesCommand, ChargesAnswer>({
    send: (commands) => pool.run(commands),
    batchMax: 512,
    queueMax: 1_000_000,
    concurrency: 2,
  });
  const webhook = new NoticeSigner(webhookSecret);
  const ask = (type: 'lookup' | 'close' | 'capture', key: string): Promise<ChargesAnswer> =>
    batcher.run({ type, key }).catch(unavailable);
  const known = (key: string, answer: ChargesAnswer): Lookup => {
    if (answer.type !== 'challenged') return answer as Lookup;
    const nextAction = { type: 'redirect' as const, url: challengeUrl(key) };
    return { type: 'action-required', reference: answer.reference, nextAction };
  };
  const toOutcome = (key: string, answer: ChargesAnswer): ChargeOutcome => {
    if (answer.type === 'error') return { type: 'unknown', reason: 'the provider answered 500' };
    const outcome = known(key, answer);
    // The key was closed before, so nothing was taken and nothing will be.
    return outcome.type === 'absent' ? { type: 'unknown', reason: 'no answer' } : outcome;
  };

  const notify = async (key: string, outcome: Told, times: number): Promise<void> => {
    const body = JSON.stringify({ type: `charge.${outcome.type}`, key, outcome });
    const id = `msg_${randomUUID()}`;
    const at = new Date();
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': webhook.sign(id, at, body),
    };
    for (let sent = 0; sent < times; sent += 1) await deliver(body, headers).catch(() => {});
  };

  return {
    name: 'simulated',
    charge: async (request, signal) => {
      const behaviour = behaviours[request.token] ?? unknownToken;
      const { key } = request;
      const command = chargeCommand(request, behaviour, capture);
      const outcome = toOutcome(key, await batcher.run(command).catch(failed));
      await pause(latencyMs + (behaviour.delayMs ?? 0), signal);
      if (behaviour.silent) await pause(Number.POSITIVE_INFINITY, signal);
      if (signal.aborted) return { type: 'unknown', reason: 'no answer in time' };
      if (!behaviour.notices || !isTold(outcome)) return outcome;
      await notify(key, outcome, behaviour.notices.before);
      void notify(key, outcome, behaviour.notices.after);
      return outcome;
    },
    lookup: async ({ key }) => known(key, await ask('lookup', key)),
    close: async ({ key }) => (await ask('close', key)) as Closed,
    capture: async ({ key }) => {
      const answer = await ask('capture', key);
      return isRefusal(answer) ? answer : { type: 'captured' };
    },
    answer: async (key, isApproved) => {
      const outcome = toOutcome(key, await batcher.run({ type: 'answer', key, isApproved }));
      if (isTold(outcome)) await notify(key, outcome, 1);
    },
    refund: async ({ key, charge, amount }, signal) => {
      const command = { type: 'refund' as const, key, charge: charge.key, amount };
      const answer = await batcher.run(command).catch(unavailable);
      await pause(answer.type === 'silent' ? Number.POSITIVE_INFINITY : latencyMs, signal);
      if (signal.aborted) throw new ProviderUnavailable('no answer in time');
      if (answer.type === 'refunded' || isRefusal(answer)) return answer;
      throw new ProviderUnavailable('the provider answered 500');
    },
    readNotice: (rawBody, headers) => readNotice(webhook, rawBody, headers),
    figures: () => ({ ...pool.figures(), ...batcher.figures() }),
    stop: () => pool.close(),
  };
}

function chargeCommand(
  { key, amount, currency }: ChargeRequest,
  { charges = false, declines, errorsFirst = 0, challenges = false, refunds }: Behaviour,
  capture: CaptureMode,
): ChargesCommand {
  const reference = `sim_${randomUUID()}`;
  const declineCode = declines ?? null;
  const isManual = capture === 'manual';
  const facts = { key, amount, currency, reference, declineCode, charges, errorsFirst };
  return { type: 'charge', ...facts, challenges, isManual, ...(refunds ? { refunds } : {}) };
}

const isRefusal = (answer: ChargesAnswer): answer is Extract<ChargesAnswer, { type: 'declined' }> =>
  answer.type === 'declined';

const failed = (): ChargesAnswer => ({ type: 'error' });

function unavailable(error: Error): never {
  throw new ProviderUnavailable(error.message);
}

type Told = Exclude<Notice['outcome'], { type: 'changed' }>;

const isTold = (outcome: ChargeOutcome): outcome is Told =>
  outcome.type !== 'unknown' && outcome.type !== 'action-required';

/** Waits, but not past the caller's patience. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return;
  if (Number.isFinite(ms)) await delay(ms, undefined, { signal }).catch(() => {});
  else await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

/** Signature and age (five minutes either way) are checked against the body as it came. */
function readNotice(
  webhook: NoticeSigner,
  rawBody: string,
  headers: Record<string, string>,
): Notice {
  const verified = verifyNotice(webhook, rawBody, headers);
  if (verified.type === 'stale') throw new StaleNotice(verified.reason);
  if (verified.type !== 'genuine') throw new InvalidNotice(verified.reason);
  const { key, outcome } = (verified.notice ?? {}) as Partial<Notice>;
  if (typeof key !== 'string' || !isOutcome(outcome)) {
    throw new InvalidNotice('the notice lacks a key or an outcome that is known here');
  }
  return { key, outcome };
}

function isOutcome(outcome: Notice['outcome'] | undefined): outcome is Notice['outcome'] {
  if (outcome?.type === 'captured' || outcome?.type === 'authorised') {
    return typeof outcome.reference === 'string';
  }
  return outcome?.type === 'declined' && typeof outcome.declineCode === 'string';
}
