// A tax provider with a deadline and a fuse: whatever it does, a customer waits no longer than the
// deadline, and a provider that is down costs the orders behind it nothing at all.

import {
  type ProvidedTaxes,
  type TaxProvider,
  TaxProviderFailed,
  type TaxRequest,
} from './provider.js';

export interface GuardedTaxesOptions {
  provider: TaxProvider;
  /** Only carts that go there are asked about; everywhere when empty. */
  countries: ReadonlySet<string>;
  timeoutMs: number;
  /** Failures in a row after which it is left alone. */
  failuresMax: number;
  /** For so long; then one cart tries it for all. */
  pauseMs: number;
  /** Milliseconds since some moment. */
  now: () => number;
}

export class GuardedTaxes {
  readonly #options: GuardedTaxesOptions;
  #failuresInRow = 0;
  #pausedUntil = 0;
  #asked = 0;
  #failed = 0;
  #skipped = 0;

  constructor(options: GuardedTaxesOptions) {
    this.#options = options;
  }

  isAskedAbout(country: string): boolean {
    const { countries } = this.#options;
    return countries.size === 0 || countries.has(country);
  }

  /** `null` while it is left alone. @throws TaxProviderFailed */
  async taxesOf(request: TaxRequest): Promise<ProvidedTaxes | null> {
    if (!this.#mayAsk()) {
      this.#skipped += 1;
      return null;
    }
    this.#asked += 1;
    try {
      const taxes = await this.#withinDeadline(request);
      this.#failuresInRow = 0;
      return taxes;
    } catch (error) {
      this.#noteFailure();
      throw error;
    }
  }

  figures = () => ({
    asked: this.#asked,
    failed: this.#failed,
    skipped: this.#skipped,
    paused: this.#isBlown && this.#options.now() < this.#pausedUntil,
  });

  close = (): Promise<void> => this.#options.provider.close();

  get #isBlown(): boolean {
    return this.#failuresInRow >= this.#options.failuresMax;
  }

  #mayAsk(): boolean {
    const { now, pauseMs } = this.#options;
    if (!this.#isBlown) return true;
    if (now() < this.#pausedUntil) return false;
    this.#pausedUntil = now() + pauseMs; // the others wait for what becomes of this one
    return true;
  }

  #noteFailure(): void {
    this.#failed += 1;
    this.#failuresInRow += 1;
    if (this.#isBlown) this.#pausedUntil = this.#options.now() + this.#options.pauseMs;
  }

  /** The deadline holds also against a provider that does not listen to its signal. */
  #withinDeadline(request: TaxRequest): Promise<ProvidedTaxes> {
    const { provider, timeoutMs } = this.#options;
    const patience = new AbortController();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const late = new TaxProviderFailed(`no answer within ${timeoutMs} ms`);
        reject(late);
        patience.abort(late);
      }, timeoutMs);
      const settled = () => clearTimeout(timer);
      provider.taxesOf(request, patience.signal).finally(settled).then(resolve, reject);
    });
  }
}
