import { describe, expect, test } from 'vitest';
import { taxContext } from '../../../src/core/tax/tax-context.js';
import type { TaxSeller } from '../../../src/core/tax/tax-rules.js';
import { compiledFor, type Sale, taxed } from './data-taxes.js';

const german: TaxSeller = { country: 'DE', isOssRegistered: true };
const small: TaxSeller = { country: 'DE', isBelowThreshold: true };
const french = { vatId: 'FR 40 303 265 045' };
const norse: TaxSeller = { country: 'NO' };

type Case = [string, Sale, string | string[]];

const check = (_: string, sale: Sale, expected: string | string[]) =>
  expect(taxed(sale)).toEqual([expected].flat());

describe('a seller in the EU', () => {
  test.each<Case>([
    ['at home charges the tax of home', { by: german, to: 'DE' }, 'VAT DE 19'],
    ['charges consumers in the EU the tax of theirs', { by: german, to: 'FR' }, 'VAT FR 20'],
    ['below the threshold charges its own', { by: small, to: 'FR' }, 'VAT DE 19'],
    ['charges nothing on exports', { by: german, to: 'US' }, 'EXPORT US 0 G'],
    [
      'charges the tax of a country that it is registered in',
      { by: { country: 'DE', registrations: ['GB'] }, to: 'GB' },
      'VAT GB 20',
    ],
    [
      'below the threshold charges the tax of a member state that it is registered in',
      { by: { ...small, registrations: ['FR'] }, to: 'FR' },
      'VAT FR 20',
    ],
    [
      'delivers goods to a business in another member state without tax',
      { by: german, to: 'FR', customer: french },
      'VAT FR 0 K',
    ],
    [
      'leaves the tax on services to a business in another member state',
      { by: german, to: 'FR', of: 'services', customer: french },
      'VAT FR 0 AE',
    ],
    [
      'charges a business of its own country as it does anybody',
      { by: german, to: 'DE', customer: { vatId: 'DE136695976' } },
      'VAT DE 19',
    ],
    [
      'charges a business whose VAT id cannot be one as it does a consumer',
      { by: german, to: 'FR', customer: { vatId: 'FR41303265045' } },
      'VAT FR 20',
    ],
    [
      'charges a foreign business whose goods stay in the country',
      { by: german, to: 'DE', customer: french },
      'VAT DE 19',
    ],
    [
      'exports to a business in Great Britain',
      { by: german, to: 'GB', customer: { vatId: 'GB980780684' } },
      'EXPORT GB 0 G',
    ],
    [
      'renders services abroad outside the scope',
      { by: german, to: 'US', of: 'services' },
      'VAT US 0 O',
    ],
    [
      'charges its own tax on a night in its hotel',
      { by: german, to: 'US', of: 'hotel' },
      'VAT DE 7',
    ],
    [
      'charged its own tax before the One-Stop-Shop',
      { by: german, to: 'FR', on: '2021-06-30' },
      'VAT DE 19',
    ],
    [
      'charges the tax of the destination since',
      { by: german, to: 'FR', on: '2021-07-01' },
      'VAT FR 20',
    ],
  ])('%s', check);

  test('gives the reason that the law asks for', () => {
    const reason = (of: string) => {
      const place = { country: 'FR', date: '2026-11-15', customer: french };
      const answer = taxContext(place, compiledFor(german)).taxesOf(of);
      return answer.ok && answer.value[0]?.reason;
    };
    expect(reason('services')).toBe('Reverse charge');
    expect(reason('standard')).toContain('article 138 of Directive 2006/112/EC');
  });

  test('can say which row of the table decided, and why', () => {
    const context = taxContext({ country: 'FR', date: '2026-11-15' }, compiledFor(german));
    expect(context.ruleOf('books')).toEqual({
      rule: 'eu-distance-sale',
      text: 'DE → FR: taxes of the destination (https://eur-lex.europa.eu/eli/dir/2006/112/oj (articles 33 and 58))',
    });
  });
});

describe('places that are not what their country is', () => {
  test.each<[string, string, string, string]>([
    ['the Canary Islands', 'ES', '35001', 'EXPORT ES-CN 0 G'],
    ['Tenerife', 'ES', '38670', 'EXPORT ES-CN 0 G'],
    ['Ceuta', 'ES', '51001', 'EXPORT ES-CE 0 G'],
    ['Melilla', 'ES', '52006', 'EXPORT ES-ML 0 G'],
    ['Madrid', 'ES', '28001', 'VAT ES 21'],
    ['Åland', 'FI', '22100', 'EXPORT AX 0 G'],
    ['Åland by its own code', 'AX', '', 'EXPORT AX 0 G'],
    ['Büsingen', 'DE', '78266', 'EXPORT CH 0 G'],
    ['Heligoland', 'DE', '27498', 'EXPORT DE-HELGOLAND 0 G'],
    ['Livigno', 'IT', '23041', 'EXPORT IT-LIVIGNO 0 G'],
    ["Campione d'Italia", 'IT', '22061', 'EXPORT IT-CAMPIONE 0 G'],
    ['Mount Athos', 'GR', '63086', 'EXPORT GR-69 0 G'],
    ['Réunion by its French code', 'FR', '97400', 'EXPORT RE 0 G'],
    ['Guadeloupe', 'FR', '97110', 'EXPORT GP 0 G'],
    ['Saint Martin, inside the range of Guadeloupe', 'FR', '97150', 'EXPORT MF 0 G'],
    ['Monaco', 'MC', '98000', 'VAT FR 20'],
    ['Northern Ireland', 'GB', 'BT1 5GS', 'VAT GB 20'],
    ['Great Britain', 'GB', 'SW1A 1AA', 'EXPORT GB 0 G'],
    ['Madeira', 'PT', '9000-018', 'VAT PT-30 22'],
    ['the Azores', 'PT', '9500-001', 'VAT PT-20 16'],
    ['Lisbon', 'PT', '1100-048', 'VAT PT 23'],
    ['the Kleinwalsertal', 'AT', '6992', 'VAT AT-MITTELBERG 19'],
  ])('%s', (_, to, postalCode, expected) => {
    expect(taxed({ by: german, to, postalCode })).toEqual([expected]);
  });

  test('Great Britain was one of the EU until the end of 2020', () => {
    const small = { country: 'DE', isOssRegistered: true };
    expect(taxed({ by: small, to: 'GB', on: '2020-12-31' })).toEqual(['VAT DE 16']);
    expect(taxed({ by: small, to: 'GB', on: '2021-01-01' })).toEqual(['EXPORT GB 0 G']);
  });

  test('Northern Ireland belongs to the EU for goods, and not for services', () => {
    const belfast = { by: german, to: 'GB', postalCode: 'BT1 5GS' };
    const customer = { vatId: 'XI980780684' };
    expect(taxed({ ...belfast, customer })).toEqual(['VAT XI 0 K']);
    expect(taxed({ ...belfast, of: 'services' })).toEqual(['VAT XI 0 O']);
  });
});

describe('sellers elsewhere', () => {
  test.each<Case>([
    ['GB at home', { by: 'GB', to: 'GB' }, 'VAT GB 20'],
    ['GB to Northern Ireland', { by: 'GB', to: 'GB', postalCode: 'BT1 5GS' }, 'VAT GB 20'],
    ['GB to the Isle of Man', { by: 'GB', to: 'IM' }, 'VAT GB 20'],
    ['GB to the EU', { by: 'GB', to: 'DE' }, 'EXPORT DE 0 G'],
    [
      'GB to the EU under the import scheme',
      { by: { country: 'GB', isOssRegistered: true }, to: 'DE' },
      'VAT DE 19',
    ],
    ['CH at home', { by: 'CH', to: 'CH' }, 'VAT CH 8.1'],
    ['CH to Liechtenstein', { by: 'CH', to: 'LI' }, 'VAT CH 8.1'],
    ['CH to Büsingen', { by: 'CH', to: 'DE', postalCode: '78266' }, 'VAT CH 8.1'],
    ['NO at home', { by: norse, to: 'NO' }, 'VAT NO 25'],
    ['NO food at home', { by: norse, to: 'NO', of: 'food' }, 'VAT NO 15'],
    ['NO to Svalbard', { by: norse, to: 'NO', postalCode: '9170' }, 'EXPORT SJ 0 G'],
    ['JP at home', { by: 'JP', to: 'JP' }, 'CT JP 10'],
    ['JP food', { by: 'JP', to: 'JP', of: 'food' }, 'CT JP 8'],
    ['JP newspapers', { by: 'JP', to: 'JP', of: 'newspapers' }, 'CT JP 8'],
    ['US in its home state', { by: 'US-NY', to: 'US-NY' }, 'SALES US-NY 4'],
    ['US in a state without nexus', { by: 'US-NY', to: 'US-WA' }, 'SALES US-WA 0 O'],
    [
      'US in a state with nexus',
      { by: { country: 'US', region: 'NY', registrations: ['US-WA'] }, to: 'US-WA' },
      'SALES US-WA 6.5',
    ],
    [
      'US in a state that its ZIP code tells',
      {
        by: { country: 'US', region: 'NY', registrations: ['US-WA'] },
        to: 'US',
        postalCode: '98101-1234',
      },
      'SALES US-WA 6.5',
    ],
    ['US in a state without the tax', { by: 'US-OR', to: 'US-OR' }, 'SALES US-OR 0'],
    ['US groceries', { by: 'US-NY', to: 'US-NY', of: 'food' }, 'SALES US-NY 0'],
    [
      'US shipping where it is taxed',
      { by: 'US-NY', to: 'US-NY', isShipping: true },
      'SALES US-NY 4',
    ],
    [
      'US shipping where it is not',
      { by: 'US-CA', to: 'US-CA', isShipping: true },
      'SALES US-CA 0 E',
    ],
    ['US abroad', { by: 'US-NY', to: 'DE' }, 'EXPORT DE 0 G'],
    ['CA to Alberta', { by: 'CA-ON', to: 'CA-AB' }, 'GST CA 5'],
    ['CA to Ontario', { by: 'CA-ON', to: 'CA-ON' }, 'HST CA-ON 13'],
    ['CA to Nova Scotia', { by: 'CA-ON', to: 'CA-NS' }, 'HST CA-NS 14'],
    ['CA to Nova Scotia before', { by: 'CA-ON', to: 'CA-NS', on: '2025-03-31' }, 'HST CA-NS 15'],
    ['CA to Quebec', { by: 'CA-ON', to: 'CA-QC' }, ['GST CA 5', 'QST CA-QC 9.975']],
    [
      'CA to Quebec when the tax was on the tax',
      { by: 'CA-ON', to: 'CA-QC', on: '2012-12-31' },
      ['GST CA 5', 'QST CA-QC 9.5 on GST'],
    ],
    [
      'CA to Vancouver',
      { by: 'CA-ON', to: 'CA', postalCode: 'V6B 1A1' },
      ['GST CA 5', 'PST CA-BC 7'],
    ],
    ['CA to Saskatchewan', { by: 'CA-ON', to: 'CA-SK' }, ['GST CA 5', 'PST CA-SK 6']],
    ['CA to Manitoba', { by: 'CA-ON', to: 'CA-MB' }, ['GST CA 5', 'PST CA-MB 7']],
    ['CA to Iqaluit', { by: 'CA-ON', to: 'CA', postalCode: 'X0A 0H0' }, 'GST CA 5'],
    ['CA food in Quebec', { by: 'CA-ON', to: 'CA-QC', of: 'food' }, ['GST CA 0', 'QST CA-QC 0']],
    ['CA food in Ontario', { by: 'CA-ON', to: 'CA-ON', of: 'food' }, 'HST CA-ON 0'],
    ['CA books in Ontario', { by: 'CA-ON', to: 'CA-ON', of: 'books' }, 'GST CA 5'],
    ['CA books in New Brunswick', { by: 'CA-ON', to: 'CA-NB', of: 'books' }, 'GST CA 5'],
    [
      "CA children's clothing in New Brunswick",
      { by: 'CA-ON', to: 'CA-NB', of: 'children' },
      'HST CA-NB 15',
    ],
    ['CA what is exempt, in Ontario', { by: 'CA-ON', to: 'CA-ON', of: 'exempt' }, 'GST CA 0 E'],
    ['IN inside a state', { by: 'IN-KA', to: 'IN-KA' }, ['CGST IN 9', 'SGST IN 9']],
    ['IN across states', { by: 'IN-KA', to: 'IN-MH' }, 'IGST IN 18'],
    ['IN at the new rate of 40', { by: 'IN-KA', to: 'IN-MH', of: 'gst-40' }, 'IGST IN 40'],
  ])('%s', check);
});

describe('an address that does not tell the tax', () => {
  const newYork: TaxSeller = { country: 'US', region: 'NY' };

  test.each<[string, Sale, object]>([
    ['lacks its state', { by: newYork, to: 'US' }, { country: 'US', field: 'region' }],
    [
      'has a state that does not exist',
      { by: newYork, to: 'US-ZZ' },
      { country: 'US', field: 'region', region: 'US-ZZ' },
    ],
    ['lacks its province', { by: 'CA-ON', to: 'CA' }, { country: 'CA', field: 'region' }],
  ])('is refused when it %s', (_, sale, fields) => {
    expect(taxed(sale)).toEqual({ type: 'incomplete-tax-address', ...fields });
  });

  test('does not matter to a seller who collects no tax in that country', () => {
    expect(taxed({ by: german, to: 'CA' })).toEqual(['EXPORT CA 0 G']);
  });

  test('is the same in small letters and with its country', () => {
    for (const region of ['ny', 'US-NY', ' NY ']) {
      const taxes = compiledFor(newYork);
      const place = { country: 'US', region, date: '2026-11-15' };
      expect(taxContext(place, taxes).taxesOf('standard')).toMatchObject({ ok: true });
    }
  });
});

describe('an exempt customer', () => {
  const embassy = { exemption: { reason: 'Embassy, article 151' } };

  test('owes nothing, with the reason on the invoice', () => {
    const place = { country: 'DE', date: '2026-11-15', customer: embassy };
    expect(taxContext(place, compiledFor(german)).taxesOf('standard')).toEqual({
      ok: true,
      value: [
        { code: 'VAT', jurisdiction: 'DE', ppm: 0, treatment: 'E', reason: 'Embassy, article 151' },
      ],
    });
  });

  test('owes the taxes that the certificate does not name', () => {
    const customer = { exemption: { reason: 'First Nation', codes: ['PST'] } };
    const sale = { by: 'CA-ON', to: 'CA-BC', customer };
    expect(taxed(sale)).toEqual(['GST CA 5', 'PST CA-BC 0 E']);
  });

  test('does not make the next customer exempt', () => {
    taxed({ by: german, to: 'DE', customer: embassy });
    expect(taxed({ by: german, to: 'DE' })).toEqual(['VAT DE 19']);
  });
});

test('the taxes of a cart are worked out once: the same list for the same category', () => {
  const taxes = compiledFor(german);
  const place = { country: 'FR', date: '2026-11-15' };
  const [one, two] = [taxContext(place, taxes), taxContext({ ...place }, taxes)];
  expect(one).toBe(two);
  expect(one.taxesOf('books')).toBe(two.taxesOf('books'));
});
