// PDF/A-3b, rule by rule (ISO 19005-3:2012, in the order of veraPDF's profile for it), of documents of
// every kind. What our files never hold (images, forms, annotations, layers) is looked for as well.

import { inflateSync } from 'node:zlib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { galleryPages } from '../../bench/lib/gallery-invoices.js';
import type { Invoice } from '../../src/core/invoice.js';
import { renderHybridInvoice } from '../../src/documents/desk.js';
import { type Token, tokensOf } from './pdf-syntax.js';
import { objectsOf } from './read-pdf.js';
import { cologne, longInvoice, sampleInvoice, seller } from './sample-orders.js';
import { readXml, textsAt } from './xml/read-xml.js';

function named(name: string): Invoice {
  const invoice = sampleInvoice();
  return { ...invoice, lines: invoice.lines.map((line) => ({ ...line, name })) };
}

const everyLetter = String.fromCodePoint(
  ...Array.from({ length: 0x24f - 0x20 }, (_, index) => index + 0x20),
);

const documents: readonly (readonly [string, Invoice])[] = [
  ...galleryPages().map(({ name, invoice }) => [name, invoice] as const),
  ['a name of ten thousand letters', named('0123456789'.repeat(1_000))],
  ['ten thousand Chinese characters', named('東京都千代田区丸の内一丁目'.repeat(770))],
  ['every Latin letter, and what strings escape', named(`${everyLetter}()\\\r`)],
  ['what no font has', named('שלום 😀 \u0007 Αθήνα Łódź')],
  ['a number with markup', { ...sampleInvoice(), number: 'INV-<&>-(東)\\' }],
  ['a logo of several colours', { ...sampleInvoice(), seller: { ...seller, logo: logo() } }],
  ['three hundred lines', longInvoice(300)],
  ['an invoice that EN 16931 cannot say', withoutCii()],
];

function logo() {
  const paths = [
    { path: 'M0 0h40v40H0zM3.3333 1e1q4 4 8-8t9 9', color: '#aa3311' },
    { path: 'M50 0c10 0 20 10 20 20s-10 20-20 20z', color: '#113355' },
  ];
  return { width: 90, height: 40, paths };
}

function withoutCii(): Invoice {
  const shippingAddress = { ...cologne, country: 'US' };
  const invoice = sampleInvoice({ document: { shippingAddress } });
  const taxes = invoice.taxes.map((tax) => ({ ...tax, code: 'SALES' }));
  const lines = invoice.lines.map((line) => ({
    ...line,
    taxes: line.taxes.map((tax) => ({ ...tax, code: 'SALES' })),
  }));
  return { ...invoice, lines, taxes };
}

interface Archive {
  pdf: Buffer;
  text: string;
  objects: Map<number, string>;
  /** Without the bytes of streams. */
  dictionaries: Map<number, string>;
  tokens: Token[];
  /** What each page draws, with its dictionary. */
  pages: { dictionary: string; tokens: Token[] }[];
}

function read(invoice: Invoice): Archive {
  const pdf = renderHybridInvoice(invoice);
  const objects = objectsOf(pdf);
  const dictionaries = new Map(
    [...objects].map(([id, object]) => [
      id,
      object.slice(object.indexOf('\n') + 1).replace(/(>>)\nstream\n[\s\S]*$/, '$1'),
    ]),
  );
  const pages = [...dictionaries.values()]
    .filter((dictionary) => dictionary.includes('/Type/Page/'))
    .map((dictionary) => {
      const contents = streamOf(objects, referred(dictionary, 'Contents'));
      return { dictionary, tokens: tokensOf(contents.toString('latin1')) };
    });
  const tokens = [...dictionaries.values()].flatMap(tokensOf);
  return { pdf, text: pdf.toString('latin1'), objects, dictionaries, tokens, pages };
}

const referred = (dictionary: string, key: string): number =>
  Number(new RegExp(`/${key}\\[? ?(\\d+) 0 R`).exec(dictionary)?.[1]);

function streamOf(objects: Map<number, string>, id: number): Buffer {
  const object = objects.get(id) as string;
  const start = object.indexOf('\nstream\n') + '\nstream\n'.length;
  const data = Buffer.from(object.slice(start, object.lastIndexOf('\nendstream')), 'latin1');
  return object.includes('/Filter/FlateDecode') ? inflateSync(data) : data;
}

/** All that ISO 32000-1 has and our pages use. */
const operators = new Set('BT Td TJ Tf Tj ET RG S c cm f h l m q Q re rg w'.split(' '));

describe.each(documents)('%s', (_, invoice) => {
  let archive: Archive;
  beforeAll(() => {
    archive = read(invoice);
  });

  test('6.1.2: begins with its version and four bytes above 127, and nothing else', () => {
    expect(archive.text).toMatch(/^%PDF-1\.7\n%[\x80-\xff]{4}\n\d+ 0 obj\n/);
  });

  test('6.1.3: has an identifier, no encryption, and nothing after its end', () => {
    const trailer = archive.text.slice(archive.text.lastIndexOf('trailer\n'));
    expect(trailer).toMatch(
      /^trailer\n<<\/Size \d+\/Root \d+ 0 R\/Info \d+ 0 R\/ID\[<([0-9a-f]{32})><\1>\]>>\nstartxref\n\d+\n%%EOF\n$/,
    );
    expect(archive.text.match(/%%EOF/g)).toHaveLength(1);
  });

  test('6.1.4, 6.1.9: its objects follow each other, each on lines of its own, then their table', () => {
    const lengths = [...archive.objects.values()].map((object) => object.length + 8);
    const start = archive.text.search(/\d+ 0 obj\n/);
    const end = lengths.reduce((sum, length) => sum + length, start);
    expect(archive.text.slice(end, end + 7)).toBe('xref\n0 ');
    for (const [id, object] of archive.objects)
      expect(object.startsWith(`${id} 0 obj\n`)).toBe(true);
  });

  test('6.1.6, 6.1.8, 6.1.13: writes strings, names and numbers within their limits', () => {
    for (const token of [...archive.tokens, ...archive.pages.flatMap(({ tokens }) => tokens)]) {
      if (token.kind === 'hex') expect(token.text).toMatch(/^([0-9a-f]{2})+$/);
      if (token.kind === 'string') expect(token.text.length).toBeLessThan(32_767);
      if (token.kind === 'name') expect(token.text).toMatch(/^\/[\w#+-]{1,127}$/);
      if (token.kind === 'number') expect(Math.abs(Number(token.text))).toBeLessThan(2 ** 31);
    }
    expect(archive.objects.size).toBeLessThan(8_388_607);
  });

  test('6.1.7: has streams of the length that they say, of no filter but Flate, in the file', () => {
    for (const [id, dictionary] of archive.dictionaries) {
      const object = archive.objects.get(id) as string;
      const length = /\/Length (\d+)>>$/.exec(dictionary)?.[1];
      expect(length !== undefined).toBe(object.endsWith('\nendstream'));
      if (length === undefined) continue;
      const start = object.indexOf('>>\nstream\n') + '>>\nstream\n'.length;
      expect(object.slice(start + Number(length))).toBe('\nendstream');
      expect(dictionary.replace('/Filter/FlateDecode', '')).not.toMatch(
        /Filter|DecodeParms|\/F[ (/]/,
      );
    }
  });

  test('6.2.2: draws with operators that there are, and resources of each page’s own', () => {
    expect(archive.pages.length).toBeGreaterThan(0);
    for (const { dictionary, tokens } of archive.pages) {
      const words = tokens.filter(({ kind }) => kind === 'word');
      expect(words.filter(({ text }) => !operators.has(text))).toEqual([]);
      const resources = archive.dictionaries.get(referred(dictionary, 'Resources'));
      for (const { text } of tokens.filter(({ kind }) => kind === 'name'))
        expect(resources).toContain(`${text} `);
      const depth = (word: string) => words.filter(({ text }) => text === word).length;
      expect(depth('q')).toBe(depth('Q'));
      expect(depth('q')).toBeLessThanOrEqual(28);
    }
    const [tree] = [...archive.dictionaries.values()].filter((each) =>
      each.includes('/Pages/Kids'),
    );
    expect(tree).not.toContain('/Resources');
  });

  test('6.2.3, 6.2.4: says what its colours mean, which are all of red, green and blue', () => {
    const [intent] = [...archive.dictionaries.values()].filter((each) =>
      each.includes('/Type/OutputIntent'),
    ) as [string];
    expect(intent).toContain('/S/GTS_PDFA1');
    const profile = streamOf(archive.objects, referred(intent, 'DestOutputProfile'));
    expect(profile.toString('latin1', 12, 20)).toBe('mntrRGB ');
    expect(profile[8]).toBeLessThan(5);
    expect(archive.text).not.toMatch(/\/(DeviceCMYK|Separation|DeviceN|Pattern|Shading)\b/);
  });

  test('6.2.11: has the glyph and the width of every code that it shows, and never the unknown', () => {
    for (const { dictionary, tokens } of archive.pages) {
      const resources = archive.dictionaries.get(referred(dictionary, 'Resources')) as string;
      const fonts = new Map<string, ReturnType<typeof fontAt>>();
      let font: ReturnType<typeof fontAt> | undefined;
      for (const [index, { kind, text }] of tokens.entries()) {
        if (text === 'Tf') {
          const name = tokens[index - 2]?.text as string;
          if (!fonts.has(name))
            fonts.set(name, fontAt(archive, referred(resources, name.slice(1))));
          font = fonts.get(name);
        }
        if (kind !== 'string') continue;
        expect(text.length % 2).toBe(0);
        for (const code of Buffer.from(text, 'latin1').swap16().toString('utf16le')) {
          const glyph = code.charCodeAt(0);
          expect(glyph).toBeGreaterThan(0);
          expect(glyph).toBeLessThan(font?.widths.length as number);
        }
      }
      for (const { program, widths } of fonts.values()) {
        expect(program.glyphCount).toBeGreaterThanOrEqual(widths.length);
        for (const [glyph, width] of widths.entries()) {
          const exact = (program.advanceOf(glyph) * 1_000) / program.unitsPerEm;
          expect(Math.abs(exact - width)).toBeLessThanOrEqual(1);
        }
      }
    }
  });

  test('6.2.10, 6.3 to 6.5, 6.9 to 6.11: holds nothing that moves, acts, hides or shines through', () => {
    expect(
      archive.tokens.filter(({ kind, text }) => kind === 'name' && forbidden.test(text)),
    ).toEqual([]);
  });

  test('6.6: describes itself as PDF/A-3b, in the words of its information dictionary', async () => {
    const [metadata] = [...archive.objects.values()].filter((each) =>
      each.includes('/Type/Metadata'),
    ) as [string];
    expect(metadata).toMatch(/<\?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"\?>/);
    expect(metadata).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(metadata).toContain('<pdfaid:conformance>B</pdfaid:conformance>');
    const document = await getDocument({ data: new Uint8Array(archive.pdf), verbosity: 0 }).promise;
    const { info, metadata: said } = await document.getMetadata();
    await document.destroy();
    const { Title, Producer, CreationDate, ModDate } = info as Record<string, string>;
    expect(said?.get('dc:title')).toBe(Title);
    expect(said?.get('pdf:producer')).toBe(Producer);
    for (const [key, date] of [
      ['xmp:createdate', CreationDate],
      ['xmp:modifydate', ModDate],
    ] as const)
      expect(`D:${String(said?.get(key)).replaceAll(/[-:T]/g, '')}`).toBe(date);
  });

  test('6.6.2.3: declares every property of its metadata that no standard has', () => {
    const [metadata] = [...archive.objects.values()].filter((each) =>
      each.includes('/Type/Metadata'),
    ) as [string];
    const xml = Buffer.from(/<x:xmpmeta[\s\S]*<\/x:xmpmeta>/.exec(metadata)?.[0] ?? '', 'latin1');
    const used = [...xml.toString().matchAll(/<fx:(\w+)>/g)].map(([, name]) => name).toSorted();
    const place =
      'x:xmpmeta/rdf:RDF/rdf:Description/pdfaExtension:schemas/rdf:Bag/rdf:li/pdfaSchema:property/rdf:Seq/rdf:li';
    const document = readXml(xml.toString());
    expect(textsAt(document, `${place}/pdfaProperty:name`).toSorted()).toEqual(used);
    for (const field of ['valueType', 'category', 'description'])
      expect(textsAt(document, `${place}/pdfaProperty:${field}`)).toHaveLength(used.length);
  });

  test('6.8: names the attached file, its kind, its date and what it is to the document', () => {
    const files = [...archive.dictionaries.values()].filter((each) =>
      each.includes('/Type/Filespec'),
    );
    const [catalog] = [...archive.dictionaries.values()].filter((each) =>
      each.includes('/Type/Catalog'),
    ) as [string];
    expect(catalog.includes('/AF[')).toBe(files.length === 1);
    for (const file of files) {
      expect(file).toMatch(
        /\/F\(factur-x\.xml\)\/UF\(factur-x\.xml\)\/AFRelationship\/Alternative/,
      );
      const embedded = archive.dictionaries.get(referred(file, 'F')) as string;
      expect(embedded).toMatch(
        /^<<\/Type\/EmbeddedFile\/Subtype\/text#2Fxml\/Params<<\/ModDate\(D:\d{14}Z\)\/Size \d+>>/,
      );
    }
  });
});

const forbidden =
  /^\/(Encrypt|JavaScript|JS|Launch|OpenAction|AA|A|Annots|AcroForm|XFA|OCProperties|OCG|Image|Form|PS|Group|SMask|ca|CA|BM|ExtGState|TR2?|Alternates|OPI|Interpolate|Requirements|NeedsRendering|AlternatePresentations|PresSteps|LZWDecode|Crypt|XObject|Pattern|Shading)$/;

function fontAt({ dictionaries, objects }: Archive, id: number) {
  const font = dictionaries.get(id) as string;
  expect(font).toContain('/Subtype/Type0');
  expect(font).toContain('/Encoding/Identity-H');
  const descendant = dictionaries.get(referred(font, 'DescendantFonts')) as string;
  expect(descendant).toContain('/Subtype/CIDFontType2');
  expect(descendant).toContain('/CIDToGIDMap/Identity');
  const descriptor = dictionaries.get(referred(descendant, 'FontDescriptor')) as string;
  const names = [font, descendant, descriptor].map(
    (each) => /\/(?:BaseFont|FontName)\/([A-Z]{6}\+[\w-]+)/.exec(each)?.[1],
  );
  expect(new Set(names).size).toBe(1);
  // A set of glyphs would have to be whole; none is asked for.
  expect(descriptor).not.toContain('/CIDSet');
  const listed = /\/W\[0\[([\d ]+)\]\]/.exec(descendant)?.[1] ?? '';
  const widths = listed.split(' ').map(Number);
  const bytes = streamOf(objects, referred(descriptor, 'FontFile2'));
  return { widths, program: programOf(bytes) };
}

/** The few figures that are looked into: a subset has no map of characters to open it by. */
function programOf(bytes: Buffer) {
  const table = (tag: string): Buffer => {
    for (let index = 0; index < bytes.readUInt16BE(4); index += 1) {
      const entry = 12 + 16 * index;
      if (bytes.toString('latin1', entry, entry + 4) !== tag) continue;
      const start = bytes.readUInt32BE(entry + 8);
      return bytes.subarray(start, start + bytes.readUInt32BE(entry + 12));
    }
    throw new Error(`The font has no table ${tag}`);
  };
  const [head, hhea, hmtx, maxp] = ['head', 'hhea', 'hmtx', 'maxp'].map(table) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  const last = hhea.readUInt16BE(34) - 1;
  return {
    glyphCount: maxp.readUInt16BE(4),
    unitsPerEm: head.readUInt16BE(18),
    advanceOf: (glyph: number) => hmtx.readUInt16BE(4 * Math.min(glyph, last)),
  };
}
