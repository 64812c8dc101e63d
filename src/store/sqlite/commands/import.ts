import { ok, type Result } from '../../../core/result.js';
import type { Promotion } from '../../../core/rules.js';
import type { ImportKind } from '../../../core/transfers.js';
import type { ImportFacts, ImportStep, Product } from '../../store.js';
import type { Db } from '../connection.js';
import type { LedgerInput } from '../ledger-commands.js';
import { openStaging } from '../staging.js';
import { customerWriter, productWriter, promotionWriter, stockWriter } from './catalogue.js';

export interface StagedPrice {
  sku: string;
  currency: string;
  micros: number;
}
export interface StagedStock {
  sku: string;
  onHand: number;
  reason?: string;
}
export interface StagedCustomer {
  id: string;
  email: string;
  name: string;
  /** Laid over what is known already. */
  profile: Record<string, unknown>;
}
export type StagedProduct = Product;

/** What applying one row has to say. */
interface RowOutcome {
  sku?: string;
  exception?: ImportFacts['exceptions'][number];
}

const DEFAULT_REASON = 'import';
/** As many are told one by one. */
const EXCEPTIONS_MAX = 100;

/**
 * Files are applied in steps, each a transaction of its own that also notes how far it has come. A
 * million rows in one transaction keep every order waiting for many seconds.
 */
export function importCommands(db: Db) {
  const appliers = rowAppliers(db);
  const note = db.prepare(`
    insert into imports (id, kind, state, facts, rows, created_at, updated_at)
    values (@id, @kind, @state, @facts, @rows, @at, @at)
    on conflict do update set state = excluded.state, facts = excluded.facts,
      rows = excluded.rows, updated_at = excluded.updated_at`);
  const open = db.prepare(`update imports set state = 'applying', updated_at = ? where id = ?`);
  const reached = db
    .prepare<[string], string>(`select reached from imports where id = ? and state = 'applying'`)
    .pluck();
  const advance = db.prepare(`
    update imports set reached = ?, applied = applied + ?, state = ?, updated_at = ? where id = ?`);
  const tellException = db.prepare(`
    update imports set facts = json_insert(facts, '$.exceptions[#]', json(?))
    where id = ? and json_array_length(facts, '$.exceptions') < ${EXCEPTIONS_MAX}`);
  const staged = stagedFiles();
  return {
    noteImport: ({ facts, at, ...row }: LedgerInput<'noteImport'>): Result<null, never> => {
      note.run({ ...row, facts: JSON.stringify(facts), at: Math.round(at) });
      return ok(null);
    },
    openImport: ({ id, at }: LedgerInput<'openImport'>): Result<null, never> => {
      open.run(Math.round(at), id);
      return ok(null);
    },
    importRows: (command: LedgerInput<'importRows'>): Result<ImportStep, never> => {
      const { id, kind, file, limit, at } = command;
      const from = reached.get(id);
      if (from === undefined) return ok({ done: true, applied: 0, skus: [] });
      const rows = staged.of(file).after(from, limit);
      const outcomes = rows.map(({ payload }) => appliers[kind](JSON.parse(payload) as never, at));
      const done = rows.length < limit;
      const last = rows.at(-1)?.key ?? from;
      advance.run(last, rows.length, done ? 'applied' : 'applying', Math.round(at), id);
      if (done) staged.close();
      for (const { exception } of outcomes) {
        if (exception) tellException.run(JSON.stringify(exception), id);
      }
      const skus = outcomes.flatMap(({ sku }) => (sku === undefined ? [] : [sku]));
      return ok({ done, applied: rows.length, skus });
    },
  };
}

/** One file at a time stays open from one step to the next. */
function stagedFiles() {
  let current: { file: string; rows: ReturnType<typeof openStaging> } | null = null;
  const close = () => {
    current?.rows.close();
    current = null;
  };
  return {
    of: (file: string) => {
      if (current?.file !== file) {
        close();
        current = { file, rows: openStaging(file) };
      }
      return current.rows;
    },
    close,
  };
}

type Appliers = Record<ImportKind, (row: never, at: number) => RowOutcome>;

function rowAppliers(db: Db): Appliers {
  const putProduct = productWriter(db);
  const putCustomer = customerWriter(db);
  const putPromotion = promotionWriter(db);
  const { levelOf, putLevel } = stockWriter(db);
  const { sameProduct, sameCustomer } = unchangedRows(db);
  const setPrice = db.prepare(`
    update products set prices = json_patch(prices, json_object(@currency, @micros)),
      updated_at = @at
    where sku = @sku and json_extract(prices, '$.' || @currency) is not @micros`);
  const profileOf = db
    .prepare<[string], string>('select profile from customers where id = ?')
    .pluck();
  return {
    products: (row: StagedProduct, at) => {
      if (sameProduct(row)) return {};
      putProduct({ ...row, at });
      return { sku: row.sku };
    },
    prices: ({ sku, currency, micros }: StagedPrice, at) => {
      const { changes } = setPrice.run({ sku, currency, micros, at: Math.round(at) });
      return changes === 0 ? {} : { sku };
    },
    // What orders came to hold since the row was checked is theirs: the level sinks no further.
    stock: ({ sku, onHand, reason = DEFAULT_REASON }: StagedStock, at) => {
      const level = levelOf(sku);
      if (!level) return { exception: { key: sku, detail: 'there is no such article' } };
      const possible = Math.max(onHand, level.reserved);
      putLevel(level, possible, { reason, at });
      if (possible === onHand) return {};
      const detail = `set to ${possible}, which orders hold, instead of ${onHand}`;
      return { exception: { key: sku, detail } };
    },
    customers: ({ profile, ...row }: StagedCustomer, at) => {
      const known = JSON.parse(profileOf.get(row.id) ?? '{}') as Record<string, unknown>;
      const wanted = { ...row, profile: { ...known, ...profile } };
      if (sameCustomer(wanted)) return {};
      const put = putCustomer({ ...wanted, at });
      if (put.ok) return {};
      return { exception: { key: row.id, detail: 'somebody has registered this address since' } };
    },
    promotions: ({ promotion }: { promotion: Promotion }) => {
      putPromotion({ promotion });
      return {};
    },
  };
}

/** Most rows of a nightly file are what is known already: they are read, and not written again. */
function unchangedRows(db: Db) {
  const product = db
    .prepare(`
      select 1 from products where sku = @sku and name = @name and category = @category
        and tax_category = @taxCategory and prices = @prices and tags = @tags
        and withdrawn_at is null`)
    .pluck();
  const customer = db
    .prepare(
      'select 1 from customers where id = @id and email = @email and name = @name and profile = @profile',
    )
    .pluck();
  return {
    sameProduct: ({ prices, tags = [], ...row }: StagedProduct): boolean =>
      product.get({ ...row, prices: JSON.stringify(prices), tags: JSON.stringify(tags) }) !==
      undefined,
    sameCustomer: ({ profile, ...row }: StagedCustomer): boolean =>
      customer.get({ ...row, profile: JSON.stringify(profile) }) !== undefined,
  };
}
