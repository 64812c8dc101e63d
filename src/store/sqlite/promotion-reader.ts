// Reads about promotions: what they are, what is used of them, and who has ordered before.

import type { Promotion } from '../../core/rules.js';
import type { CounterLevel, Page, PromotionCounter } from '../store.js';
import { buyerSql } from './commands/catalogue.js';
import type { Db } from './connection.js';
import { page } from './page.js';

export function promotionQueries(db: Db) {
  const columns = 'id, definition';
  const all = db.prepare<[], PromotionRow>(`select ${columns} from promotions`);
  const one = db.prepare<[string], PromotionRow>(`select ${columns} from promotions where id = ?`);
  const list = db.prepare<[string, number], PromotionRow>(
    `select ${columns} from promotions where id > ? order by id limit ?`,
  );
  return {
    promotions: () => all.all().map(fromRow),
    promotion: (id: string): Promotion | undefined => {
      const row = one.get(id);
      return row && fromRow(row);
    },
    promotionList: (query: { cursor: string | null; limit: number }): Page<Promotion> => {
      const rows = list.all(query.cursor ?? '', query.limit + 1).map(fromRow);
      return page(rows, query.limit, ({ id }) => id);
    },
    ...usageQueries(db),
    ...buyerQueries(db),
  };
}

interface PromotionRow {
  id: string;
  definition: string;
}

/** What is no promotion is answered all the same, for somebody to see that it is broken. */
function fromRow({ id, definition }: PromotionRow): Promotion {
  try {
    return { ...(JSON.parse(definition) as Promotion), id };
  } catch {
    return { id } as Promotion;
  }
}

const nothing: CounterLevel = { held: 0, committed: 0 };

function usageQueries(db: Db) {
  const level = db.prepare<[string, string, string], CounterLevel>(`
    select held, committed from promotion_usage
    where promotion_id = ? and counter = ? and scope = ?`);
  const levels = (counters: readonly PromotionCounter[]): CounterLevel[] =>
    counters.map(
      ({ promotion, counter, scope }) => level.get(promotion, counter, scope) ?? nothing,
    );
  return {
    /** One snapshot for all of them. */
    promotionLevels: db.transaction((queries: readonly (readonly PromotionCounter[])[]) =>
      queries.map(levels),
    ),
  };
}

/** Without the index of the addresses this reads every order: see `indexBuyers`. */
function buyerQueries(db: Db) {
  const isKept = `o.series is not null and o.state <> 'cancelled'`;
  const byId = db.prepare(`select 1 from orders o where customer_id = ? and ${isKept} limit 1`);
  const byEmail = db.prepare(`
    select 1 from order_documents d join orders o on o.seq = d.order_seq
    where ${buyerSql} = lower(?) and ${isKept} limit 1`);
  return {
    hasOrdered: ({ id, email }: { id: string | null; email: string | null }): boolean =>
      (id !== null && byId.get(id) !== undefined) ||
      (email !== null && byEmail.get(email) !== undefined),
  };
}
