// A letter as HTML that mail programs show alike: tables for what stands side by side and styles in
// the elements, as many of them drop everything else. Nothing is loaded from anywhere.

import type { Letter } from './confirmation-email.js';
import { escaped } from './html.js';
import type { AmountRow, ItemRow } from './statement.js';

const INK = '#1d1d1b';
const SOFT = '#66665f';
const RULE = '#e4e3dd';
const PAPER = '#f5f4f0';
const ACCENT = '#1f4e5f';

const FONT = '-apple-system,Segoe UI,Roboto,Arial,sans-serif';
/** Short, as it stands in every cell: some programs cut what is longer than 100 kB. */
const font = (size: number, leading: number, color: string, weight = 400): string =>
  `font:${weight} ${size}px/${leading}px ${FONT};color:${color}`;
const TEXT = font(16, 24, INK);
const SMALL = font(13, 20, SOFT);
const RIGHT = ';text-align:right;white-space:nowrap;padding-left:16px';

const STYLE = {
  body: `margin:0;padding:0;background:${PAPER}`,
  sender: `word-break:break-word;${font(15, 20, ACCENT, 600)};padding:0 32px 12px`,
  card: `word-break:break-word;background:#ffffff;border-top:4px solid ${ACCENT};border-radius:0 0 8px 8px;padding:36px 32px`,
  heading: `${font(26, 32, INK, 700)};margin:0 0 20px`,
  paragraph: `${TEXT};margin:0 0 12px`,
  button: `${font(16, 20, '#ffffff', 600)};display:inline-block;padding:12px 24px;background:${ACCENT};border-radius:6px;text-decoration:none`,
  note: `${SMALL};margin:8px 0 0`,
  head: `${SMALL};padding:0 0 6px;border-bottom:1px solid ${INK};text-align:left`,
  item: `${TEXT};padding:12px 0;border-bottom:1px solid ${RULE};vertical-align:top`,
  plain: `${TEXT};padding:0 0 6px;vertical-align:top`,
  strong: `${font(16, 24, INK, 600)};padding:6px 0 4px;vertical-align:top`,
  total: `${font(18, 24, INK, 700)};padding:10px 0 4px`,
  soft: `${SMALL};padding:6px 0 0;vertical-align:top`,
  title: `${SMALL};margin:0 0 4px`,
  footer: `word-break:break-word;${SMALL};padding:20px 32px 0`,
} as const;

/** On a narrow screen the card fills it, and addresses stand below each other. */
const NARROW =
  '@media (max-width:480px){.card{padding:28px 20px !important}.edge{padding-left:20px !important}.half{display:block !important;width:100% !important}}';

/** Where the reader's screen is dark, so is the letter; the button keeps its own ground. */
const DARK =
  '@media (prefers-color-scheme:dark){body,.page{background:#191917 !important}.card{background:#242422 !important}.card *,.edge{color:#ecebe6 !important;border-color:#55554f !important}}';

const TABLE = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"';

export function htmlLetter(letter: Letter): string {
  const { notes, closing } = letter;
  return framed(
    letter,
    `${button(letter.link)}
<table ${TABLE} style="border-collapse:collapse">
${headRow(letter.columns)}
${letter.items.map(itemRow).join('\n')}
${letter.more === null ? '' : moreRow(letter.more)}
<tr><td colspan="2" style="padding:12px 0 0"></td></tr>
${letter.amounts.map(amountRow).join('\n')}
</table>
${notes.map((note) => `<p style="${STYLE.note}">${escaped(note)}</p>`).join('\n')}
${addresses(letter.addresses)}
${closing.map(paragraph).join('\n')}`,
  );
}

export type ShortLetter = Pick<
  Letter,
  'language' | 'subject' | 'sender' | 'heading' | 'paragraphs' | 'link' | 'closing' | 'footer'
>;

/** One that is about nothing but its link. */
export const shortHtmlLetter = (letter: ShortLetter): string =>
  framed(letter, `${button(letter.link)}\n${letter.closing.map(paragraph).join('\n')}`);

function framed(letter: Omit<ShortLetter, 'link' | 'closing'>, content: string): string {
  const { language, subject, sender, heading, paragraphs, footer } = letter;
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escaped(subject)}</title><style>${NARROW}${DARK}</style></head>
<body style="${STYLE.body}">
<div style="display:none;max-height:0;overflow:hidden">${escaped(paragraphs.at(-1) ?? '')}</div>
<table ${TABLE} class="page" bgcolor="${PAPER}"><tr><td align="center" style="padding:28px 12px 36px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px">
<tr><td class="edge" style="${STYLE.sender}">${escaped(sender)}</td></tr>
<tr><td class="card" style="${STYLE.card}">
<h1 style="${STYLE.heading}">${escaped(heading)}</h1>
${paragraphs.map(paragraph).join('\n')}
${content}
</td></tr>
<tr><td class="edge" style="${STYLE.footer}">${footer.map(escaped).join('<br>')}</td></tr>
</table>
</td></tr></table>
</body></html>
`;
}

const paragraph = (text: string): string => `<p style="${STYLE.paragraph}">${escaped(text)}</p>`;

const button = ({ label, url, note }: Letter['link']): string =>
  `<p style="margin:24px 0 0"><a href="${escaped(url)}" style="${STYLE.button}">${escaped(label)}</a></p>
<p style="${STYLE.note};margin-bottom:32px">${escaped(note)}</p>`;

/** Figures take what they need, and words the rest. */
const headRow = ({ item, amount }: Letter['columns']): string =>
  `<tr><th width="100%" style="${STYLE.head}">${escaped(item)}</th><th style="${STYLE.head}${RIGHT}">${escaped(amount)}</th></tr>`;

const itemRow = ({ name, calculation, figure }: ItemRow): string =>
  `<tr><td style="${STYLE.item}">${escaped(name)}<br><span style="${SMALL}">${escaped(calculation)}</span></td><td style="${STYLE.item}${RIGHT}">${escaped(figure)}</td></tr>`;

const moreRow = (text: string): string =>
  `<tr><td colspan="2" style="${STYLE.item};color:${SOFT}">${escaped(text)}</td></tr>`;

function amountRow({ label, figure, money, weight }: AmountRow): string {
  const amount = weight === 'total' ? money : figure;
  const line = weight === 'total' ? `;border-top:1px solid ${RULE}` : '';
  const style = STYLE[weight] + line;
  return `<tr><td style="${style}">${escaped(label)}</td><td style="${style}${RIGHT}">${escaped(amount)}</td></tr>`;
}

function addresses(all: Letter['addresses']): string {
  if (all.length === 0) return '<p style="margin:0 0 24px"></p>';
  const cells = all.map(
    ({ title, lines }) =>
      `<td class="half" width="50%" style="${TEXT};vertical-align:top;padding:0 16px 20px 0"><p style="${STYLE.title}">${escaped(title)}</p>${lines.map(escaped).join('<br>')}</td>`,
  );
  return `<table ${TABLE} style="margin:32px 0 4px"><tr>${cells.join('')}</tr></table>`;
}
