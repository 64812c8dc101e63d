// What the simulated provider does with each test token, as data.

export interface Behaviour {
  /** The money is taken. */
  charges?: boolean;
  declines?: string;
  /** How many calls under a key are answered with an error before anything else happens. */
  errorsFirst?: number;
  /** Says nothing to the caller, whatever it did. */
  silent?: boolean;
  delayMs?: number;
  /** The customer has to say yes first, on the provider's page; what then happens is as above. */
  challenges?: boolean;
  /** Signed notices sent before and after its answer. */
  notices?: { before: number; after: number };
  /** What happens when money of its charge is asked back. */
  refunds?: RefundBehaviour;
}

export interface RefundBehaviour {
  declines?: string;
  /** How many calls under a key are answered with an error before anything else happens. */
  errorsFirst?: number;
  /** How many calls under a key do what they do and are never answered. */
  silentFirst?: number;
}

export const behaviours: Readonly<Record<string, Behaviour>> = {
  tok_approve: { charges: true },
  tok_decline: { declines: 'card_declined' },
  tok_insufficient_funds: { declines: 'insufficient_funds' },
  tok_timeout_charged: { charges: true, silent: true },
  tok_timeout_lost: { silent: true },
  tok_slow: { charges: true, delayMs: 2000 },
  tok_error: { charges: true, errorsFirst: 2 },
  tok_error_forever: { errorsFirst: Number.MAX_SAFE_INTEGER },
  tok_webhook_first: { charges: true, notices: { before: 1, after: 2 } },
  tok_3ds: { charges: true, challenges: true },
  tok_3ds_decline: { declines: 'card_declined', challenges: true },
  tok_refund_declined: { charges: true, refunds: { declines: 'refund_declined' } },
  tok_refund_timeout: { charges: true, refunds: { silentFirst: 1 } },
  tok_refund_error: { charges: true, refunds: { errorsFirst: 2 } },
};

export const unknownToken: Behaviour = { declines: 'invalid_token' };
