// Where the field disagrees, the choice is a setting: one row each, with its default. A shop sets them
// once (`data/settings.json`), a request may set its own.

/** What happens to a tie; `half-up` is towards +∞, `down` towards zero, `up` away from it. */
export const roundingModes = [
  'half-away',
  'half-even',
  'half-down',
  'half-up',
  'down',
  'up',
] as const;
export type RoundingMode = (typeof roundingModes)[number];

export const settingChoices = {
  /** Where tax is rounded: once per rate and document (EN 16931), per line, per unit, or once at the end. */
  taxRounding: ['rate', 'line', 'unit', 'end'],
  /** Ties of line amounts and taxes. */
  rounding: roundingModes,
  /** Ties of discounts. */
  discountRounding: roundingModes,
  /** What is rounded inside a gross price; the other is the rest. */
  grossSplit: ['tax', 'net'],
  /** How an order discount is spread over its lines. */
  discountSpread: ['largest-remainder', 'half-down', 'last', 'largest-weight', 'even'],
  /** Each on what the last one left, all on the original price, or the proven optimum. */
  promotions: ['remaining', 'original', 'best-deal'],
  /** Within an exclusivity group: the best alone, or the first by priority. */
  exclusivity: ['best', 'first'],
  /** What a fixed amount "each" is taken off. */
  fixedEach: ['unit', 'line'],
  /** Which units a buy-X-get-Y gives. */
  buyGet: ['cheapest', 'dearest'],
  /** A spending budget that does not cover the whole discount gives nothing, or what is left of it. */
  budget: ['all-or-nothing', 'partial'],
  /** Shipping has its own tax class, or shares the lines' rates by what the lines cost. */
  shippingTax: ['own', 'lines'],
  /** Whether order discounts leave shipping alone, or are spread over it too. */
  shippingDiscount: ['none', 'pro-rata'],
} as const;

export type Choices = {
  [Name in keyof typeof settingChoices]: (typeof settingChoices)[Name][number];
};

export interface Settings extends Choices {
  /** The step that taxes are rounded to, millionths of a major unit; `null`: the currency's minor unit. */
  taxStepMicros: number | null;
  /** The payable amount is rounded to this, millionths of a major unit: a number, the currency's own, or not at all. */
  cashStepMicros: number | 'currency' | null;
  cashRounding: RoundingMode;
  /** Coupons that best deal may use at once; `null`: any number. */
  couponsMax: number | null;
  /** Search steps after which best deal answers the best found with its proven bound. */
  dealSteps: number;
}

export const defaultSettings: Settings = {
  taxRounding: 'rate',
  rounding: 'half-away',
  discountRounding: 'half-away',
  grossSplit: 'tax',
  discountSpread: 'largest-remainder',
  promotions: 'remaining',
  exclusivity: 'best',
  fixedEach: 'unit',
  buyGet: 'cheapest',
  budget: 'all-or-nothing',
  shippingTax: 'own',
  shippingDiscount: 'none',
  taxStepMicros: null,
  cashStepMicros: null,
  cashRounding: 'half-away',
  couponsMax: null,
  dealSteps: 40_000,
};
