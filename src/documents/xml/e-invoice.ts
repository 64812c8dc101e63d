// An invoice as an e-invoice: mapped to EN 16931, held against its rules, written in either syntax.

import type {
  BrokenInvoice,
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

const brokenRules = (invoice: string, violations: readonly Violation[]): string =>
  `invoice ${invoice} breaks ${said(violations)} of EN 16931`;

const said = (violations: readonly Violation[]): string =>
  violations.map(({ id, text }) => `${id} (${text})`).join(', ');

/** The XML of an invoice, refused where EN 16931 cannot say it or the profile asks for more. */
export function eInvoiceXml(
  invoice: Invoice,
  { format, profile }: EInvoiceRequest,
): Result<string, EInvoiceRefusal | BrokenInvoice> {
  const mapped = enInvoiceOf(invoice);
  if (!mapped.ok) return refuse({ type: 'no-e-invoice', detail: mapped.refusal });
  const semantic = mapped.value;
  const broken = checkEnInvoice(semantic);
  if (broken.length > 0)
    return refuse({ type: 'invoice-failed', detail: brokenRules(invoice.number, broken) });
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
 * @throws where a rule of the norm is broken: a mistake, and no invoice may go out with one.
 */
export function embeddedCii(invoice: Invoice): string | null {
  const mapped = enInvoiceOf(invoice);
  if (!mapped.ok) return null;
  const broken = checkEnInvoice(mapped.value);
  if (broken.length > 0) throw new Error(brokenRules(invoice.number, broken));
  return writeCii(mapped.value, profileIds.en16931);
}

const bestProfile = (invoice: EnInvoice): EnProfile =>
  checkEnInvoice(invoice, profileRules.peppol).length === 0 ? 'peppol' : 'en16931';
