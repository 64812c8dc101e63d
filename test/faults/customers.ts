/** Customers who place one order after the other, as fast as they are answered. */
import type { Answer, Client } from './client.js';
import { Random } from './random.js';

export const skus = ['MUG-BLUE', 'MUG-WHITE', 'BOWL-SMALL', 'PLATE-DINNER'] as const;

/** How often each token is used, of 100. */
const tokens = {
  tok_approve: 68,
  tok_decline: 7,
  tok_insufficient_funds: 3,
  tok_timeout_charged: 4,
  tok_timeout_lost: 4,
  tok_error: 6,
  tok_slow: 4,
  tok_webhook_first: 4,
} as const;
export type Token = keyof typeof tokens | 'tok_error_forever';

/** The only ones whose money the provider ever takes. */
export const chargingTokens: ReadonlySet<Token> = new Set([
  'tok_approve',
  'tok_timeout_charged',
  'tok_error',
  'tok_slow',
  'tok_webhook_first',
] as const);

export interface OrderRequest {
  token: Token;
  /** Its own for each request, so that the order of a lost answer can be found. */
  email: string;
  key: string | null;
  body: object;
}

export interface Sent extends OrderRequest {
  /** `null`: it never came. */
  answer: Answer | null;
}

/** The request with that number: the same for the same seed, whichever customer comes to send it. */
export function orderRequest(seed: number, number: number, token?: Token): OrderRequest {
  const random = new Random(seed * 100_003 + number);
  const chosen = token ?? random.weighted(tokens);
  const email = `${chosen}.${number}@example.com`;
  const polish = random.next() < 0.2;
  const name = `Customer ${number}`;
  return {
    token: chosen,
    email,
    key: random.next() < 0.5 ? `key-${seed}-${number}` : null,
    body: {
      customer: { email, name },
      currency: polish ? 'PLN' : 'EUR',
      lines: Array.from({ length: random.between(1, 3) }, () => ({
        sku: random.pick(skus),
        quantity: random.between(1, 3),
      })),
      coupons: random.next() < 0.3 ? ['WELCOME10'] : [],
      shippingAddress: {
        name,
        line1: 'Invalidenstr. 1',
        city: polish ? 'Warszawa' : 'Berlin',
        postalCode: polish ? '00-001' : '10115',
        country: polish ? 'PL' : 'DE',
      },
      payment: { method: 'simulated', token: chosen },
    },
  };
}

export class Customers {
  readonly sent: Sent[] = [];
  readonly #client: Client;
  readonly #seed: number;
  #events = 0;
  #alarm: { at: number; ring: () => void } | null = null;
  #rush: Promise<unknown> = Promise.resolve();

  constructor(client: Client, seed: number) {
    this.#client = client;
    this.#seed = seed;
  }

  /** Each customer goes on until an answer stays out. */
  start(customers: number): void {
    this.#rush = Promise.all(Array.from({ length: customers }, () => this.#buy()));
  }

  /** Resolves when all have gone: after the engine's death. */
  async gone(): Promise<void> {
    await this.#rush;
  }

  get answered(): number {
    return this.sent.filter(({ answer }) => answer !== null).length;
  }

  /** Resolves at that many requests sent and answers seen, at the very moment of the last. */
  atEvent(count: number): Promise<void> {
    return new Promise((ring) => {
      this.#alarm = { at: count, ring };
    });
  }

  async #buy(): Promise<void> {
    for (;;) {
      const order: Sent = { ...orderRequest(this.#seed, this.sent.length), answer: null };
      this.sent.push(order);
      const answering = this.#client.placeOrder(order.body, order.key);
      this.#event();
      order.answer = await answering;
      if (order.answer === null) return;
      this.#event();
    }
  }

  #event(): void {
    this.#events += 1;
    if (this.#events === this.#alarm?.at) this.#alarm.ring();
  }
}
