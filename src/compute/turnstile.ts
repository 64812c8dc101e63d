// Lets so much through at once, in the order in which it came. Whoever waits here holds little: large
// orders, say, which take up memory on their way, and for whose commits everybody waits.

export interface TurnstileOptions {
  /** What may weigh on the other side at once. */
  room: number;
  /** How many may wait; who comes then should not. */
  waitingMax: number;
}

export class Turnstile {
  readonly #options: TurnstileOptions;
  #taken = 0;
  readonly #waiting: { weight: number; enter: () => void }[] = [];

  constructor(options: TurnstileOptions) {
    this.#options = options;
  }

  get isFull(): boolean {
    return this.#waiting.length >= this.#options.waitingMax;
  }

  /** What is heavier than all of the room passes alone. */
  async pass<Value>(weight: number, work: () => Promise<Value>): Promise<Value> {
    const taken = Math.min(weight, this.#options.room);
    if (this.#waiting.length > 0 || !this.#hasRoom(taken)) await this.#turn(taken);
    else this.#taken += taken;
    try {
      return await work();
    } finally {
      this.#taken -= taken;
      this.#admit();
    }
  }

  #hasRoom = (weight: number): boolean => this.#taken + weight <= this.#options.room;

  #turn(weight: number): Promise<void> {
    return new Promise((enter) => this.#waiting.push({ weight, enter }));
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next && this.#hasRoom(next.weight); ) {
      this.#taken += next.weight;
      next.enter();
      this.#waiting.shift();
      [next] = this.#waiting;
    }
  }
}
