// The first faults of a file by their lines, in whatever order they are found, and how many there are.

import type { RowFault } from '../core/transfers.js';

/** Found faults are sorted and cut when there are so many times more than are told. */
const SLACK = 8;

export class FaultList {
  readonly #max: number;
  #faults: RowFault[] = [];
  #count = 0;

  constructor(max: number) {
    this.#max = max;
  }

  get count(): number {
    return this.#count;
  }

  add(fault: RowFault): void {
    this.#count += 1;
    this.#faults.push(fault);
    if (this.#faults.length >= this.#max * SLACK) this.#faults = this.first();
  }

  /** Those of one line as they were found. */
  first(): RowFault[] {
    return this.#faults.sort((one, other) => one.line - other.line).slice(0, this.#max);
  }
}
