import type { PromotionClaim, PromotionCounter } from '../../store.js';
import type { Db } from '../connection.js';

/**
 * What orders take of promotions that have a limit. A claim lives as long as its order is paying or
 * paid, longer than the hold on the stock: a promotion that was given back while its customer pays
 * could be used up by others, and the order would come through with one use too many.
 *
 *   hold ─→ commit ─→ giveBack (cancelled or refunded whole, as the shop's policy has it)
 *     └───→ release (failed, cancelled while paying)
 */
export function promotionClaims(db: Db) {
  // A limit that was lowered holds for new claims alone; `maximum` keeps what older ones relied on.
  const take = db.prepare(`
    insert into promotion_usage (promotion_id, counter, scope, held, committed, maximum)
    select @promotion, @counter, @scope, @amount, 0, @limit where @amount <= @limit
    on conflict do update set held = held + excluded.held, maximum = max(maximum, excluded.maximum)
      where held + committed + excluded.held <= excluded.maximum`);
  const untake = db.prepare(`
    update promotion_usage set held = held - @amount
    where promotion_id = @promotion and counter = @counter and scope = @scope`);
  const insert = db.prepare(`
    insert into promotion_claims (order_seq, promotion_id, counter, scope, amount, maximum)
    values (?, ?, ?, ?, ?, ?)`);
  const move = (change: string) => {
    const update = db.prepare<[number]>(`
      update promotion_usage set ${change} from promotion_claims c
      where c.order_seq = ? and promotion_usage.promotion_id = c.promotion_id
        and promotion_usage.counter = c.counter and promotion_usage.scope = c.scope`);
    return (orderSeq: number): void => void update.run(orderSeq);
  };
  return {
    /** Holds all of the claims, or nothing of them, and then answers every limit that is in the way. */
    hold: (claims: readonly PromotionClaim[]): PromotionCounter[] => {
      const usedUp: PromotionCounter[] = [];
      const taken: PromotionClaim[] = [];
      for (const claim of claims) {
        if (take.run(claim).changes === 1) taken.push(claim);
        else usedUp.push(counterOf(claim));
      }
      if (usedUp.length > 0) for (const claim of taken) untake.run(claim);
      return usedUp;
    },
    record: (orderSeq: number, claims: readonly PromotionClaim[]): void => {
      for (const { promotion, counter, scope, amount, limit } of claims) {
        insert.run(orderSeq, promotion, counter, scope, amount, limit);
      }
    },
    commit: move('held = held - c.amount, committed = committed + c.amount'),
    release: move('held = held - c.amount'),
    giveBack: move('committed = committed - c.amount'),
  };
}

const counterOf = ({ promotion, counter, scope }: PromotionClaim): PromotionCounter => ({
  promotion,
  counter,
  scope,
});
