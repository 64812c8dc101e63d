// An invoice as an e-invoice: mapped to EN 16931, held against its rules, written in either syntax.

import type {
  EInvoiceFormat,
  EInvoiceRefusal,
  EInvoiceRequest,
} from '../../core/e-invoice/e-invoice-request.js';
import type { EnInvoice } from '../../core/e-invoice/en-invoice.js';
import { enInvoiceOf } from '../../core/e-invoice/en-invoice-of.js';
import { checkEnInvoice, profileRules } from '../../core/e-invoice/rules/check-en-invoice.js';
import type { EnProfile, Violation } from '../../core/e-invoice/rules/rule.js';
import type { Invoice } from '../../core/invoice.js';
import { ok, type Result, refuse } from '../../core/result.js';
import { type ProfileIds, profileIds } from './profiles.js';
import { writeCii } from './write-cii.js';
import { writeUbl } from './write-ubl.js';

const writers: Readonly<Record<EInvoiceFormat, (invoice: EnInvoice, ids: ProfileIds) => string>> = {
  ubl: writeUbl,
  cii: writeCii,
};

/** A rule of the norm that an invoice breaks: a mistake of ours or of the seller's data. */
export class BrokenRuleError extends Error {
  constructor(invoice: string, violations: readonly Violation[]) {
    super(`invoice ${invoice} breaks ${said(violations)} of EN 16931`);
    this.name = 'BrokenRuleError';
  }
}

const said = (violations: readonly Violation[]): string =>
  violations.map(({ id, text }) => `${id} (${text})`).join(', ');

/**
 * The XML of an invoice, refused where EN 16931 cannot say it or the profile asks for more.
 * @throws BrokenRuleError
 */
export function eInvoiceXml(
  invoice: Invoice,
  { format, profile }: EInvoiceRequest,
): Result<string, EInvoiceRefusal> {
  const mapped = enInvoiceOf(invoice);
  if (!mapped.ok) return refuse({ type: 'no-e-invoice', detail: mapped.refusal });
  const semantic = keepingRules(mapped.value);
  const chosen = profile ?? bestProfile(semantic);
  const rules = profile ? checkEnInvoice(semantic, profileRules[profile]) : [];
  if (rules.length > 0) {
    const detail = `the invoice does not keep ${said(rules)}`;
    return refuse({ type: 'no-e-invoice', detail, rules });
  }
  return ok(writers[format](semantic, profileIds[chosen]));
}

/**
 * What Factur-X embeds in the PDF (profile EN 16931); `null` for an invoice that the norm cannot say,
 * whose PDF stands alone.
 * @throws BrokenRuleError
 */
export function embeddedCii(invoice: Invoice): string | null {
  const mapped = enInvoiceOf(invoice);
  return mapped.ok ? writeCii(keepingRules(mapped.value), profileIds.en16931) : null;
}

function keepingRules(invoice: EnInvoice): EnInvoice {
  const violations = checkEnInvoice(invoice);
  if (violations.length > 0) throw new BrokenRuleError(invoice.number, violations);
  return invoice;
}

const bestProfile = (invoice: EnInvoice): EnProfile =>
  checkEnInvoice(invoice, profileRules.peppol).length === 0 ? 'peppol' : 'en16931';
