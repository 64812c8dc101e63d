// Text and amounts inside XML. Documents are built as strings: their elements are few and known.

import { formatScaled } from '../../core/decimal.js';

const markup = /[&<>"]/;
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** For elements and for attributes in double quotes. What XML cannot hold is gone by now. */
export const escapeXml = (text: string): string =>
  markup.test(text) ? text.replace(/[&<>"]/g, (character) => entities[character] as string) : text;

/** Nothing where there is no text: e-invoices have no empty elements. */
export const element = (name: string, text: string | null | undefined): string =>
  text === null || text === undefined || text === '' ? '' : `<${name}>${escapeXml(text)}</${name}>`;

/** Minor units as a plain decimal. */
export const amountText = (amount: number, digits: number): string => formatScaled(amount, digits);

export const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
