// Where and to which step taxes are rounded.

import { microsPerMinor } from '../money.js';
import { mulDiv } from '../rounding.js';
import type { RoundingMode, Settings } from '../settings.js';
import type { Coefficient } from './tax-coefficients.js';

export type TaxSettings = Pick<
  Settings,
  'taxRounding' | 'rounding' | 'grossSplit' | 'taxStepMicros'
>;

/** Rounds as the settings say, to the step that they name. */
export interface Rounder {
  taxRounding: Settings['taxRounding'];
  mode: RoundingMode;
  /** The step is `coarse ÷ fine` minor units; one of them is 1. */
  fine: number;
  coarse: number;
}

/** @throws RangeError where a step neither divides the currency's minor unit nor is a multiple. */
export function createRounder(settings: TaxSettings, currency: string): Rounder {
  const { taxRounding, rounding: mode, taxStepMicros } = settings;
  const perMinor = microsPerMinor(currency);
  const step = taxStepMicros ?? perMinor;
  const fine = step < perMinor ? perMinor / step : 1;
  const coarse = step > perMinor ? step / perMinor : 1;
  if (!Number.isInteger(fine) || !Number.isInteger(coarse))
    throw new RangeError(`taxes of ${currency} cannot be rounded to that step`);
  return { taxRounding, mode, fine, coarse };
}

/** `base × coefficient` in steps. */
export const stepsOf = (base: number, { numerator, denominator }: Coefficient, rounder: Rounder) =>
  rounder.fine === 1 && rounder.coarse === 1
    ? mulDiv(base, numerator, denominator, rounder.mode)
    : mulDiv(base, numerator * rounder.fine, denominator * rounder.coarse, rounder.mode);

export const minorOf = (steps: number, { fine, coarse, mode }: Rounder): number =>
  fine === 1 ? steps * coarse : mulDiv(steps, 1, fine, mode);
