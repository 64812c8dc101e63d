// The frame of a page that the server writes. It can be read before any script has run; scripts and
// styles are the shop's own alone.

import { escaped } from '../documents/html.js';
import { contentPolicy } from './content-policy.js';

const DESCRIPTION = /<meta name="description"[^>]*>/;

/** For every answer that is a page. Its address may hold a token: it is passed on to nobody. */
export const pageHeaders = (
  exceptions: Parameters<typeof contentPolicy>[0] = {},
): Readonly<Record<string, string>> => ({
  'content-security-policy': contentPolicy(exceptions),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, no-store',
  vary: 'accept-language, cookie',
});

/** Where the address is a key in itself, no search engine may keep it. */
export const unlisted: Readonly<Record<string, string>> = { 'x-robots-tag': 'noindex, nofollow' };

interface Page {
  /** A built page. */
  frame: string;
  title: string;
  seller: string;
  /** A sentence about what is on it. */
  description: string;
  /** HTML; the other values are text. */
  content: string;
}

export function page({ frame, title, seller, description, content }: Page): string {
  const body = `<div class="shell order-shell">
<header class="header"><a class="brand" href="/">Orderloom</a></header>
<main id="main" tabindex="-1"><div class="order">
<p class="seller">${escaped(seller)}</p>
<article>
${content}
</article>
</div></main>
<footer class="footer"></footer>
</div>`;
  // As functions: a title or a name may hold what a replacement takes for a pattern.
  return frame
    .replace(/<title>[^<]*<\/title>/, () => `<title>${escaped(title)}</title>`)
    .replace(DESCRIPTION, () => `<meta name="description" content="${escaped(description)}">`)
    .replace('<!-- content -->', () => body);
}

/** The first of the accepted languages that there are texts in (RFC 9110, 12.5.4), else English. */
export function languageFrom<Known extends string>(
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
