// Every rule can be broken: a sound invoice is changed in one place, and the rule that is about it is
// named.

import { describe, expect, test } from 'vitest';
import type { EnInvoice, VatCategory } from '../../../src/core/e-invoice/en-invoice.js';
import { enInvoiceOf } from '../../../src/core/e-invoice/en-invoice-of.js';
import {
  checkEnInvoice,
  normRules,
  profileRules,
} from '../../../src/core/e-invoice/rules/check-en-invoice.js';
import { identifierForms } from '../../../src/core/e-invoice/rules/peppol-identifiers.js';
import { vatCategories } from '../../../src/core/e-invoice/vat-categories.js';
import { cologne, sampleInvoice, seller } from '../../documents/sample-orders.js';

/** With something of everything: two lines, allowances and charges on both levels. */
function sound(): EnInvoice {
  const contact = { name: 'Desk', phone: '+49 30 1234', email: 'desk@shop.example' };
  const mapped = enInvoiceOf({ ...sampleInvoice(), seller: { ...seller, contact } });
  if (!mapped.ok) throw new Error(mapped.refusal);
  const invoice = structuredClone(mapped.value);
  const [line] = invoice.lines as [EnInvoice['lines'][number]];
  line.charges.push({ amount: 100, reason: 'Engraving', reasonCode: null });
  line.amount += 100;
  invoice.allowances.push({ amount: 100, reason: 'Loyal', reasonCode: null, vat: line.vat });
  invoice.totals.lines += 100;
  invoice.totals.allowances += 100;
  invoice.accounting = { currency: 'USD', digits: 2, tax: 8_000 };
  invoice.preceding = { number: 'INV-1', issueDate: '2026-01-01' };
  invoice.buyer.electronicAddress = { scheme: '9930', id: 'DE129273398' };
  return invoice;
}

/** All of it in another category, with what that asks for. */
function soundIn(category: VatCategory): EnInvoice {
  const invoice = sound();
  const row = vatCategories.find((each) => each.category === category);
  const isCharged = row?.rate === 'positive' || row?.rate === 'any';
  const vat = { category, rate: row?.rate === 'none' ? null : isCharged ? '10' : '0' };
  for (const each of [...invoice.lines, ...invoice.allowances, ...invoice.charges]) each.vat = vat;
  const { net } = invoice.totals;
  const tax = isCharged ? Math.round(net / 10) : 0;
  invoice.taxes = [
    { vat, base: net, amount: tax, reason: row?.isReasoned ? 'Because' : null, reasonCode: null },
  ];
  invoice.totals = { ...invoice.totals, tax, gross: net + tax, paid: net + tax };
  invoice.buyer.vatId = category === 'O' ? null : 'ATU13585627';
  if (category === 'O') invoice.seller = { ...invoice.seller, vatId: null, identifier: '37/1' };
  return invoice;
}

type Change = (invoice: EnInvoice) => unknown;
const first = <Item>(items: Item[]): Item => items[0] as Item;
const line = (invoice: EnInvoice) => first(invoice.lines);
const abroad = { ...cologne, line2: null, region: null, country: 'NL' };

const fromSweden = { vatId: 'SE556036079301', legalId: { scheme: '0007', id: '5560360793' } };

/** Seller and buyer in one country. */
function domestic(invoice: EnInvoice, country: string): EnInvoice {
  invoice.seller.address.country = country;
  invoice.buyer.address.country = country;
  return invoice;
}

const changes: Readonly<Record<string, Change>> = {
  'BR-2': (it) => (it.number = ' '),
  'BR-3': (it) => (it.issueDate = 'today'),
  'BR-4': (it) => (it.typeCode = '999' as '380'),
  'BR-5': (it) => (it.currency = 'QQQ'),
  'BR-6': (it) => (it.seller.name = ''),
  'BR-7': (it) => (it.buyer.name = ''),
  'BR-8': (it) => Object.assign(it.seller.address, { line1: '', city: '', postalCode: '' }),
  'BR-9': (it) => (it.seller.address.country = 'ZZ'),
  'BR-10': (it) => Object.assign(it.buyer.address, { line1: '', city: '', postalCode: '' }),
  'BR-11': (it) => (it.buyer.address.country = ''),
  'BR-12': (it) => (it.totals.lines = Number.NaN),
  'BR-13': (it) => (it.totals.net = 0.5),
  'BR-14': (it) => (it.totals.gross = Number.NaN),
  'BR-15': (it) => (it.totals.due = Number.NaN),
  'BR-16': (it) => (it.lines = []),
  'BR-21': (it) => (line(it).id = ''),
  'BR-22': (it) => (line(it).quantity = ''),
  'BR-23': (it) => (line(it).unit = ''),
  'BR-24': (it) => (line(it).amount = 0.5),
  'BR-25': (it) => (line(it).name = ''),
  'BR-26': (it) => (line(it).price = '1e3'),
  'BR-27': (it) => (line(it).price = '-1.00'),
  'BR-31': (it) => (first(it.allowances).amount = Number.NaN),
  'BR-33': (it) => (first(it.allowances).reason = ''),
  'BR-36': (it) => (first(it.charges).amount = Number.NaN),
  'BR-38': (it) => Object.assign(first(it.charges), { reason: '', reasonCode: null }),
  'BR-41': (it) => (first(line(it).allowances).amount = Number.NaN),
  'BR-42': (it) => Object.assign(first(line(it).allowances), { reason: '', reasonCode: null }),
  'BR-43': (it) => (first(line(it).charges).amount = Number.NaN),
  'BR-44': (it) => (first(line(it).charges).reason = ''),
  'BR-45': (it) => (first(it.taxes).base = Number.NaN),
  'BR-46': (it) => (first(it.taxes).amount = Number.NaN),
  'BR-48': (it) => (first(it.taxes).vat = { category: 'S', rate: null }),
  'BR-49': (it) => (it.payment.meansCode = ''),
  'BR-50': (it) => (it.payment.account = { iban: '', name: null, bic: null }),
  'BR-53': (it) => Object.assign(it.accounting ?? {}, { tax: Number.NaN }),
  'BR-55': (it) => (it.preceding = { number: '', issueDate: '2026-01-01' }),
  'BR-57': (it) => (it.delivery.address.country = ''),
  'BR-61': (it) => (it.payment.meansCode = '58'),
  'BR-62': (it) => (it.seller.electronicAddress = { scheme: '', id: 'x' }),
  'BR-63': (it) => (it.buyer.electronicAddress = { scheme: '0088', id: '' }),
  'BR-CO-9': (it) => (it.seller.vatId = '123456788'),
  'BR-CO-10': (it) => (it.totals.lines += 1),
  'BR-CO-11': (it) => (it.totals.allowances += 1),
  'BR-CO-12': (it) => (it.totals.charges += 1),
  'BR-CO-13': (it) => (it.totals.net += 1),
  'BR-CO-14': (it) => (it.totals.tax += 1),
  'BR-CO-15': (it) => (it.totals.gross += 1),
  'BR-CO-16': (it) => (it.totals.rounding += 1),
  'BR-CO-17': (it) => (first(it.taxes).amount += 100),
  'BR-CO-18': (it) => (it.taxes = []),
  'BR-CO-25': (it) => (it.totals.due = 1),
  'BR-CO-26': (it) => (it.seller.vatId = null),
  'BR-DEC-1': (it) => (first(it.allowances).amount = 0.5),
  'BR-DEC-5': (it) => (first(it.charges).amount = 0.5),
  'BR-DEC-9': (it) => (it.totals.lines = 0.5),
  'BR-DEC-10': (it) => (it.totals.allowances = 0.5),
  'BR-DEC-11': (it) => (it.totals.charges = 0.5),
  'BR-DEC-12': (it) => (it.totals.net = 0.5),
  'BR-DEC-13': (it) => (it.totals.tax = 0.5),
  'BR-DEC-14': (it) => (it.totals.gross = 0.5),
  'BR-DEC-15': (it) => Object.assign(it.accounting ?? {}, { digits: 3 }),
  'BR-DEC-16': (it) => (it.totals.paid = 0.5),
  'BR-DEC-17': (it) => (it.totals.rounding = 0.5),
  'BR-DEC-18': (it) => (it.digits = 3),
  'BR-DEC-19': (it) => (first(it.taxes).base = 0.5),
  'BR-DEC-20': (it) => (first(it.taxes).amount = 0.5),
  'BR-DEC-23': (it) => (line(it).amount = 0.5),
  'BR-DEC-24': (it) => (first(line(it).allowances).amount = 0.5),
  'BR-DEC-27': (it) => (first(line(it).charges).amount = 0.5),
  'PEPPOL-EN16931-R003': (it) => Object.assign(it, { buyerReference: '', orderReference: '' }),
  'PEPPOL-EN16931-R005': (it) => Object.assign(it.accounting ?? {}, { currency: 'EUR' }),
  'PEPPOL-EN16931-R010': (it) => (it.buyer.electronicAddress = null),
  'PEPPOL-EN16931-R020': (it) => (it.seller.electronicAddress = null),
  'PEPPOL-EN16931-R055': (it) => Object.assign(it.accounting ?? {}, { tax: -1 }),
  'PEPPOL-EN16931-R120': (it) => (line(it).price = '10.99'),
  'PEPPOL-EN16931-R121': (it) => (line(it).priceQuantity = '0'),
  'PEPPOL-EN16931-CL008': (it) => (it.buyer.electronicAddress = { scheme: 'EM', id: 'a@b.de' }),
  'DE-R-002': (it) => (it.seller.contact = null),
  'DE-R-003': (it) => (it.seller.address.city = ''),
  'DE-R-004': (it) => (it.seller.address.postalCode = ''),
  'DE-R-005': (it) => Object.assign(it.seller.contact ?? {}, { name: '' }),
  'DE-R-006': (it) => Object.assign(it.seller.contact ?? {}, { phone: '' }),
  'DE-R-007': (it) => Object.assign(it.seller.contact ?? {}, { email: '' }),
  'DE-R-008': (it) => (it.buyer.address.city = ''),
  'DE-R-009': (it) => (it.buyer.address.postalCode = ''),
  'DE-R-010': (it) => (it.delivery.address.city = ''),
  'DE-R-011': (it) => (it.delivery.address.postalCode = ''),
  'DE-R-015': (it) => (it.buyerReference = ''),
  'DE-R-016': (it) => (it.seller.vatId = null),
  'DE-R-018': (it) => (it.payment.terms = 'Soon.\n#SKONTO#'),
  'DE-R-027': (it) => Object.assign(it.seller.contact ?? {}, { phone: '1-2' }),
  'DE-R-028': (it) => Object.assign(it.seller.contact ?? {}, { email: 'desk@shop' }),
  'DK-R-005': (it) => (domestic(it, 'DK').payment.meansCode = '68'),
  'DK-R-013': (it) => (domestic(it, 'DK').buyer.identifier = '4711'),
  'DK-R-014': (it) => (it.seller.address.country = 'DK'),
  'DK-R-016': (it) => Object.assign(domestic(it, 'DK'), { typeCode: '381' }).totals.due--,
  'DK-R-017': (it) => (domestic(it, 'DK').buyer.legalId = { scheme: '0096', id: '1' }),
  'GR-R-001': (it) => (it.seller.vatId = 'EL123456783'),
  'IS-R-002': (it) => (it.seller.address.country = 'IS'),
  'IS-R-003': (it) => Object.assign(it.seller.address, { country: 'IS', line1: '' }),
  'IS-R-004': (it) => domestic(it, 'IS'),
  'IS-R-005': (it) => (domestic(it, 'IS').buyer.address.postalCode = ''),
  'IT-R-001': (it) => Object.assign(it.seller, { vatId: 'IT00743110157', taxNumber: '12/34' }),
  'IT-R-002': (it) => Object.assign(it.seller.address, { country: 'IT', city: '' }),
  'NL-R-002': (it) => (it.seller.address = { ...abroad, line1: '' }),
  'NL-R-003': (it) => (it.seller.address = abroad),
  'NL-R-004': (it) => (domestic(it, 'NL').buyer.address.city = ''),
  'NL-R-005': (it) => (domestic(it, 'NL').buyer.legalId = { scheme: '0088', id: '1' }),
  'NL-R-008': (it) => domestic(it, 'NL'),
  'NO-R-001': (it) => (it.seller.vatId = 'NO923609016'),
  'SE-R-004': (it) => Object.assign(it.seller, fromSweden, { legalId: { id: '12-34' } }),
  'SE-R-005': (it) => Object.assign(it.seller, fromSweden, { taxNumber: '37/1' }),
  'SE-R-006': (it) => Object.assign(it.seller, fromSweden),
  'BR-DE-18': (it) => (it.payment.terms = '#SKONTO#TAGE=14#'),
  'BR-DE-2': (it) => (it.seller.contact = null),
  'BR-DE-3': (it) => (it.seller.address.city = ''),
  'BR-DE-4': (it) => (it.seller.address.postalCode = ''),
  'BR-DE-5': (it) => Object.assign(it.seller.contact ?? {}, { name: '' }),
  'BR-DE-6': (it) => Object.assign(it.seller.contact ?? {}, { phone: '' }),
  'BR-DE-7': (it) => Object.assign(it.seller.contact ?? {}, { email: '' }),
  'BR-DE-8': (it) => (it.buyer.address.city = ''),
  'BR-DE-9': (it) => (it.buyer.address.postalCode = ''),
  'BR-DE-10': (it) => (it.delivery.address.city = ''),
  'BR-DE-11': (it) => (it.delivery.address.postalCode = ''),
  'BR-DE-15': (it) => (it.buyerReference = ''),
  'BR-DE-16': (it) => (it.seller.vatId = null),
  'BR-DE-27': (it) => Object.assign(it.seller.contact ?? {}, { phone: '1-2' }),
  'BR-DE-28': (it) => Object.assign(it.seller.contact ?? {}, { email: 'a@b' }),
};

/** The numbered rules of each category. */
function categoryChanges(category: VatCategory): readonly [number, Change][] {
  const without: Change = (it) => {
    if (category === 'O') it.buyer.vatId = 'ATU13585627';
    else Object.assign(it.seller, { vatId: null, taxNumber: null });
  };
  const wrong = { category, rate: category === 'O' ? '0' : category === 'S' ? '0' : '-1' };
  return [
    [1, (it) => (it.taxes = [])],
    [2, without],
    [3, without],
    [4, without],
    [5, (it) => (line(it).vat = wrong)],
    [6, (it) => (first(it.allowances).vat = wrong)],
    [7, (it) => (first(it.charges).vat = wrong)],
    [8, (it) => (first(it.taxes).base += 1)],
    [9, (it) => (first(it.taxes).amount += 500)],
    [
      10,
      (it) => {
        const tax = first(it.taxes);
        tax.reason = tax.reason === null ? 'Because' : null;
      },
    ],
  ];
}

const single: Readonly<Record<string, [VatCategory, Change]>> = {
  'BR-IC-11': ['K', (it) => (it.delivery.date = '')],
  'BR-IC-12': ['K', (it) => (it.delivery.address.country = '')],
  'BR-O-11': ['O', (it) => it.taxes.push(...sound().taxes)],
  'BR-O-12': ['O', (it) => (line(it).vat = { category: 'S', rate: '19' })],
  'BR-O-13': ['O', (it) => (first(it.allowances).vat = { category: 'S', rate: '19' })],
  'BR-O-14': ['O', (it) => (first(it.charges).vat = { category: 'S', rate: '19' })],
};

/** Of each scheme that Peppol looks into: a number that it takes, and one that it does not. */
const identifiers: Readonly<Record<string, readonly [string, string]>> = {
  '0007': ['5560360793', '5560360794'],
  '0088': ['7300010000001', '7300010000002'],
  '0096': ['1234567890', 'P-1234567890'],
  '0106': ['12345678', '1234567'],
  '0151': ['51824753556', '51824753557'],
  '0184': ['DK12345674', 'DK1234567'],
  '0190': ['00000001234567890000', '1234567890'],
  '0192': ['923609016', '923609017'],
  '0198': ['DK12345674', '12345674'],
  '0208': ['0202239951', '0202239952'],
  '0217': ['123456789012', '12345678901'],
  '9944': ['NL123456789B12', 'NL123456789X12'],
};

const allRules = [...normRules, ...new Set(Object.values(profileRules).flat())];
const broken = (invoice: EnInvoice): string[] =>
  checkEnInvoice(invoice, allRules).map(({ id }) => id);

function changed(invoice: EnInvoice, change: Change): EnInvoice {
  change(invoice);
  return invoice;
}

describe('a rule', () => {
  test('lets a sound invoice pass', () => {
    // What was added to a line and taken off the document cancel each other in the tax row.
    expect(broken(sound())).toEqual([]);
    for (const { category } of vatCategories) expect(broken(soundIn(category))).toEqual([]);
  });

  test.each(Object.entries(changes))('is broken by what it forbids: %s', (id, change) => {
    expect(broken(changed(sound(), change))).toContain(id);
  });

  test.each(Object.entries(single))(
    'is broken by what it forbids: %s',
    (id, [category, change]) => {
      expect(broken(changed(soundIn(category), change))).toContain(id);
    },
  );

  test.each(vatCategories)('of a category is broken by what it forbids: $category', (row) => {
    for (const [number, change] of categoryChanges(row.category)) {
      expect(broken(changed(soundIn(row.category), change))).toContain(
        `BR-${row.prefix}-${number}`,
      );
    }
  });

  test('reverse charge and intra-community supplies need the buyer’s VAT id, too', () => {
    for (const [category, id] of [
      ['AE', 'BR-AE-2'],
      ['K', 'BR-IC-2'],
    ] as const) {
      expect(broken(changed(soundIn(category), (it) => (it.buyer.vatId = null)))).toContain(id);
    }
  });

  test.each(identifierForms)('of numbers in scheme $scheme lets only such pass', (form) => {
    const [right, wrong] = identifiers[form.scheme] as readonly [string, string];
    const id = `PEPPOL-COMMON-R${form.rule}`;
    const withId = (text: string) =>
      changed(sound(), (it) => (it.buyer.legalId = { scheme: form.scheme, id: text }));
    expect(broken(withId(right))).not.toContain(id);
    expect(broken(withId(wrong))).toContain(id);
    expect(broken(withId('none'))).toContain(id);
  });

  test('is tried here, whichever it is', () => {
    const tried = new Set([
      ...identifierForms.map(({ rule }) => `PEPPOL-COMMON-R${rule}`),
      ...Object.keys(changes),
      ...Object.keys(single),
      ...vatCategories.flatMap(({ prefix }) =>
        Array.from({ length: 10 }, (_, index) => `BR-${prefix}-${index + 1}`),
      ),
    ]);
    expect(allRules.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([]);
    expect(new Set(normRules.map(({ id }) => id)).size).toBe(normRules.length);
  });
});
