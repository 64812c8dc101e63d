import { expect, test } from 'vitest';
import { de } from '../../src/core/languages/de.js';
import { en } from '../../src/core/languages/en.js';
import { everythingSentTo, wordsIn } from './everything-sent.js';

const german = wordsIn(de);
const english = [...wordsIn(en)].filter((word) => !german.has(word));

const englishIn = (text: string): string[] => {
  const said = new Set(text.match(/\p{L}+/gu));
  return english.filter((word) => said.has(word));
};

test('nothing that is sent to a German customer says an English word of the texts', async () => {
  const sent = Object.entries(await everythingSentTo('DE'));
  expect(sent).toHaveLength(16);
  expect(sent.map(([name, text]) => [name, englishIn(text)])).toEqual(
    sent.map(([name]) => [name, []]),
  );
  // The same would be found in what is sent to others; some e-invoices have no words of their own.
  const others = Object.entries(await everythingSentTo('GB'));
  const worded = others.filter(([name]) => !name.endsWith('XML'));
  for (const [name, text] of worded) expect(englishIn(text).length, name).toBeGreaterThan(0);
});

test('a German credit note says why in German', async () => {
  const sent = await everythingSentTo('DE');
  expect(sent['cancellation, PDF']).toContain('Grund: storniert');
  expect(sent['cancellation, XML']).toContain('storniert');
  expect(sent['pieces after goodwill, PDF']).toContain('bereits erstattet');
});
