// A payment provider: a few questions, each answered under an idempotency key, so that any of them
// may be asked again after a crash, a timeout or a lost line without moving money twice.
//
//   charge ─→ captured                                          (PAYMENT_CAPTURE=automatic)
//     │  └──→ authorised ─capture─→ captured                    (PAYMENT_CAPTURE=manual)
//     ├─────→ action-required ─→ the customer proves who they are ─→ either of the two, or declined
//     └─────→ unknown ─lookup─→ what it has come to; absent ─close─→ nothing can be charged any more

import type { NextAction } from '../../core/order.js';

export type { NextAction };

/** When the money is taken: with the order, or when it ships. */
export const captureModes = ['automatic', 'manual'] as const;
export type CaptureMode = (typeof captureModes)[number];

/** A charge as the shop knows it. */
export interface Charge {
  /** One charge per key, however often it is asked for: the order's id. */
  key: string;
  /** Minor units. */
  amount: number;
  currency: string;
}

export interface ChargeRequest extends Charge {
  /** Stands for the customer's card or account; never stored, never logged. */
  token: string;
  /** Where the customer comes back to from the provider's pages; asked for only where it is needed. */
  returnUrl: () => string;
}

/** What the shop remembers of a charge when it asks for it again. */
export interface KnownCharge extends Charge {
  /** The provider's own name of it, where it was told. */
  reference: string | null;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

export type ChargeOutcome =
  | { type: 'captured'; reference: string }
  /** The amount is held on the customer's card, and taken by `capture`. */
  | { type: 'authorised'; reference: string }
  | { type: 'action-required'; reference: string; nextAction: NextAction }
  | { type: 'declined'; declineCode: string }
  /** No answer, or none that can be trusted: the money may have been taken. */
  | { type: 'unknown'; reason: string; reference?: string };

/** What the provider knows of a key. `absent`: nothing was taken so far. */
export type Lookup = Exclude<ChargeOutcome, { type: 'unknown' }> | { type: 'absent' };

/** What is left of a key that was closed: money that had been taken before, or none. */
export type Closed = Extract<Lookup, { type: 'captured' | 'declined' | 'absent' }>;

export type CaptureOutcome =
  | { type: 'captured' }
  /** The authorisation has run out or was withdrawn: nothing can be taken under it. */
  | { type: 'declined'; declineCode: string };

export interface RefundRequest {
  /** The charge that the money goes back of. */
  charge: KnownCharge;
  /** One refund per key, however often it is asked for; a charge may have several. */
  key: string;
  /** Minor units; all refunds of a charge together never exceed it. */
  amount: number;
  /** It was asked for before, and nobody knows what became of that. */
  isRepeated: boolean;
}

export type RefundOutcome =
  | { type: 'refunded' }
  /** The provider will not: the card is gone, the charge disputed, the amount too much. */
  | { type: 'declined'; declineCode: string };

export interface PaymentProvider {
  /** The `payment.method` of an order. */
  readonly name: string;
  /** Never rejects for what a network or a provider does: that is `unknown`. */
  charge(request: ChargeRequest, signal: AbortSignal): Promise<ChargeOutcome>;
  /** @throws ProviderUnavailable, also while the payment is still under way */
  lookup(charge: KnownCharge): Promise<Lookup>;
  /**
   * Sees to it that nothing is charged under the key from now on: what is authorised is released,
   * what waits for the customer is given up. Answers `captured` when it was too late for that.
   * @throws ProviderUnavailable
   */
  close(charge: KnownCharge): Promise<Closed>;
  /** Takes what was authorised, once however often it is asked for. @throws ProviderUnavailable */
  capture(charge: KnownCharge, signal: AbortSignal): Promise<CaptureOutcome>;
  /**
   * Gives a part of a charge back, or all of it. No answer means that the money may have moved: the
   * same key is asked for again. @throws ProviderUnavailable
   */
  refund(request: RefundRequest, signal: AbortSignal): Promise<RefundOutcome>;
  /**
   * Checks a notice against its signature and reads it; `null` where it is about nothing of ours.
   * @throws InvalidNotice, and StaleNotice for one that is genuine and too old
   */
  readNotice(rawBody: string, headers: Record<string, string>): Notice | null;
}

/** What a provider says of its own accord. */
export interface Notice {
  key: string;
  /** `changed`: notices overtake each other, so what is not final is asked for instead. */
  outcome:
    | Extract<ChargeOutcome, { type: 'captured' | 'authorised' | 'declined' }>
    | { type: 'changed' };
}

export class ProviderUnavailable extends Error {}

export class InvalidNotice extends Error {}

export class StaleNotice extends InvalidNotice {}
