// In front of a queue of large things: whoever is about to make one waits here with nothing but its
// name, so that they are made one after another as the queue empties, and never lie there by the dozen.
//
// What one weighs is known only once it is made. So as many are let in at a turn of the event loop as
// there is room for if they are like the last one, and then the queue is looked at again.

export interface TurnstileOptions {
  /** What waits in the queue now. */
  queued: () => number;
  /** What the last one weighed that was queued. */
  last: () => number;
  /** Nobody is let in while the queue holds so much. */
  max: number;
}

export class Turnstile {
  readonly #options: TurnstileOptions;
  readonly #waiting = new Map<string, (() => void)[]>();
  #isLooking = false;

  constructor(options: TurnstileOptions) {
    this.#options = options;
  }

  /** Resolves when it is its turn; those of one name go together. */
  enter(name: string): Promise<void> {
    return new Promise((resolve) => {
      const company = this.#waiting.get(name);
      if (company) company.push(resolve);
      else this.#waiting.set(name, [resolve]);
      this.look();
    });
  }

  /** To be called when something has left the queue. */
  look(): void {
    if (this.#isLooking || this.#waiting.size === 0) return;
    this.#isLooking = true;
    setImmediate(() => {
      this.#isLooking = false;
      // Who was let in may find that there is nothing to do, so that nothing would ever leave.
      if (this.#letIn() > 0) this.look();
    });
  }

  #letIn(): number {
    const { queued, last, max } = this.#options;
    const [weight, room] = [last(), max - queued()];
    let entered = 0;
    for (const [name, company] of this.#waiting) {
      if (entered * weight >= room) break;
      this.#waiting.delete(name);
      for (const enter of company) enter();
      entered += 1;
    }
    return entered;
  }
}
