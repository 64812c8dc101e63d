import { addressKey } from '../../../core/email-address.js';
import type { DatedSeller } from '../../../core/invoice/former-sellers.js';
import { ok, type Result, refuse } from '../../../core/result.js';
import type { Promotion } from '../../../core/rules.js';
import type {
  EmailTaken,
  Product,
  Seed,
  ShopCustomer,
  StockLevel,
  StockRefusal,
} from '../../store.js';
import type { Db } from '../connection.js';

/** The address that an order came from. Only an index of this very text serves a query of it. */
export const buyerSql = `lower(json_extract(document, '$.customer.email'))`;
const buyersIndexSql = `create index if not exists documents_by_buyer on order_documents (${buyerSql})`;

type StockChange = { sku: string; reason: string; at: number };

/** What operators and the seed write: goods, stock levels, customers, the shop itself. */
export function catalogueCommands(db: Db) {
  const putProduct = productWriter(db);
  const putCustomer = customerWriter(db);
  const { setStock, adjustStock } = stockWriter(db);
  const putPromotion = promotionWriter(db);
  const withdraw = db.prepare(
    'update products set withdrawn_at = ? where sku = ? and withdrawn_at is null',
  );
  const removePromotion = db.prepare('delete from promotions where id = ?');
  const putSeller = db.prepare('insert or replace into sellers values (?, ?)');
  const putSecret = db.prepare('insert into secrets values (?, ?) on conflict do nothing');
  const secret = db.prepare<[string], string>('select value from secrets where name = ?').pluck();
  return {
    putProduct,
    withdrawProduct: ({ sku, at }: { sku: string; at: number }) =>
      ok(withdraw.run(Math.round(at), sku).changes === 1),
    putCustomer,
    putPromotion,
    putPromotions: ({ promotions }: { promotions: Promotion[] }): Result<null, never> => {
      for (const promotion of promotions) putPromotion({ promotion });
      return ok(null);
    },
    removePromotion: ({ id }: { id: string }) => ok(removePromotion.run(id).changes === 1),
    indexBuyers: () => {
      db.exec(buyersIndexSql);
      return ok(null);
    },
    setStock,
    adjustStock,
    putSeller: ({ since, seller }: DatedSeller): Result<null, never> => {
      putSeller.run(Math.round(since), JSON.stringify(seller));
      return ok(null);
    },
    putSecret: ({ name, value }: { name: string; value: string }) => {
      putSecret.run(name, value);
      return ok(secret.get(name) as string);
    },
    seed: ({ products, customers, promotions, at }: Seed): Result<null, never> => {
      for (const { stock, ...product } of products) {
        putProduct({ ...product, at });
        setStock({ sku: product.sku, onHand: stock, reason: 'seed', at });
      }
      for (const customer of customers) putCustomer({ ...customer, at });
      for (const promotion of promotions) putPromotion({ promotion });
      return ok(null);
    },
  };
}

export function productWriter(db: Db) {
  const exists = db.prepare<[string], number>('select 1 from products where sku = ?').pluck();
  const put = db.prepare(`
    insert or replace into products (sku, name, category, tax_category, prices, updated_at, tags)
    values (?, ?, ?, ?, ?, ?, ?)`);
  const addStock = db.prepare(
    'insert into stock (sku, on_hand) values (?, 0) on conflict do nothing',
  );
  return (product: Product & { at: number }) => {
    const { sku, name, category, taxCategory, prices, tags = [], at } = product;
    const created = exists.get(sku) === undefined;
    const [priceText, tagText] = [JSON.stringify(prices), JSON.stringify(tags)];
    put.run(sku, name, category, taxCategory, priceText, Math.round(at), tagText);
    addStock.run(sku);
    return ok({ created });
  };
}

export function promotionWriter(db: Db) {
  const exists = db.prepare<[string], number>('select 1 from promotions where id = ?').pluck();
  const put = db.prepare('insert or replace into promotions values (?, ?)');
  return ({ promotion }: { promotion: Promotion }) => {
    const created = exists.get(promotion.id) === undefined;
    put.run(promotion.id, JSON.stringify(promotion));
    return ok({ created });
  };
}

export function customerWriter(db: Db) {
  const exists = db.prepare<[string], number>('select 1 from customers where id = ?').pluck();
  const put = db.prepare(`
    insert into customers (id, email, name, profile, updated_at, address)
    values (@id, @email, @name, @profile, @at, @address)
    on conflict (id) do update set email = @email, name = @name, profile = @profile,
      updated_at = @at, address = @address`);
  const moveCredentials = db.prepare('update credentials set address = ? where customer_id = ?');
  const dropReset = db.prepare(
    'delete from password_resets where customer_id = ? and address <> ?',
  );
  const holder = db
    .prepare<[string], string>('select customer_id from credentials where address = ?')
    .pluck();
  return ({
    id,
    email,
    name,
    profile,
    at,
  }: ShopCustomer & { at: number }): Result<{ created: boolean }, EmailTaken> => {
    const address = addressKey(email);
    const signsIn = holder.get(address);
    if (signsIn !== undefined && signsIn !== id) return refuse({ type: 'email-taken' });
    const created = exists.get(id) === undefined;
    put.run({ id, email, name, profile: JSON.stringify(profile), at: Math.round(at), address });
    moveCredentials.run(address, id);
    dropReset.run(id, address);
    return ok({ created });
  };
}

export function stockWriter(db: Db) {
  const read = db.prepare<[string], StockLevel>(
    'select sku, on_hand as onHand, reserved from stock where sku = ?',
  );
  const write = db.prepare('update stock set on_hand = ? where sku = ?');
  const move = db.prepare(
    'insert into stock_moves (sku, delta, reason, order_seq, at) values (?, ?, ?, null, ?)',
  );
  const levelOf = (sku: string): StockLevel | undefined => read.get(sku);
  /** A level that is as it was is no move. */
  const putLevel = (current: StockLevel, onHand: number, why: { reason: string; at: number }) => {
    if (onHand === current.onHand) return;
    write.run(onHand, current.sku);
    move.run(current.sku, onHand - current.onHand, why.reason, Math.round(why.at));
  };
  const change = (
    { sku, reason, at }: StockChange,
    level: (current: StockLevel) => number,
  ): Result<StockLevel, StockRefusal> => {
    const current = levelOf(sku);
    if (!current) return refuse({ type: 'unknown-sku', sku });
    const { reserved } = current;
    const onHand = level(current);
    if (onHand < reserved) return refuse({ type: 'below-reserved', sku, reserved, onHand });
    putLevel(current, onHand, { reason, at });
    return ok({ sku, onHand, reserved });
  };
  return {
    levelOf,
    putLevel,
    setStock: (command: StockChange & { onHand: number }) => change(command, () => command.onHand),
    adjustStock: (command: StockChange & { delta: number }) =>
      change(command, ({ onHand }) => onHand + command.delta),
  };
}
