// A language that the shop does not speak yet: its file is all that is added.

import { expect, test, vi } from 'vitest';
import { en } from '../../src/core/languages/en.js';
import type { LanguageFile } from '../../src/core/languages/language-file.js';
import { everythingSentTo, stringsIn, wordsIn } from './everything-sent.js';

vi.mock('../../src/core/languages/all.js', async (original) => {
  const { all } = await original<typeof import('../../src/core/languages/all.js')>();
  return { all: [...all, greekLetters(all[0])] };
});

/** Each text in letters that no English has, but for what is filled in. */
function greekLetters(file: LanguageFile): LanguageFile {
  const respelt = <Value>(value: Value): Value => {
    if (typeof value === 'string')
      return value
        .split(/(\{\w+\})/)
        .map((part) => (part.startsWith('{') ? part : part.replace(/[a-z]/gi, greek)))
        .join('') as Value;
    if (Array.isArray(value)) return value.map(respelt) as Value;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, respelt(each)]),
    ) as Value;
  };
  return {
    code: 'el',
    countries: ['GR'],
    decimal: ',',
    thousands: '.',
    money: '{figure} {currency}',
    eInvoice: respelt(file.eInvoice),
    documents: { ...respelt(file.documents), language: 'el' },
    letters: respelt(file.letters),
  };
}

function greek(letter: string): string {
  return String.fromCharCode(0x3b1 + ((letter.toLowerCase().charCodeAt(0) - 0x61) % 16));
}

test('is spoken everywhere as soon as its file is there', async () => {
  const english = wordsIn([en.eInvoice, en.documents, en.letters]);
  const sent = await everythingSentTo('GR');
  expect(Object.keys(sent)).toHaveLength(16);
  for (const [name, text] of Object.entries(sent)) {
    const said = (text.match(/\p{L}+/gu) ?? []).filter((word) => english.has(word));
    expect(said, name).toEqual([]);
    // Some e-invoices have no words of their own.
    if (!name.endsWith('XML')) expect(text, name).toMatch(/\p{Script=Greek}{3}/u);
  }
  expect(sent['invoice, PDF']).toMatch(/\d+,\d\d EUR/);
  // The countries' names are ICU's.
  expect(sent['invoice, PDF']).toContain('ΕΛΛΑΔΑ');
  expect(stringsIn(en).length).toBeGreaterThan(150);
});

test('changes nothing for the others', async () => {
  expect((await everythingSentTo('DE'))['invoice, PDF']).toContain('Rechnung');
  expect((await everythingSentTo('GB'))['invoice, PDF']).toContain('Invoice');
});
