// Counts since the process began, by name. Names are a few known words: nothing that callers choose.

export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  entries(): [name: string, count: number][] {
    return [...this.#counts];
  }
}
