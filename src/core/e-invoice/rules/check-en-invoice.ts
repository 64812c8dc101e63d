// Whether an e-invoice keeps the rules: every row is tried, and those that do not hold are named.

import type { EnInvoice } from '../en-invoice.js';
import { arithmeticRules } from './arithmetic.js';
import { categoryRules } from './categories.js';
import { decimalRules } from './decimals.js';
import { presenceRules } from './presence.js';
import { peppolRules, xrechnungRules } from './profile-rules.js';
import type { EnProfile, EnRule, Violation } from './rule.js';
import { vatGroupsOf } from './vat-groups.js';

export const normRules: readonly EnRule[] = [
  ...presenceRules,
  ...arithmeticRules,
  ...decimalRules,
  ...categoryRules,
];

/** On top of the norm's. */
export const profileRules: Readonly<Record<EnProfile, readonly EnRule[]>> = {
  en16931: [],
  peppol: peppolRules,
  xrechnung: xrechnungRules,
};

export function checkEnInvoice(
  invoice: EnInvoice,
  rules: readonly EnRule[] = normRules,
): Violation[] {
  const groups = vatGroupsOf(invoice);
  const violations: Violation[] = [];
  for (const { id, text, holds } of rules)
    if (!holds(invoice, groups)) violations.push({ id, text });
  return violations;
}
