// An invoice → its PDF. Synchronous and pure but for the fonts that it reads once per thread: the
// same invoice gives the same bytes, so that a stored hash can prove that it was never changed.

import type { Invoice } from '../core/invoice.js';
import { drawClosing } from './layout/closing.js';
import { footerOf } from './layout/footer.js';
import { drawEveryPage, drawLetterHead } from './layout/letter-head.js';
import { drawLineTable } from './layout/line-table.js';
import { paper } from './layout/paper.js';
import { drawPayment } from './layout/payment.js';
import { Sheets } from './layout/sheets.js';
import { drawTaxTable } from './layout/tax-table.js';
import { drawTotals, totalsHeight } from './layout/totals.js';
import { writeDocument } from './pdf/write-document.js';
import { textsOf, titleOf } from './texts/texts.js';

/** @param xml the e-invoice that says the same, to be attached */
export function renderInvoicePdf(invoice: Invoice, xml: string | null = null): Buffer {
  const texts = textsOf(invoice.language);
  const sheets = new Sheets();
  sheets.startPage();
  drawLetterHead(sheets, invoice, texts);
  drawLineTable(sheets, invoice, texts, totalsHeight(sheets, invoice, texts));
  drawTotals(sheets, invoice, texts);
  drawTaxTable(sheets, invoice, texts);
  drawPayment(sheets, invoice, texts);
  const footer = footerOf(sheets, invoice.seller, texts);
  drawClosing(sheets, invoice, texts, footer);
  drawEveryPage(sheets, invoice, texts, footer);
  return writeDocument({
    information: { title: titleOf(invoice, texts), date: invoice.issueDate, xml },
    language: invoice.language,
    paper,
    pages: sheets.pages,
    fontUses: sheets.typesetter.fontUses(),
  });
}
