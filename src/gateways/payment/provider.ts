// A payment provider: three questions, each answered under an idempotency key, so that any of them
// may be asked again after a crash, a timeout or a lost line without moving money twice.

export interface ChargeRequest {
  /** One charge per key, however often it is asked for. */
  key: string;
  /** Minor units. */
  amount: number;
  currency: string;
  /** Stands for the customer's card or account; never stored, never logged. */
  token: string;
}

export type ChargeOutcome =
  | { type: 'captured'; reference: string }
  | { type: 'declined'; declineCode: string }
  /** No answer, or none that can be trusted: the money may have been taken. */
  | { type: 'unknown'; reason: string };

export interface RefundRequest {
  /** The key of the charge that the money goes back of. */
  charge: string;
  /** One refund per key, however often it is asked for; a charge may have several. */
  key: string;
  /** Minor units; all refunds of a charge together never exceed it. */
  amount: number;
  currency: string;
}

export type RefundOutcome =
  | { type: 'refunded' }
  /** The provider will not: the card is gone, the charge disputed, the amount too much. */
  | { type: 'declined'; declineCode: string };

/** What the provider knows of a key. `absent`: nothing was taken so far. */
export type Lookup = Exclude<ChargeOutcome, { type: 'unknown' }> | { type: 'absent' };

export interface PaymentProvider {
  /** The `payment.method` of an order. */
  readonly name: string;
  /** Never rejects for what a network or a provider does: that is `unknown`. */
  charge(request: ChargeRequest, signal: AbortSignal): Promise<ChargeOutcome>;
  /** @throws ProviderUnavailable */
  lookup(key: string): Promise<Lookup>;
  /**
   * Closes a key that nothing was charged under, so that nothing can be from now on; answers
   * `captured` when it was too late for that. @throws ProviderUnavailable
   */
  close(key: string): Promise<Lookup>;
  /**
   * Gives a part of a charge back, or all of it. No answer means that the money may have moved: the
   * same key is asked for again. @throws ProviderUnavailable
   */
  refund(request: RefundRequest, signal: AbortSignal): Promise<RefundOutcome>;
  /** Checks a notice against its signature and reads it. @throws InvalidNotice */
  readNotice(rawBody: string, headers: Record<string, string>): Notice;
}

/** What a provider says of its own accord. */
export interface Notice {
  key: string;
  outcome: Exclude<ChargeOutcome, { type: 'unknown' }>;
}

export class ProviderUnavailable extends Error {}

export class InvalidNotice extends Error {}
