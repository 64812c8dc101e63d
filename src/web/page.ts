// The frame of a page that the server renders: no script, nothing loaded from anywhere, and a policy
// that lets nothing else in.

import { createHash } from 'node:crypto';
import type { Language } from '../core/invoice.js';
import { escaped } from '../documents/html.js';

const STYLES = `
:root{color-scheme:light dark;--ink:#1d1d1b;--soft:#66665f;--rule:#e4e3dd;--paper:#f5f4f0;--card:#fff;--accent:#1f4e5f}
@media (prefers-color-scheme:dark){:root{--ink:#ecebe6;--soft:#a3a29a;--rule:#3a3a37;--paper:#171716;--card:#232321;--accent:#8cc3d6}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
main{max-width:720px;margin:0 auto;padding:32px 16px 64px}
.seller{color:var(--accent);font-weight:600;margin:0 0 12px}
article{background:var(--card);border-top:4px solid var(--accent);border-radius:0 0 8px 8px;padding:36px 32px}
h1{font-size:28px;line-height:1.2;margin:0 0 4px}
h2{font-size:13px;line-height:20px;font-weight:400;color:var(--soft);margin:36px 0 8px}
p{margin:0 0 12px}
.soft,dt,time{color:var(--soft)}
.state{display:inline-block;margin:20px 0 8px;padding:2px 12px;border:1px solid var(--accent);border-radius:99px;color:var(--accent);font-weight:600}
table{width:100%;border-collapse:collapse;margin-top:28px}
th{font-size:13px;font-weight:400;color:var(--soft);text-align:left;padding:0 0 6px;border-bottom:1px solid var(--ink)}
td{padding:12px 0;vertical-align:top;overflow-wrap:anywhere}
tbody td{border-bottom:1px solid var(--rule)}
td small{display:block;color:var(--soft);font-size:13px}
tfoot td{padding:0 0 6px}
tfoot tr:first-child td{padding-top:14px}
tfoot .total td{padding:10px 0 0;font-size:18px;font-weight:700;border-top:1px solid var(--rule)}
tfoot .total td:last-child{padding-left:16px}
tfoot .soft td{font-size:13px}
tfoot .strong td{font-weight:600}
th:last-child,td:last-child{text-align:right;white-space:nowrap;padding-left:16px;overflow-wrap:normal;font-variant-numeric:tabular-nums}
.columns{display:flex;flex-wrap:wrap;gap:0 48px}
.columns>section{flex:1 1 220px}
ul,ol{list-style:none;margin:0;padding:0}
ol li{display:flex;flex-wrap:wrap;gap:0 16px;padding:4px 0}
ol time{flex:0 0 11.5em;font-variant-numeric:tabular-nums}
a{color:var(--accent)}
address{font-style:normal}
.number{white-space:nowrap}
@media (max-width:480px){article{padding:28px 20px}h1{font-size:24px}ol time{flex-basis:100%}}
@media print{body{background:none}article{padding:0;border:0}}
`;

const styleHash = createHash('sha256').update(STYLES).digest('base64');

/** For every answer that is a page. The address holds a token: it is passed on to nobody. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
  'cache-control': 'private, no-store',
  vary: 'accept-language',
};

/** `content` is HTML; the other values are text. */
export const page = (language: Language, title: string, seller: string, content: string): string =>
  `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style>${STYLES}</style></head>
<body><main>
<p class="seller">${escaped(seller)}</p>
<article>
${content}
</article>
</main></body></html>
`;

/** The first of the accepted languages that there are texts in (RFC 9110, 12.5.4), else English. */
export function languageFrom<Known extends Language>(
  accepted: string | undefined,
  known: readonly Known[],
  fallback: Known,
): Known {
  const wanted = (accepted ?? '').split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const quality = /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameters[0] ?? 'q=1')?.[1];
    return { language: tag.split('-')[0], quality: Number(quality ?? 0) };
  });
  const sorted = wanted.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality);
  const first = sorted.find(({ language }) => known.some((candidate) => candidate === language));
  return known.find((candidate) => candidate === first?.language) ?? fallback;
}
