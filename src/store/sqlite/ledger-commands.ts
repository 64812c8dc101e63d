// What crosses between the main thread and the ledger thread, as plain data.

import type { Actor, Store } from '../store.js';

type CommandOf<Name extends keyof Store> = Store[Name] extends (command: infer Input) => unknown
  ? Input
  : never;
type AnswerOf<Name extends keyof Store> = Store[Name] extends (
  ...args: never[]
) => Promise<infer Answer>
  ? Answer
  : never;

/** The store's intentions that write, each carried out by the ledger under the same name. */
export const ledgerIntentions = [
  'reserve',
  'confirm',
  'fail',
  'park',
  'cancelConfirmed',
  'refund',
  'retryRefund',
  'expireHolds',
  'postpone',
  'openAttempt',
  'settleAttempt',
  'ship',
  'claimTasks',
  'extendLeases',
  'countLines',
  'finishTasks',
  'retryTask',
  'replayDeadLetters',
  'purgeMinutes',
  'putWebhookEndpoint',
  'removeWebhookEndpoint',
  'disableWebhookEndpoint',
  'claimDeliveries',
  'extendDeliveries',
  'finishDeliveries',
  'replayDeliveries',
  'purgeWebhookEvents',
  'rememberAnswer',
  'purgeKeys',
  'putProduct',
  'withdrawProduct',
  'setStock',
  'adjustStock',
  'putCustomer',
  'putPromotion',
  'putPromotions',
  'removePromotion',
  'indexBuyers',
  'register',
  'openSession',
  'touchSession',
  'endSessions',
  'purgeSessions',
  'changePassword',
  'changeCustomer',
  'requestReset',
  'issueReset',
  'settleReset',
  'resetPassword',
  'purgeResets',
  'eraseCustomer',
  'putOperatorKey',
  'rotateOperatorKey',
  'revokeOperatorKey',
  'touchOperatorKey',
  'noteImport',
  'openImport',
  'importRows',
  'putSeller',
  'putSecret',
  'seed',
] as const;

export type Intention = (typeof ledgerIntentions)[number];

interface Secrets {
  /** Keeps the value that is there already, and answers the one that holds. */
  putSecret(command: { name: string; value: string }): Promise<string>;
}

type Ledger = Store & Secrets;
export type LedgerInput<Name extends Intention> = Name extends keyof Store
  ? CommandOf<Name>
  : Parameters<Ledger['putSecret']>[0];
export type LedgerAnswer<Name extends Intention> = Name extends keyof Store
  ? AnswerOf<Name>
  : { ok: true; value: string };

export type LedgerCommand = {
  [Name in Intention]: { type: Name; input: LedgerInput<Name>; by?: Actor };
}[Intention];

export type LedgerHandlers = {
  [Name in Intention]: (input: LedgerInput<Name>) => LedgerAnswer<Name>;
};

/** `fault` is a bug in the command, never an expected refusal: the caller throws it. */
export type Applied = { ok: boolean } | { fault: string };

export interface LedgerBatch {
  /** The same batch sent again carries the same id, and is then answered, not applied again. */
  id: string;
  /** At most one batch of each lane is under way, so each lane's last one is all there is to keep. */
  lane: number;
  commands: LedgerCommand[];
}

type Reserve = Extract<LedgerCommand, { type: 'reserve' }>;

/** A batch on its way: the documents of its reservations, texts already, travel beside it. */
export interface SentBatch {
  batch: LedgerBatch;
  documents: string[];
}

export function sentBatch(batch: LedgerBatch): SentBatch {
  const documents: string[] = [];
  const commands = batch.commands.map((command) => {
    if (command.type !== 'reserve') return command;
    documents.push(command.input.document);
    return { ...command, input: withoutDocument(command.input) };
  });
  return { batch: { ...batch, commands }, documents };
}

/** Field by field: copying all of them but one costs V8 several times as much. */
const withoutDocument = (input: Reserve['input']): Reserve['input'] => ({
  orderId: input.orderId,
  customerId: input.customerId,
  currency: input.currency,
  totalMinor: input.totalMinor,
  document: '',
  lines: input.lines,
  promotionClaims: input.promotionClaims,
  paymentMethod: input.paymentMethod,
  cartId: input.cartId,
  claim: input.claim,
  spans: input.spans,
  at: input.at,
  holdExpiresAt: input.holdExpiresAt,
  settleAt: input.settleAt,
});

/** The batch as it was, in the thread that it was sent to. */
export function receivedBatch(batch: LedgerBatch, documents: readonly string[]): LedgerBatch {
  let next = 0;
  for (const { type, input } of batch.commands) {
    if (type === 'reserve') input.document = documents[next++] as string;
  }
  return batch;
}
