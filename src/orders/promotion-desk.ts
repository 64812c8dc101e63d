// Promotions that change while the shop is open: checked when they are saved, in force for the next
// quote, and never a reason for the shop not to open.

import { compilePromotions, promotionFaults } from '../core/promotions/compile-promotions.js';
import type { Unavailable } from '../core/refusals.js';
import { ok, type Result, refuse } from '../core/result.js';
import { RuleError, type RuleFault } from '../core/rule-faults.js';
import type { Promotion, Rules } from '../core/rules.js';
import type { CounterLevel, Page, PromotionCounter, Store } from '../store/store.js';
import { minorByCurrency, needsOf } from './rule-needs.js';
import type { Shop } from './shop.js';

export interface StoredPromotion {
  promotion: Promotion;
  /** Why it is not in force; empty when it is. */
  faults: RuleFault[];
  /** What is used of its limits on all customers together. */
  usage: { uses?: LimitLevel; budget?: Record<string, LimitLevel> };
}

export interface LimitLevel extends CounterLevel {
  left: number;
}

/** Who changes something may be an operator whose changes are written down. */
type Writes = Pick<Store, 'putPromotion' | 'removePromotion'>;

export type InvalidPromotion = { type: 'invalid-request'; errors: RuleFault[] };
export type SaveResult = Result<
  { created: boolean; saved: StoredPromotion },
  InvalidPromotion | Unavailable
>;

/** Of what is stored, what can be in force: a mistake of an earlier day must not keep the shop shut. */
export function soundPromotions(
  stored: readonly Promotion[],
  log?: { error(fields: Record<string, unknown>, message: string): void },
): Promotion[] {
  return stored.filter((promotion) => {
    const faults = promotionFaults(promotion, '');
    if (faults.length === 0) return true;
    log?.error({ promotion: promotion.id, faults }, 'a stored promotion is broken: it is left out');
    return false;
  });
}

export class PromotionDesk {
  readonly #shop: Pick<Shop, 'store' | 'quotes' | 'log'>;
  readonly #rulesWith: (promotions: Promotion[]) => Rules;
  /** Changes take turns: each makes its rules of what the one before has left. */
  #turn: Promise<unknown> = Promise.resolve();

  /** `rulesWith` makes the shop's rules of the promotions given, with a version of their own. */
  constructor(
    shop: Pick<Shop, 'store' | 'quotes' | 'log'>,
    rulesWith: (promotions: Promotion[]) => Rules,
  ) {
    this.#shop = shop;
    this.#rulesWith = rulesWith;
  }

  /** What holds for the next quote is `promotion`, or nothing has changed and the mistakes are named. */
  save(promotion: Promotion, store: Writes = this.#shop.store): Promise<SaveResult> {
    return this.#inTurn(async (): Promise<SaveResult> => {
      const errors = promotionFaults(promotion, '');
      if (errors.length > 0) return refuse({ type: 'invalid-request', errors });
      const rules = await this.#rulesAfter(new Set([promotion.id]), [promotion]);
      const contradictions = faultsOf(rules.promotions);
      if (contradictions.length > 0) {
        return refuse({ type: 'invalid-request', errors: contradictions });
      }
      const put = await store.putPromotion({ promotion });
      if (!put.ok) return put;
      await this.#putInForce(rules);
      this.#shop.log.info({ promotion: promotion.id, version: rules.version }, 'promotion saved');
      return ok({ created: put.value.created, saved: await this.#viewOf(promotion) });
    });
  }

  /** All of them or none; each was found right by itself before. */
  saveAll(
    promotions: Promotion[],
    write: Pick<Store, 'putPromotions'> = this.#shop.store,
  ): Promise<Result<null, InvalidPromotion | Unavailable>> {
    return this.#inTurn(async () => {
      const rules = await this.#rulesAfter(new Set(promotions.map(({ id }) => id)), promotions);
      const errors = faultsOf(rules.promotions);
      if (errors.length > 0) return refuse({ type: 'invalid-request', errors });
      const put = await write.putPromotions({ promotions });
      if (!put.ok) return put;
      await this.#putInForce(rules);
      this.#shop.log.info({ promotions: promotions.length, version: rules.version }, 'saved');
      return ok(null);
    });
  }

  /** Whether they go together with those that there are. */
  async contradictions(promotions: Promotion[]): Promise<RuleFault[]> {
    const ids = new Set(promotions.map(({ id }) => id));
    return faultsOf((await this.#rulesAfter(ids, promotions)).promotions);
  }

  /** Answers whether there was one. Orders that it was given to keep it, and so do its counters. */
  remove(id: string, store: Writes = this.#shop.store): Promise<Result<boolean, Unavailable>> {
    return this.#inTurn(async () => {
      const rules = await this.#rulesAfter(new Set([id]), []);
      const removed = await store.removePromotion({ id });
      if (!removed.ok || !removed.value) return removed;
      await this.#putInForce(rules);
      this.#shop.log.info({ promotion: id, version: rules.version }, 'promotion removed');
      return removed;
    });
  }

  async promotion(id: string): Promise<StoredPromotion | undefined> {
    const promotion = await this.#shop.store.promotion(id);
    return promotion && this.#viewOf(promotion);
  }

  async list(query: { cursor: string | null; limit: number }): Promise<Page<StoredPromotion>> {
    const { items, nextCursor } = await this.#shop.store.promotionList(query);
    return { items: await Promise.all(items.map((one) => this.#viewOf(one))), nextCursor };
  }

  async #rulesAfter(ids: ReadonlySet<string>, changed: Promotion[]): Promise<Rules> {
    const others = (await this.#shop.store.promotions()).filter(({ id }) => !ids.has(id));
    const promotions = [...soundPromotions(others), ...changed];
    return this.#rulesWith(promotions.sort((a, b) => (a.id < b.id ? -1 : 1)));
  }

  async #putInForce(rules: Rules): Promise<void> {
    this.#shop.quotes.replaceRules(rules);
    await prepareFor(this.#shop, rules);
  }

  async #viewOf(promotion: Promotion): Promise<StoredPromotion> {
    const faults = promotionFaults(promotion, '');
    if (faults.length > 0) return { promotion, faults, usage: {} };
    const { uses, budget } = promotion.limit ?? {};
    const usage: StoredPromotion['usage'] = {};
    if (uses !== undefined) {
      usage.uses = await this.#level({ promotion: promotion.id, counter: 'uses', scope: '' }, uses);
    }
    for (const [scope, limit] of budget ? minorByCurrency(budget) : []) {
      const counter = { promotion: promotion.id, counter: 'budget' as const, scope };
      usage.budget = { ...usage.budget, [scope]: await this.#level(counter, limit) };
    }
    return { promotion, faults, usage };
  }

  async #level(counter: PromotionCounter, limit: number): Promise<LimitLevel> {
    const [level = { held: 0, committed: 0 }] = await this.#shop.store.promotionLevels([counter]);
    return { ...level, left: Math.max(0, limit - level.held - level.committed) };
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}

/** Makes the store ready for what the rules ask of it. */
export async function prepareFor({ store }: Pick<Shop, 'store'>, rules: Rules): Promise<void> {
  if (needsOf(rules).firstOrder) await store.indexBuyers({});
}

/** What promotions that are right one by one have against each other. */
function faultsOf(promotions: readonly Promotion[]): RuleFault[] {
  try {
    compilePromotions(promotions);
    return [];
  } catch (error) {
    if (error instanceof RuleError) return [...error.faults];
    throw error;
  }
}
