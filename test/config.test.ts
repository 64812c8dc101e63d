// Settings that are wrong are named, with what they may be, and never with what they hide.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { settingsSchema } from '../src/config/settings.js';
import { ConfigError, readConfig } from '../src/config.js';
import { loadSeller, loadTaxSeller, SellerFileError } from '../src/shop-data.js';
import { removeFolder, temporaryFolder } from './support/temporary-folder.js';

const folder = temporaryFolder();
afterAll(() => removeFolder(folder));

function fault(settings: Record<string, string>): string {
  try {
    readConfig(settings);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error(`not refused: ${JSON.stringify(settings)}`);
}

describe('an address', () => {
  const good: [name: 'SMTP_URL' | 'WAREHOUSE_URL', value: string][] = [
    ['SMTP_URL', 'smtp://localhost:1025'],
    ['SMTP_URL', 'smtps://somebody:pass%40word@mail.example.com:465'],
    ['WAREHOUSE_URL', 'https://warehouse.example/orders?from=us'],
    ['WAREHOUSE_URL', 'http://127.0.0.1:8080'],
  ];
  test.each(good)('is taken as it is: %s=%s', (name, value) => {
    expect(readConfig({ [name]: value })[name]).toBe(value);
  });

  test('may be left empty, and then is none', () => {
    const { SMTP_URL, WAREHOUSE_URL } = readConfig({ SMTP_URL: '', WAREHOUSE_URL: '' });

    expect([SMTP_URL, WAREHOUSE_URL]).toEqual(['', '']);
  });

  const wrong: [name: string, values: string[]][] = [
    [
      'SMTP_URL',
      [
        'mail.example.com',
        'somebody:hunter2@mail.example.com',
        'http://somebody:hunter2@mail.example.com',
        'smtp://somebody:hunter2@',
        'smtp:somebody:hunter2',
        'smtp://somebody:hunter2@mail example',
        'smtp://somebody:hunter2@mail.example.com:99999',
      ],
    ],
    [
      'WAREHOUSE_URL',
      [
        'warehouse.example',
        'ftp://somebody:hunter2@warehouse.example',
        'https://somebody:hunter2@',
        'https://somebody:hunter2@warehouse example',
        'file:///etc/hunter2',
        'javascript:hunter2',
      ],
    ],
  ];
  for (const [name, values] of wrong) {
    test.each(values)(`that is none is refused without being repeated: ${name}=%s`, (value) => {
      const message = fault({ [name]: value });

      expect(message).toContain(name);
      expect(message).toMatch(name === 'SMTP_URL' ? /smtps?:\/\// : /https?:\/\//);
      expect(message).not.toContain('hunter2');
      expect(message).not.toContain(value);
    });
  }
});

describe('a secret', () => {
  test('of the warehouse may come with its mark or without', () => {
    const secret = Buffer.alloc(24, 7).toString('base64');
    for (const text of [secret, `whsec_${secret}`]) {
      expect(readConfig({ WAREHOUSE_SECRET: text }).WAREHOUSE_SECRET).toBe(text);
    }
  });

  test('that got into the place of the publishable key is not repeated', () => {
    const message = fault({ STRIPE_PUBLISHABLE_KEY: 'sk_live_hunter2hunter2' });

    expect(message).toContain('STRIPE_PUBLISHABLE_KEY must be a publishable key of Stripe');
    expect(message).not.toContain('hunter2');
  });

  test.each(['hunter2', 'whsec_hunter2', 'hunter2 hunter2 hunter2 hunter2 hunter2'])(
    'that is too short or no base64 is refused without being repeated: %s',
    (value) => {
      const message = fault({ WAREHOUSE_SECRET: value });

      expect(message).toContain('WAREHOUSE_SECRET');
      expect(message).not.toContain('hunter2');
    },
  );
});

describe('a setting of a certain form', () => {
  const formed = Object.entries(settingsSchema.properties).filter(([, form]) => 'pattern' in form);

  test.each(formed.map(([name]) => name))('is asked for in words: %s', (name) => {
    const message = fault({ [name]: ' !' });

    expect(message).toMatch(new RegExp(`^${name} must be `));
    expect(message).not.toContain('pattern');
  });
});

describe('a setting of background work', () => {
  const wrong: [string, string][] = [
    ['TASK_ATTEMPTS_MAX', '0'],
    ['TASK_BACKOFF_FIRST_MS', '0'],
    ['TASK_BACKOFF_MAX_MS', 'soon'],
    ['TASK_LEASE_MS', '99'],
    ['INVOICE_THREADS', '-1'],
    ['INVOICE_QUEUE_MAX', '0'],
    ['EMAIL_CONCURRENCY', '1.5'],
    ['SIMULATED_WAREHOUSE_DELAY_MS', '-1'],
    ['MAIL_FROM', 'nobody'],
    ['MAIL_FROM', 'Shop <shop@example.com>'],
  ];
  test.each(wrong)('is refused with its name and its value: %s=%s', (name, value) => {
    const message = fault({ [name]: value });

    expect(message).toContain(name);
    expect(message).toContain(`"${value}"`);
  });

  test('slows the tasks down by the names that people use', () => {
    const { STEP_DELAYS_MS } = readConfig({ STEP_DELAYS_MS: 'stock=1,email=20,warehouse=300' });

    expect(STEP_DELAYS_MS).toEqual({
      steps: { stock: 1 },
      tasks: { 'confirmation-email': 20, warehouse: 300 },
    });
  });
});

describe('the seller that invoices name', () => {
  let made = 0;
  const seller = {
    name: 'Shop',
    line1: 'Street 1',
    city: 'Berlin',
    postalCode: '1',
    country: 'DE',
    vatId: 'DE123456788',
  };
  function sellerFile(content: unknown): string {
    made += 1;
    const file = join(folder, `seller-${made}.json`);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  }
  function sellerFault(file: string): string {
    try {
      loadSeller(file, true);
    } catch (error) {
      expect(error).toBeInstanceOf(SellerFileError);
      return (error as Error).message;
    }
    throw new Error(`${file} was not refused`);
  }

  test('is that of the file, whole', () => {
    const full = {
      ...seller,
      ...{ line2: 'Back', taxNumber: '37/123/45678', email: 'a@example.com' },
      ...{ registration: 'HRB 1', legalId: { scheme: '0204', id: '1-2-3' } },
      electronicAddress: { scheme: '0088', id: '4006381333931' },
      contact: { name: 'Desk', phone: '+49 30 1', email: 'desk@example.com' },
      bank: { name: 'Bank', iban: 'DE89 3704 0044 0532 0130 00', bic: 'COBADEFFXXX' },
      accounting: {
        currency: 'EUR',
        rates: [{ currency: 'USD', since: '2026-01-01', rate: '0.91' }],
      },
    };

    expect(loadSeller(sellerFile(full), false)).toEqual(full);
    expect(loadSeller(sellerFile(seller), true)).toEqual(seller);
  });

  test('says whose taxes it collects, which no invoice prints', () => {
    const tax = { registrations: ['GB'], isOssRegistered: true };
    const file = sellerFile({ ...seller, country: 'FR', tax });
    expect(loadTaxSeller(file)).toEqual({ country: 'FR', postalCode: '1', ...tax });
    expect(loadSeller(file, false)).not.toHaveProperty('tax');
    expect(loadTaxSeller('')).toBeUndefined();
  });

  test('is in the region that taxes depend on', () => {
    const american = { ...seller, country: 'US', vatId: undefined };
    const file = sellerFile({ ...american, tax: { region: 'WI' } });
    expect(loadSeller(file, false)).toEqual({ ...american, region: 'WI' });
  });

  test('is the demo’s without a file in demo mode, and nobody otherwise', () => {
    expect(loadSeller('', true)).toMatchObject({ name: 'Orderloom Demo Shop GmbH' });
    expect(loadSeller('', false)).toBeNull();
  });

  const logoOf = (path: string) => ({
    ...{ width: 4, height: 4 },
    paths: [{ path, color: '#000000' }],
  });

  const wrong: [what: string, content: unknown, says: RegExp][] = [
    ['text that is no JSON', 'name: Shop', /cannot be read/],
    ['an empty file', '', /cannot be read/],
    ['no object', [seller], /object/],
    ['a field that is missing', { ...seller, city: undefined }, /city/],
    ['a field of another kind', { ...seller, postalCode: 10115 }, /\/postalCode/],
    ['an empty name', { ...seller, name: '' }, /\/name/],
    ['a country in words', { ...seller, country: 'Germany' }, /\/country/],
    ['a tax field that nobody knows', { ...seller, tax: { oss: true } }, /\/tax/],
    ['a field that nobody knows', { ...seller, vatID: 'DE1' }, /additional|vatID/],
    ['a bank without an account', { ...seller, bank: { name: 'Bank' } }, /\/bank.*iban/],
    ['no address', { ...seller, line1: undefined }, /line1/],
    ['an address of spaces', { ...seller, line1: '  ' }, /\/line1/],
    ['a country that is none', { ...seller, country: 'ZZ' }, /\/country "ZZ"/],
    ['a VAT id of no form', { ...seller, vatId: 'DE1' }, /\/vatId "DE1" has the form of no/],
    ['a wrong check digit', { ...seller, vatId: 'DE123456789' }, /\/vatId .*check digit/],
    ['neither VAT id nor tax number', { ...seller, vatId: undefined }, /\/vatId is missing/],
    ['an IBAN with a slip', { ...seller, bank: { iban: 'DE88370400440532013000' } }, /iban/],
    [
      'a logo with an arc',
      { ...seller, logo: logoOf('M0 0A1 1 0 0 0 2 2') },
      /\/logo\/paths\/0\/path/,
    ],
    [
      'a logo that lacks a number',
      { ...seller, logo: logoOf('M0 0L3') },
      /path: .*L has 1 numbers/,
    ],
    ['an IBAN of another length', { ...seller, bank: { iban: 'DE5137040044053201300' } }, /iban/],
    [
      'a BIC that is none',
      { ...seller, bank: { iban: 'DE89370400440532013000', bic: 'COBADEFFXX' } },
      /\/bank\/bic/,
    ],
    ['an e-mail address that is none', { ...seller, email: 'orders at shop' }, /\/email/],
    ['a name of nothing to be seen', { ...seller, name: '\u200b\u00a0' }, /\/name .*to be seen/],
    ['a control character', { ...seller, city: 'Köln\u0007' }, /\/city .*U\+0007/],
    ['half a character', { ...seller, line1: 'Weg \ud800 1' }, /\/line1 .*U\+D800/],
    ['a register that is none', { ...seller, legalId: { scheme: '9999', id: '1' } }, /\/legalId/],
    [
      'a network that is none',
      { ...seller, electronicAddress: { scheme: '9999', id: '1' } },
      /\/electronicAddress\/scheme/,
    ],
    ['a scheme that is none', { ...seller, electronicAddress: { scheme: 'X', id: '1' } }, /scheme/],
    ...[
      [{ currency: 'QQQ', since: '2026-01-01', rate: '1' }, /rates\/0\/currency/],
      [{ currency: 'USD', since: '2026-02-30', rate: '1' }, /rates\/0\/since/],
      [{ currency: 'USD', since: '2026-01-01', rate: '-1' }, /rates\/0\/rate/],
      [{ currency: 'USD', since: '2026-01-01', rate: '0' }, /rates\/0\/rate/],
    ].map(([row, says]): [string, unknown, RegExp] => [
      `exchange at ${JSON.stringify(row)}`,
      { ...seller, accounting: { currency: 'EUR', rates: [row] } },
      says as RegExp,
    ]),
  ];
  test.each(wrong)(
    'is refused with the setting, the file and the field: %s',
    (_, content, says) => {
      const file = sellerFile(content);

      const message = sellerFault(file);

      expect(message).toContain('SELLER_FILE');
      expect(message).toContain(file);
      expect(message).toMatch(says);
    },
  );

  test('is refused when the file is not there, or a folder', () => {
    for (const file of [join(folder, 'nowhere.json'), folder]) {
      expect(sellerFault(file)).toMatch(/SELLER_FILE .+ cannot be read/);
    }
  });
});
