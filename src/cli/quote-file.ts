import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Value } from 'typebox/value';
import { createCalendar } from '../calendar.js';
import { createQuotes } from '../compute/quotes.js';
import { readConfig } from '../config.js';
import { type FieldError, problemOf } from '../core/problems.js';
import type { Promotion } from '../core/rules.js';
import { fieldErrors } from '../http/field-errors.js';
import { RefusedError } from '../http/problem-reply.js';
import { quoteRequest } from '../http/quote-body.js';
import { QuoteBody } from '../http/schemas/quote-request.js';
import { ledgerFile } from '../main.js';
import { openTaxes } from '../open-taxes.js';
import { resolveCart } from '../orders/cart-request.js';
import { Catalogue } from '../orders/catalogue.js';
import { soundPromotions } from '../orders/promotion-desk.js';
import type { FactShop } from '../orders/promotion-facts.js';
import { withProvidedTaxes } from '../orders/provided-taxes.js';
import { loadDemoShop, loadRules, loadSeller, loadTaxSeller } from '../shop-data.js';
import { openReader } from '../store/sqlite/connection.js';
import { openReads } from '../store/sqlite/reader.js';
import type { Product } from '../store/store.js';
import { ownTaxFolder } from '../tax-data.js';
import { ExpectedError } from './expected-error.js';

/** Prices the cart in a file as `POST /v1/quotes` would, from the shop's data or the demo's. */
export async function quoteFile(file: string): Promise<void> {
  const config = readConfig();
  const body = parse(file);
  const { product, promotions, store } = sourceOf(resolve(config.DATA_DIR));
  const rules = loadRules(
    soundPromotions(promotions),
    loadTaxSeller(config.SELLER_FILE),
    ownTaxFolder(config),
  );
  const quotes = createQuotes({ threads: 0, batchMax: 1, queueMax: 1, rules });
  const shop = {
    store,
    quotes,
    catalogue: new Catalogue({ product: async (sku) => product(sku) }),
    calendar: createCalendar(config.TIME_ZONE),
    seller: loadSeller(config.SELLER_FILE, config.DEMO),
    taxes: openTaxes(config),
    log: {
      warn: (fields: object, message: string) => warn(`${message} ${JSON.stringify(fields)}`),
    },
  };
  const asked = request(file, body, rules.shippingMethods);
  const cart = await resolveCart(shop, asked, Date.now());
  const taxed = await withProvidedTaxes(shop, cart, body.shippingAddress);
  const quoted = await quotes.quote({ ...taxed, explains: true });
  await shop.taxes?.close();
  const answer = quoted.ok ? quoted.value : problemOf(quoted.refusal).body;
  process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  if (!quoted.ok) process.exitCode = 1;
}

const warn = (text: string): void => void process.stderr.write(`orderloom: ${text}\n`);

function parse(file: string): QuoteBody {
  let body: unknown;
  try {
    body = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ExpectedError(`${file}: ${(error as Error).message}`);
  }
  const errors = fieldErrors(Value.Errors(QuoteBody, body));
  if (errors.length > 0) throw new ExpectedError(`${file}: ${words(errors)}`);
  return body as QuoteBody;
}

const words = (errors: readonly FieldError[]): string =>
  errors.map(({ pointer, detail }) => `${pointer || '/'} ${detail}`).join('; ');

/** Whoever runs this may read the file, so recorded prices are theirs to give. */
function request(file: string, body: QuoteBody, methods: { id: string }[]) {
  const offer = {
    shippingMethods: new Set(methods.map(({ id }) => id)),
    paymentMethods: new Set<string>(),
  };
  try {
    return quoteRequest(body, offer, { type: 'operator', id: 'command-line', scopes: ['*'] });
  } catch (error) {
    if (!(error instanceof RefusedError) || error.refusal.type !== 'invalid-request') throw error;
    throw new ExpectedError(`${file}: ${words(error.refusal.errors)}`);
  }
}

interface Source {
  product: (sku: string) => Product | undefined;
  promotions: Promotion[];
  store: FactShop['store'];
}

function sourceOf(dataDir: string): Source {
  const file = ledgerFile(dataDir);
  if (existsSync(file)) {
    const reads = openReads(openReader(file));
    const store: FactShop['store'] = {
      promotionLevels: async (counters) => reads.promotionLevels([counters])[0] ?? [],
      hasOrdered: async (customer) => reads.hasOrdered(customer),
      customer: async (id) => reads.customer(id),
    };
    return { product: reads.product, promotions: reads.promotions(), store };
  }
  const { products, promotions, customers } = loadDemoShop(0);
  const bySku = new Map(products.map((product) => [product.sku, product]));
  // A shop in which nobody has ordered yet.
  const store: FactShop['store'] = {
    promotionLevels: async (counters) => counters.map(() => ({ held: 0, committed: 0 })),
    hasOrdered: async () => false,
    customer: async (id) => customers.find((customer) => customer.id === id),
  };
  return { product: (sku) => bySku.get(sku), promotions, store };
}
