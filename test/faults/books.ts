/** The two files, read from outside: the ledger's, and next to it the simulated provider's. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Verified, verifyLedger } from '../../src/store/sqlite/verify.js';

const fileOf = (dataDir: string) => ({
  ledger: join(dataDir, 'ledger.db'),
  provider: join(dataDir, 'simulated-payments.db'),
});

export const verify = (dataDir: string): Verified => {
  const { ledger, provider } = fileOf(dataDir);
  return verifyLedger(ledger, provider);
};

export class Books {
  readonly #db: Database.Database;
  readonly #counts = new Map<string, Database.Statement<[], number>>();

  constructor(dataDir: string) {
    const { ledger, provider } = fileOf(dataDir);
    this.#db = new Database(ledger, { readonly: true, fileMustExist: true });
    this.#db.prepare('attach ? as provider').run(provider);
  }

  orders = (): number => this.#number('select count(*) from orders');

  pending = (): number =>
    this.#number("select count(*) from orders where state = 'payment-pending'");

  /** Refunds and voids that are recorded and not done. */
  openAttempts = (): number =>
    this.#number('select count(*) from payment_attempts where retry_at is not null');

  reserved = (): number => this.#number('select sum(reserved) from stock');

  /** The attempt is recorded, and the provider has not heard of it. */
  pendingUncharged = (): number =>
    this.#number(`
      select count(*) from orders o where o.state = 'payment-pending' and exists (
        select 1 from payment_attempts a where a.order_seq = o.seq and a.outcome is null)
      and not exists (select 1 from provider.charges c where c.key = o.id)`);

  /** The money of somebody whose payment is answered at once is taken, and the order is not so far. */
  pendingCharged = (): number =>
    this.#number(`
      select count(*) from orders o
      join provider.charges c on c.key = o.id and c.state = 'captured'
      join order_documents d on d.order_seq = o.seq
      where o.state = 'payment-pending' and o.payment_state = 'pending'
        and json_extract(d.document, '$.customer.email') like 'tok\\_approve.%' escape '\\'`);

  /** Given up, but the provider would still take the money if a charge came in late. */
  voidedNotClosed = (): number =>
    this.#number(`
      select count(*) from orders o left join provider.charges c on c.key = o.id
      where o.payment_state = 'voided' and c.state is not 'closed'`);

  captured = (): { charges: number; amount: number } =>
    this.#db
      .prepare<[], { charges: number; amount: number }>(
        `select count(*) as charges, coalesce(sum(amount), 0) as amount
         from provider.charges where state = 'captured'`,
      )
      .get() as { charges: number; amount: number };

  close = (): unknown => this.#db.close();

  #number(sql: string): number {
    const known = this.#counts.get(sql);
    const statement = known ?? this.#db.prepare<[], number>(sql).pluck();
    if (!known) this.#counts.set(sql, statement as Database.Statement<[], number>);
    return statement.get() as number;
  }
}
