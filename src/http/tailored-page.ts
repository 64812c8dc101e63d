// A page as Vite has built it, for one visitor: in their language and colours from its first byte on.

import type { FastifyRequest } from 'fastify';
import { languageFrom } from '../web/page.js';
import type { WebAssets } from './web-assets.js';

const FALLBACK = 'en';
const themes = ['light', 'dark'];

/** The language that was chosen, else the first that the browser asks for and there are texts in. */
export function pageLanguage(request: FastifyRequest, known: readonly string[]): string {
  const chosen = cookieOf(request, 'language');
  if (known.includes(chosen)) return chosen;
  return languageFrom(request.headers['accept-language'], known, FALLBACK);
}

/** The language's texts already on their way, and the colours that were chosen before. */
export function tailored(html: string, request: FastifyRequest, assets: WebAssets): string {
  const { languages } = assets;
  const language = pageLanguage(request, [...languages.keys()]);
  const theme = cookieOf(request, 'theme');
  const colours = themes.includes(theme) ? ` data-theme="${theme}"` : '';
  const texts = `<link rel="modulepreload" crossorigin href="${languages.get(language)}">`;
  return html
    .replace('<html lang="en">', `<html lang="${language}"${colours}>`)
    .replace('</head>', `${texts}\n</head>`);
}

/** One of the two cookies that hold a choice about looks; nothing secret. */
function cookieOf({ headers }: FastifyRequest, name: string): string {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('=', 2));
  return pairs.find(([key]) => key === name)?.[1] ?? '';
}
