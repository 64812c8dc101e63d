import type { TaxTreatment } from '../cart.js';

/** A row of the document's tax table; minor units. */
export interface TaxAmount {
  code: string;
  jurisdiction: string;
  /** Percent as a decimal string. */
  rate: string;
  /** What the tax is charged on, without it; with the taxes that it is compound on. */
  base: number;
  amount: number;
  /** UNCL 5305, where it is not the standard treatment. */
  treatment?: TaxTreatment;
  /** Why no tax is due. */
  reason?: string;
  /** Kept back by the customer: not part of the total, and lowers what is payable. */
  isWithheld?: true;
  /** On top of prices that contain the others. */
  isAdded?: true;
}
