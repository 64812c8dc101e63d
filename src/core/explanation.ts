// Why each amount is what it is, written down where it is computed, so that a person can compute it
// again with pen and paper. `null` where nobody asked: then nothing is written.

export interface Explanation {
  /** JSON pointer into the quote. */
  subject: string;
  /** What kind of step it was: `list-price`, `promotion`, `tax` … */
  rule: string;
  /** The calculation in words and figures. */
  text: string;
  /** What came out, minor units. */
  amount: number;
}

export type Explaining = Explanation[] | null;
