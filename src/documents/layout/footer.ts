// The foot of every page: who the seller is, as the law and business letters want it. It is set smaller
// where that is much; what is too much even then stands below the invoice.

import type { Seller } from '../../core/invoice.js';
import type { PageCanvas } from '../pdf/page-canvas.js';
import { fill, type Texts } from '../texts/texts.js';
import { colors, footerTop, margins, millimetres, type Style, styles, textWidth } from './paper.js';
import { countryName, townLine } from './postal-address.js';
import type { Sheets } from './sheets.js';

const COLUMN_GAP = 12;
const COLUMN_WIDTH = (textWidth - 2 * COLUMN_GAP) / 3;
const HEIGHT = millimetres(284) - footerTop;

/** From the largest to the smallest that can be read. */
const sizes: readonly Style[] = [
  styles.small,
  { ...styles.small, size: 6.5, leading: 8.4 },
  { ...styles.small, size: 6, leading: 7.2 },
  { ...styles.small, size: 5.5, leading: 6.35 },
];

export interface Footer {
  columns: string[][];
  style: Style;
  /** Whether all of it is there. */
  isWhole: boolean;
  /** One by one, for where it is not. */
  particulars: string[];
}

export function footerOf(sheets: Sheets, seller: Seller, texts: Texts): Footer {
  const columns = columnsOf(seller, texts);
  const particulars = columns.flat();
  let footer: Footer | undefined;
  for (const style of sizes) {
    const rows = Math.floor(HEIGHT / style.leading);
    // One more than there is room for: what is cut short counts as too much.
    const wrapped = columns.map((column) =>
      column.flatMap((line) => sheets.wrap(line, style, COLUMN_WIDTH, rows + 1)),
    );
    const isWhole = wrapped.every(({ length }) => length <= rows);
    footer = { columns: wrapped.map((lines) => lines.slice(0, rows)), style, isWhole, particulars };
    if (isWhole) break;
  }
  return footer as Footer;
}

export function drawFooter(sheets: Sheets, { columns, style }: Footer, page: PageCanvas): void {
  page.horizontal(margins.left, margins.right, footerTop, 0.8, colors.accent);
  for (const [index, lines] of columns.entries()) {
    const x = margins.left + index * (COLUMN_WIDTH + COLUMN_GAP);
    sheets.writeLines(lines, x, footerTop + 5, style, page);
  }
}

function columnsOf(seller: Seller, texts: Texts): string[][] {
  const { name, line1, line2, country, vatId, taxNumber, email, registration, bank } = seller;
  const { contact } = seller;
  const columns = [
    [name, line1, line2, townLine(seller), countryName(country, texts.language)],
    [
      // What the law asks for stands first.
      vatId && fill(texts.sellerVatId, { vatId }),
      taxNumber && fill(texts.sellerTaxNumber, { taxNumber }),
      registration,
      ...(contact
        ? [fill(texts.contact, { name: contact.name }), `${contact.phone} · ${contact.email}`]
        : [email]),
    ],
    [bank?.name, bank && `IBAN ${bank.iban}`, bank?.bic && `BIC ${bank.bic}`],
  ];
  return columns.map(
    (lines) => lines.filter((line) => line !== undefined && line !== '') as string[],
  );
}
