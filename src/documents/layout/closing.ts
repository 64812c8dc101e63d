// Below everything: a buyer whom the window cut short, a seller for whom the foot is too small, why no tax is charged, and notes.

import type { Invoice } from '../../core/invoice.js';
import { nameIn, type Texts } from '../texts/texts.js';
import type { Footer } from './footer.js';
import { windowAddress } from './letter-head.js';
import { margins, styles, textWidth } from './paper.js';
import { addressLines } from './postal-address.js';
import type { Sheets } from './sheets.js';

const PARAGRAPH_LINES_MAX = 40;
/** As many stay with their heading. */
const LINES_TOGETHER = 6;

export function drawClosing(sheets: Sheets, invoice: Invoice, texts: Texts, footer: Footer): void {
  drawSection(sheets, texts.buyerAddress, buyerLines(sheets, invoice));
  if (!footer.isWhole) drawSection(sheets, texts.sellerAddress, footer.particulars);
  drawSection(sheets, texts.notes, notesOf(invoice, texts));
}

/** What a longer one says in the same words already is said once. */
function notesOf(invoice: Invoice, texts: Texts): string[] {
  const legal = taxNotes(invoice, texts);
  const isSaid = (note: string): boolean =>
    legal.some((said) => said.toLowerCase().includes(note.toLowerCase()));
  return [...new Set([...legal, ...invoice.notes.filter((note) => !isSaid(note))])];
}

function drawSection(sheets: Sheets, title: string, paragraphs: readonly string[]): void {
  if (paragraphs.length === 0) return;
  const lines = paragraphs.flatMap((paragraph) =>
    sheets.wrap(paragraph, styles.body, textWidth, PARAGRAPH_LINES_MAX),
  );
  sheets.y += 12;
  const together = Math.min(lines.length, LINES_TOGETHER);
  sheets.need(styles.heading.leading + together * styles.body.leading);
  sheets.write(title, margins.left, sheets.y, styles.heading);
  sheets.y += styles.heading.leading;
  sheets.flow(lines, margins.left, styles.body);
}

/** The law wants the whole name and address, however long. */
function buyerLines(sheets: Sheets, invoice: Invoice): string[] {
  const { buyer, seller, language } = invoice;
  if (windowAddress(sheets, invoice).isWhole) return [];
  return addressLines({ ...buyer.address, name: buyer.name }, seller.country, language);
}

/** What the law wants to be said where a tax is not charged, each once. */
function taxNotes({ taxes }: Invoice, texts: Texts): string[] {
  return taxes.flatMap(({ code, treatment, reason }) => {
    // An exemption's own reason says more than the word.
    if (treatment === 'E' && reason !== undefined) return [];
    if (Object.hasOwn(texts.exemptions, code)) return [nameIn(texts.exemptions, code)];
    return (treatment && texts.treatments[treatment]) ?? [];
  });
}
