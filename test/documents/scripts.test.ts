import { describe, expect, test } from 'vitest';
import { findGlyph } from '../../src/documents/fonts/faces.js';
import { printable } from '../../src/documents/fonts/printable.js';
import { Typesetter } from '../../src/documents/fonts/typesetter.js';
import { renderInvoicePdf } from '../../src/documents/invoice-pdf.js';
import { contentsOf, rowsOfAll, squeezed } from './read-pdf.js';
import { cologne, sampleInvoice } from './sample-orders.js';

const invoiceTo = (name: string) =>
  renderInvoicePdf(sampleInvoice({ document: { shippingAddress: { ...cologne, name } } }));

const printedName = async (name: string): Promise<string> =>
  squeezed(await rowsOfAll(invoiceTo(`<<${name}>>`))).match(/<<(.*?)>>/u)?.[1] ?? '';

describe('a name', () => {
  test.each(['Łódź', 'Köln', 'Αθήνα', '東京', 'ĐàNẵng', 'Київ', 'Ærøskøbing', 'さくら屋', 'Ｗide'])(
    'in many scripts is printed and read back: %s',
    async (name) => {
      expect(await printedName(name)).toBe(name);
    },
  );

  test('in several scripts at once keeps its order', async () => {
    expect(await printedName('Đà Nẵng 東京 Łódź')).toBe('ĐàNẵng東京Łódź');
  });

  test('with combining accents is composed first', async () => {
    expect(await printedName('Ko\u0308ln')).toBe('Köln');
  });

  test.each([
    ['emoji', '😀', '�'],
    ['Thai', 'สมชาย', '�����'],
    ['Arabic', 'محمد', '����'],
    ['Hebrew', 'שלום', '����'],
    ['half of a pair', 'a\ud83d!', 'a�!'],
  ])('that no font can print stays visible: %s', async (_, name, expected) => {
    expect(await printedName(name)).toBe(expected);
  });

  test('loses control characters, direction marks and variant selectors', async () => {
    expect(await printedName('A\u0000n\u202en\u200fa\ufe0f\u0007')).toBe('Anna');
    expect(printable('a\tb\r\nc')).toBe('a b c');
  });

  test('with the characters that PDF gives a meaning is printed as it is', async () => {
    expect(await printedName('(A\\)B(%)/[]{}#')).toBe('(A\\)B(%)/[]{}#');
  });

  test('that is nothing but invisible characters does no harm', async () => {
    expect(await printedName('\u200b\u200d')).toBe('');
  });
});

describe('every glyph', () => {
  test('is one that exists: the one for the unknown is never drawn', () => {
    const [content = ''] = contentsOf(invoiceTo('😀 สมชาย 東京 \ufffe Łódź'));
    const strings = [...content.matchAll(/\(((?:[^\\()]|\\[\s\S])*)\)/g)].map(([, text]) =>
      (text as string).replace(/\\r/g, '\r').replace(/\\([\s\S])/g, '$1'),
    );
    expect(strings.length).toBeGreaterThan(20);
    const codes = strings.flatMap((text) => text.match(/[\s\S]{2}/g) ?? []);
    expect(codes.filter((code) => code === '\0\0')).toEqual([]);
  });

  test('keeps a number of its own beyond 13, 40, 41, 92 and 255 others', async () => {
    const many = Array.from({ length: 400 }, (_, index) => String.fromCodePoint(0x4e00 + index));
    const known = many.filter((sign) => findGlyph(sign.codePointAt(0) as number, 'regular'));
    const invoice = sampleInvoice();
    invoice.notes = [known.join('')];
    const text = squeezed(await rowsOfAll(renderInvoicePdf(invoice)));
    expect(text).toContain(known.join(''));
  });

  test('is as wide as its font says', () => {
    const typesetter = new Typesetter();
    expect(typesetter.set('0', 'regular').width).toBe(572);
    expect(typesetter.set('1.234,56', 'bold').width).toBe(6 * 572 + 285 + 281);
    expect(typesetter.set('東京', 'regular').width).toBe(2000);
  });
});
